// Breaks a value one bit at a time: whatever protects it must notice each.
#pragma once

#include <optional>

#include "protocol/bytes.h"

namespace keyturn {

// So many of a value's bits are flipped, evenly spread when there are more: hostile files have long values.
inline constexpr std::size_t most_flips = 2048;

// The first bit, counted from the lowest of the first byte, whose flip `accepts(bytes)` accepts; nothing if none.
template <class Accepts>
std::optional<std::size_t> accepted_flip(ByteView bytes, Accepts&& accepts) {
    Bytes broken = copy(bytes);
    const std::size_t bits = bytes.size() * 8, step = bits <= most_flips ? 1 : (bits + most_flips - 1) / most_flips;
    for (std::size_t bit = 0; bit < bits; bit += step) {
        const auto mask = static_cast<std::uint8_t>(1u << bit % 8);
        broken[bit / 8] ^= mask;
        if (accepts(ByteView(broken))) return bit;
        broken[bit / 8] ^= mask;
    }
    return std::nullopt;
}

}  // namespace keyturn
