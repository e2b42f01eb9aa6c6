// The structs of an event as data: one table from which the strict reader, the writer, the JSON form and the manual
// come (fact sheet, section 5).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace keyturn {

enum class ThriftKind : std::uint8_t { boolean, i32, i64, text, binary, structure, list };

struct ThriftStructSchema;

struct ThriftFieldSchema {
    std::int16_t id;
    std::string_view name;  // as in the fact sheet: "current_ttl_msec"
    ThriftKind kind;
    ThriftKind element = ThriftKind::text;   // of a list: text, i32 or structure
    const ThriftStructSchema* of = nullptr;  // of a structure or of a list of structures
};

struct ThriftStructSchema {
    std::string_view name;                      // "GroupMemberAddChange"
    bool is_union;                              // exactly one field is set
    std::span<const ThriftFieldSchema> fields;  // ascending ids

    const ThriftFieldSchema* find(std::int16_t id) const;  // nullptr when there is none
    const ThriftFieldSchema* find(std::string_view name) const;
};

extern const ThriftStructSchema message_event_schema;            // MessageEvent
extern const ThriftStructSchema message_event_detail_schema;     // MessageEventDetail, the union of all actions
extern const ThriftStructSchema message_event_signature_schema;  // MessageEventSignature

// Every struct of the table, in the order of the fact sheet.
std::span<const ThriftStructSchema* const> thrift_structs();

}  // namespace keyturn
