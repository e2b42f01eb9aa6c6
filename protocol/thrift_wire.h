// What a kind of value looks like on the wire: shared by the reader and the writer (fact sheet, section 5).
#pragma once

#include <cstdint>

#include "protocol/thrift_schema.h"

namespace keyturn {

inline constexpr std::uint8_t thrift_stop = 0;

constexpr std::uint8_t wire_type(ThriftKind kind) {
    switch (kind) {
        case ThriftKind::boolean:
            return 2;
        case ThriftKind::i32:
            return 8;
        case ThriftKind::i64:
            return 10;
        case ThriftKind::text:
        case ThriftKind::binary:
            return 11;
        case ThriftKind::structure:
            return 12;
        case ThriftKind::list:
            break;
    }
    return 15;
}

// The fewest bytes that an element of a list takes: a struct its STOP, a text or binary its size, an i32 itself.
constexpr std::size_t smallest_element(ThriftKind kind) { return kind == ThriftKind::structure ? 1 : 4; }

}  // namespace keyturn
