// What the scanner and the writer of JSON must agree on.
#pragma once

#include <array>

namespace keyturn {

// A table, because engines that trace comparisons slow down every one of them.
inline constexpr auto plain_characters = [] {
    std::array<bool, 256> plain{};
    for (unsigned c = 0x20; c < plain.size(); ++c) plain[c] = c != '"' && c != '\\';
    return plain;
}();

// What a string holds as it stands: everything but the quote, the backslash and the control characters.
constexpr bool is_plain(char c) { return plain_characters[static_cast<unsigned char>(c)]; }

}  // namespace keyturn
