// For tests: values of every struct of the schema table, made from the table, and short ways to name structs and bytes.
#pragma once

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/thrift_binary.h"

namespace keyturn {

inline const ThriftStructSchema& struct_named(std::string_view name) {
    for (const ThriftStructSchema* schema : thrift_structs())
        if (schema->name == name) return *schema;
    throw std::invalid_argument("no such struct: " + std::string(name));
}

// Bytes from hexadecimal with spaces in it.
inline Bytes wire(std::string text) {
    std::erase(text, ' ');
    return from_hex(text).value();
}

// A MessageEventDetail from its JSON form.
inline ThriftValue detail_of(std::string_view json) {
    return thrift_from_json(parse_json(json).value(), message_event_detail_schema).value();
}

std::vector<ThriftValue> samples_of(const ThriftStructSchema& schema);

inline std::vector<ThriftValue> samples_of(ThriftKind kind, const ThriftFieldSchema& field) {
    switch (kind) {
        case ThriftKind::boolean:
            return {thrift_boolean(true), thrift_boolean(false)};
        case ThriftKind::i32:
            return {thrift_i32(1), thrift_i32(std::numeric_limits<std::int32_t>::min()), thrift_i32(0x7f80ff01)};
        case ThriftKind::i64:
            return {thrift_i64(86'400'000), thrift_i64(std::numeric_limits<std::int64_t>::min()),
                    thrift_i64(0x7f80ff0102030405)};
        case ThriftKind::text:
            return {thrift_text("Grüße, 日本"), thrift_text(""), thrift_text("a\"\\\n\x01")};
        case ThriftKind::binary:
            return {thrift_binary(std::string("\x00\xff\x80", 3)), thrift_binary("")};
        case ThriftKind::structure:
            return samples_of(*field.of);
        case ThriftKind::list:
            break;
    }
    return {thrift_list(samples_of(field.element, field)), thrift_list({})};
}

// Every field alone in each of its samples; of a struct that is no union also none of them, and all in their first.
inline std::vector<ThriftValue> samples_of(const ThriftStructSchema& schema) {
    std::vector<ThriftValue> samples;
    ThriftValue full;
    for (const ThriftFieldSchema& field : schema.fields) {
        const auto values = samples_of(field.kind, field);
        full.set(field.id, values.front());
        for (const ThriftValue& value : values) samples.push_back(thrift_struct({{field.id, value}}));
    }
    if (!schema.is_union) {
        samples.push_back(thrift_struct());
        samples.insert(samples.begin(), std::move(full));
    }
    return samples;
}

}  // namespace keyturn
