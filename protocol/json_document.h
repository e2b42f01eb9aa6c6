// JSON from outside, lossless: numbers keep their text, duplicate keys and key order are kept, every value has its
// place. An RFC 8259 scanner that is bounded before it builds anything (design, section 2).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/problem.h"

namespace keyturn {

enum class JsonKind { null, boolean, number, string, array, object };

std::string_view name_of(JsonKind kind);  // "null", "boolean", "number", "string", "array", "object"

struct JsonMember;

// One JSON value with all below it. `text` holds a string's decoded UTF-8 or a number as it was written; `offset` and
// `end` are the bytes of the source it was read from, both 0 in a value that was made. Comparison with == goes by
// content: kind, texts, order and duplicates count, places don't.
struct JsonValue {
    JsonKind kind = JsonKind::null;
    bool boolean = false;
    std::string text;
    std::vector<JsonValue> elements;
    std::vector<JsonMember> members;  // in order, duplicates kept
    std::size_t offset = 0;
    std::size_t end = 0;

    bool is(JsonKind other) const { return kind == other; }
    // The first member of that name; nullptr when there is none or the value is no object.
    const JsonValue* find(std::string_view key) const;
    JsonValue* find(std::string_view key);
    // Gives the first member of that name a value, or adds the member at the end. For objects.
    void set(std::string_view key, JsonValue value);
    // Removes every member of that name; true when there was one.
    bool erase(std::string_view key);

    friend bool operator==(const JsonValue& a, const JsonValue& b);
};

struct JsonMember {
    std::string key;  // decoded
    JsonValue value;
    std::size_t key_offset = 0;

    friend bool operator==(const JsonMember& a, const JsonMember& b) { return a.key == b.key && a.value == b.value; }
};

JsonValue json_null();
JsonValue json_bool(bool value);
JsonValue json_number(std::string literal);  // the caller vouches for the literal
JsonValue json_string(std::string utf8);
JsonValue json_array(std::vector<JsonValue> elements = {});
JsonValue json_object(std::vector<JsonMember> members = {});

struct JsonLimits {
    std::size_t bytes = 16u << 20;  // of the whole text
    std::size_t depth = 64;  // of arrays and objects within each other; a level costs stack: at most some thousand
    std::size_t values = 500'000;  // all in all; each takes some 150 bytes, and twice that while a list of them grows
};

// One JSON text and nothing behind it but white space. Refused, with the offset: what RFC 8259 does not allow, a byte
// order mark, invalid UTF-8 (wherever it stands, before anything else is looked at), NUL and other raw control
// characters, a lone surrogate in an escape, text past a limit. Linear in the text.
Result<JsonValue> parse_json(std::string_view text, const JsonLimits& limits = {});

// Compact JSON: order and number text as in the value, only what must be escaped is.
std::string to_json(const JsonValue& value);
// The same over several lines, two spaces a level, no line feed at the end; arrays and objects without containers
// inside stay on one line when that fits into 120 columns (a comma behind it not counted). It may be printed on the log
// of a CI system: what such systems take for a command of theirs, "##[", has an escape within.
std::string to_pretty_json(const JsonValue& value);

// JSON Pointer (RFC 6901). `resolve`: the value at the pointer, of doubled keys the first; nullptr when there is none.
const JsonValue* resolve(const JsonValue& root, std::string_view pointer);
JsonValue* resolve(JsonValue& root, std::string_view pointer);
std::string pointer_to(std::string_view parent, std::string_view key);  // escapes ~ and /
std::string pointer_to(std::string_view parent, std::size_t index);

// A value as it stands in an error text: compact JSON and its kind, `"abc" (string)`, cut after `width` characters with
// an ellipsis, control characters escaped so that no terminal acts on them. "nothing" for nullptr.
std::string shown(const JsonValue* value, std::size_t width = 80);

// Line and column (in characters), both from 1, of a byte offset: for error texts about files.
std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset);

}  // namespace keyturn
