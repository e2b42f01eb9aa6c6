// Thrift binary, strict: values read and written by the schema table (fact sheet, section 5; invariants 19, 27, 29).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/bytes.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"
#include "protocol/thrift_schema.h"

namespace keyturn {

// One value of any kind. Fields of a structure stand in ascending order of their ids, each at most once.
struct ThriftValue {
    ThriftKind kind = ThriftKind::structure;
    std::int64_t number = 0;  // boolean (0 or 1), i32, i64
    std::string text = {};    // text (UTF-8) or binary
    std::vector<ThriftValue> elements = {};
    std::vector<std::pair<std::int16_t, ThriftValue>> fields = {};

    const ThriftValue* find(std::int16_t id) const;  // nullptr when the field is unset
    ThriftValue* find(std::int16_t id);
    void set(std::int16_t id, ThriftValue value);  // replaces, or inserts at its place
    bool erase(std::int16_t id);

    // The field's value when it is set and of that kind.
    std::optional<std::string> text_at(std::int16_t id) const;     // text or binary
    std::optional<std::int64_t> number_at(std::int16_t id) const;  // i32 or i64
    std::optional<bool> boolean_at(std::int16_t id) const;
    std::vector<std::string> texts_at(std::int16_t id) const;  // a list of texts; empty when unset

    friend bool operator==(const ThriftValue&, const ThriftValue&) = default;
};

ThriftValue thrift_boolean(bool value);
ThriftValue thrift_i32(std::int32_t value);
ThriftValue thrift_i64(std::int64_t value);
ThriftValue thrift_text(std::string utf8);
ThriftValue thrift_binary(std::string bytes);
ThriftValue thrift_list(std::vector<ThriftValue> elements);
ThriftValue thrift_texts(const std::vector<std::string>& texts);
ThriftValue thrift_struct(std::vector<std::pair<std::int16_t, ThriftValue>> fields = {});  // in any order

struct ThriftLimits {  // those of the official reader
    std::size_t elements_per_list = 10'000;
    std::size_t elements_declared = 100'000;  // by all lists of one parse together
    std::size_t text_bytes = 104'857'600;
};

// Reads one struct and nothing behind it: iterative, bounded, nothing is allocated for a size that the rest of the
// input can't hold. Refused, with the offset: a type that is not the schema's, an unknown or repeated field id, no arm
// or more than one in a union, a boolean that is neither 0 nor 1, invalid UTF-8 in a text, a size past the rest or a
// limit, trailing bytes. Fields may come in any order.
Result<ThriftValue> read_thrift(ByteView bytes, const ThriftStructSchema& schema, const ThriftLimits& limits = {});

// The canonical bytes: ascending ids, unset fields left out. The value must fit the schema.
Bytes write_thrift(const ThriftValue& value, const ThriftStructSchema& schema);

// Whether `bytes` are what the writer makes of the value they hold (invariant 19). False for what can't be read.
bool is_canonical(ByteView bytes, const ThriftStructSchema& schema);

// The value with the table's field names: i64 as numbers, binary as base64; and back, refusing what the schema lacks.
JsonValue thrift_to_json(const ThriftValue& value, const ThriftStructSchema& schema);
Result<ThriftValue> thrift_from_json(const JsonValue& json, const ThriftStructSchema& schema);

}  // namespace keyturn
