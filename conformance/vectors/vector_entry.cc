#include "conformance/vectors/vector_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "conformance/shown_text.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

// The number behind `digits` as 32 bytes, big-endian; nothing when it does not fit.
std::optional<std::array<std::uint8_t, 32>> big_endian(std::string_view digits) {
    std::array<std::uint8_t, 32> bytes{};
    for (const char digit : digits) {
        unsigned carry = static_cast<unsigned>(digit - '0');
        for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
            carry += *byte * 10u;
            *byte = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        if (carry != 0) return std::nullopt;
    }
    return bytes;
}

std::optional<std::size_t> read_count(const JsonValue& value) {
    std::size_t number = 0;
    const char* end = value.text.data() + value.text.size();
    const auto [stopped, error] = std::from_chars(value.text.data(), end, number);
    if (!value.is(JsonKind::number) || error != std::errc() || stopped != end) return std::nullopt;
    return number;
}

}  // namespace

VectorEntry::VectorEntry(const JsonValue& value, std::string name, FieldFailures& failures, std::string path)
    : value_(value), name_(std::move(name)), failures_(failures), path_(std::move(path)) {}

std::string VectorEntry::text(std::string_view field) {
    const JsonValue* found = required(field, JsonKind::string, "text");
    return found ? found->text : std::string();
}

std::optional<std::string> VectorEntry::optional_text(std::string_view field) {
    if (!value(field)) return std::nullopt;
    return text(field);
}

Bytes VectorEntry::hex_bytes(std::string_view field) { return read_hex(field).value_or(Bytes{}); }

Bytes VectorEntry::base64_bytes(std::string_view field) {
    const JsonValue* found = required(field, JsonKind::string, "padded base64");
    if (!found) return {};
    auto bytes = read_base64(found->text);
    if (bytes && base64(*bytes) == found->text) return std::move(*bytes);
    complain(field, "padded base64", found);
    return {};
}

std::size_t VectorEntry::count(std::string_view field, std::size_t most) {
    const std::string expected = fmt::format("a number from 0 to {}", most);
    const JsonValue* found = required(field, JsonKind::number, expected);
    if (!found) return 0;
    const auto number = read_count(*found);
    if (number && *number <= most) return *number;
    complain(field, expected, found);
    return 0;
}

PrivateKey VectorEntry::scalar(std::string_view field) {
    constexpr std::string_view expected = "a private scalar as a number";
    const JsonValue* found = required(field, JsonKind::number, expected);
    const auto key = found ? scalar_of_decimal(found->text) : std::nullopt;
    if (found && !key) complain(field, std::string(expected), found);
    return key ? *key : *scalar_of_decimal("1");
}

const JsonValue& VectorEntry::object(std::string_view field) {
    static const JsonValue nothing = json_object();
    const JsonValue* found = required(field, JsonKind::object, "an object");
    return found ? *found : nothing;
}

std::vector<VectorEntry> VectorEntry::objects(std::string_view field) {
    std::vector<VectorEntry> entries;
    const JsonValue* found = required(field, JsonKind::array, "an array of objects");
    if (!found) return entries;
    for (const JsonValue& element : found->elements) {
        const std::string place = fmt::format("{}/{}", field, entries.size());
        if (!element.is(JsonKind::object)) complain(place, "an object", &element);
        entries.emplace_back(element, name_, failures_, path_ + place + "/");
    }
    return entries;
}

std::optional<Bytes> VectorEntry::read_hex(std::string_view field) {
    constexpr std::string_view expected = "lower-case hexadecimal";
    const JsonValue* found = required(field, JsonKind::string, expected);
    if (!found) return std::nullopt;
    auto bytes = from_hex(found->text);
    if (bytes && hex(*bytes) == found->text) return bytes;
    complain(field, std::string(expected), found);
    return std::nullopt;
}

void VectorEntry::read_sized(std::string_view field, std::span<std::uint8_t> out) {
    const auto bytes = read_hex(field);
    if (!bytes) return;
    expect(bytes->size() == out.size(), field, fmt::format("{} bytes", out.size()),
           fmt::format("{} bytes", bytes->size()));
    if (bytes->size() == out.size()) std::ranges::copy(*bytes, out.begin());
}

void VectorEntry::expect_text(std::string_view field, std::string_view expected) {
    const JsonValue* found = required(field, JsonKind::string, "text");
    if (!found || found->text == expected) return;
    auto [wanted, actual] = shown_apart(json_string(std::string(expected)), *found);
    expect(false, field, std::move(wanted), std::move(actual));
}

void VectorEntry::expect_hex(std::string_view field, ByteView expected) { expect_text(field, hex(expected)); }

void VectorEntry::expect_base64(std::string_view field, ByteView expected) { expect_text(field, base64(expected)); }

void VectorEntry::expect_boolean(std::string_view field, bool expected) {
    const JsonValue* found = required(field, JsonKind::boolean, "true or false");
    if (found && found->boolean != expected) complain(field, expected ? "true" : "false", found);
}

void VectorEntry::expect_count(std::string_view field, std::size_t expected) {
    const JsonValue* found = required(field, JsonKind::number, "a number");
    if (found && read_count(*found) != expected) complain(field, std::to_string(expected), found);
}

void VectorEntry::expect(bool held, std::string_view field, std::string expected, std::string actual) {
    if (!held) failures_.push_back({path_ + std::string(field), std::move(expected), std::move(actual)});
}

const JsonValue* VectorEntry::value(std::string_view field) {
    const JsonValue* found = value_.find(field);
    return found && !found->is(JsonKind::null) ? found : nullptr;
}

const JsonValue* VectorEntry::required(std::string_view field, JsonKind kind, std::string_view expected) {
    const JsonValue* found = value(field);
    if (found && found->is(kind)) return found;
    complain(field, std::string(expected), found);
    return nullptr;
}

void VectorEntry::complain(std::string_view field, std::string expected, const JsonValue* found) {
    expect(false, field, std::move(expected), shown(found));
}

std::optional<PrivateKey> scalar_of_decimal(std::string_view text) {
    const auto bytes = is_decimal(text) ? big_endian(text) : std::nullopt;
    if (!bytes) return std::nullopt;
    const auto key = PrivateKey::read(*bytes);
    return key ? std::optional(*key) : std::nullopt;
}

}  // namespace keyturn
