// The characters of a UTF-8 text one by one, for texts that are shown to people.
#pragma once

#include <cstddef>
#include <cstdint>
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

static_assert(code_point(first_character("az")) == 'a');
static_assert(code_point(first_character("\u00e9z")) == 0xe9);
static_assert(code_point(first_character("\u07ffz")) == 0x7ff);
static_assert(code_point(first_character("\u20acz")) == 0x20ac);
static_assert(code_point(first_character("\U0010ffffz")) == 0x10ffff);

}  // namespace keyturn
