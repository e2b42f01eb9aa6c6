// The characters of a UTF-8 text one by one, for texts that are shown to people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keyturn {

// The first character of a text that is not empty.
constexpr std::string_view first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    return text.substr(0, lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);
}

constexpr std::uint32_t code_point(std::string_view character) {
    const auto lead = static_cast<unsigned char>(character.front());
    if (character.size() == 1) return lead;
    std::uint32_t point = lead & (0x7fu >> character.size());
    for (const char c : character.substr(1)) point = point << 6 | static_cast<std::uint32_t>(c & 0x3f);
    return point;
}

// A character of at most 21 bits in UTF-8.
inline std::string utf8_of(std::uint32_t point) {
    const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
    const auto tail = [&](unsigned shift) { return byte(0x80 | (point >> shift & 0x3f)); };
    if (point < 0x80) return {byte(point)};
    if (point < 0x800) return {byte(0xc0 | point >> 6), tail(0)};
    if (point < 0x10000) return {byte(0xe0 | point >> 12), tail(6), tail(0)};
    return {byte(0xf0 | (point >> 18 & 7)), tail(12), tail(6), tail(0)};
}

static_assert(code_point(first_character("az")) == 'a');
static_assert(code_point(first_character("\u00e9z")) == 0xe9);
static_assert(code_point(first_character("\u07ffz")) == 0x7ff);
static_assert(code_point(first_character("\u20acz")) == 0x20ac);
static_assert(code_point(first_character("\U0010ffffz")) == 0x10ffff);

}  // namespace keyturn
