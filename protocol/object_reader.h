// Reads objects of our own files: what is missing, of another type, unknown or doubled becomes a problem with its
// pointer, and reading goes on, so that a person sees everything at once.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// Whether a problem shows the value it is about or only its kind, `… (string)`: for objects that may hold secrets.
enum class Values { shown, hidden };

// One object being read. Every key that is asked for is known; `finish` reports the others. Where a value is unusable
// the problem is added and an empty value given. JSON null counts as absent. `problems` must outlive the reader.
class ObjectReader {
  public:
    ObjectReader(const JsonValue& value, std::string pointer, Problems& problems, Values values = Values::shown);

    const JsonValue* value(std::string_view key);  // nullptr: absent
    const JsonValue* required_value(std::string_view key);

    std::string text(std::string_view key);  // required
    std::optional<std::string> optional_text(std::string_view key);
    std::optional<std::int64_t> optional_integer(std::string_view key);
    std::optional<bool> optional_boolean(std::string_view key);
    std::vector<std::string> texts(std::string_view key);  // absent: empty
    // The elements of an array, none when it is absent; the pointer of element i is pointer_to(pointer(key), i).
    const std::vector<JsonValue>& elements(std::string_view key);

    std::string pointer(std::string_view key) const { return pointer_to(pointer_, key); }
    void complain(std::string_view key, std::string expected, const JsonValue* found);
    void finish();

  private:
    const JsonValue* of_kind(std::string_view key, JsonKind kind, std::string_view expected);

    const JsonValue& value_;
    std::string pointer_;
    Problems& problems_;
    Values values_;
    std::set<std::string, std::less<>> known_;
};

// The text of a JSON string, else a problem.
std::string read_text(const JsonValue& value, const std::string& pointer, Problems& problems,
                      Values values = Values::shown);

}  // namespace keyturn
