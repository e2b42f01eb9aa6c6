// Byte strings and their hexadecimal text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// The same memory seen as bytes or as characters; the view lives as long as what it was made from.
inline ByteView bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

inline Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

// Lower-case hexadecimal, two digits a byte.
std::string hex(ByteView bytes);

// Reads hexadecimal of either case; nothing when the length is odd or a character is no digit.
std::optional<Bytes> from_hex(std::string_view text);

// How many bytes from the start are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF):
// all of them, or the place of the first error. Linear.
std::size_t utf8_prefix(std::string_view text);
inline bool is_utf8(std::string_view text) { return utf8_prefix(text) == text.size(); }

// Code points of well-formed UTF-8.
std::size_t count_characters(std::string_view utf8);

}  // namespace keyturn
