// One entry of a file of golden vectors: reads its fields, compares them, and keeps what is wrong.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/p256.h"

namespace keyturn {

struct FieldFailure {
    std::string field;
    std::string expected;
    std::string actual;
};

using FieldFailures = std::vector<FieldFailure>;

// Reading: a field that is missing, doubled or of another form is a failure, and something harmless is given, so that
// everything wrong is seen at once; null counts as absent. Value and failures must outlive the entry.
class VectorEntry {
  public:
    VectorEntry(const JsonValue& value, std::string name, FieldFailures& failures, std::string path = "");

    const std::string& name() const { return name_; }
    bool failed() const { return !failures_.empty(); }

    std::string text(std::string_view field);
    std::optional<std::string> optional_text(std::string_view field);
    Bytes hex_bytes(std::string_view field);     // lower-case
    Bytes base64_bytes(std::string_view field);  // padded
    std::size_t count(std::string_view field, std::size_t most);
    PrivateKey scalar(std::string_view field);  // a number; scalar 1 after a failure
    const JsonValue& object(std::string_view field);
    std::vector<VectorEntry> objects(std::string_view field);

    // Lower-case hexadecimal of as many bytes as a key, nonce or header of that type has.
    template <class Sized>
    Sized sized(std::string_view field) {
        Sized result{};
        if constexpr (requires { result.writable(); })
            read_sized(field, result.writable());
        else
            read_sized(field, result);
        return result;
    }

    // Whether the field is there and as expected.
    void expect_text(std::string_view field, std::string_view expected);
    void expect_hex(std::string_view field, ByteView expected);
    void expect_base64(std::string_view field, ByteView expected);
    void expect_boolean(std::string_view field, bool expected);
    void expect_count(std::string_view field, std::size_t expected);
    // What is no comparison of a field with a value: two sentences.
    void expect(bool held, std::string_view field, std::string expected, std::string actual);

  private:
    const JsonValue* value(std::string_view field);
    const JsonValue* required(std::string_view field, JsonKind kind, std::string_view expected);
    std::optional<Bytes> read_hex(std::string_view field);
    void read_sized(std::string_view field, std::span<std::uint8_t> out);
    void complain(std::string_view field, std::string expected, const JsonValue* found);

    const JsonValue& value_;
    std::string name_;
    FieldFailures& failures_;
    std::string path_;  // before the names of its fields
};

// A scalar in decimal: nothing but digits, in [1, n-1].
std::optional<PrivateKey> scalar_of_decimal(std::string_view text);

}  // namespace keyturn
