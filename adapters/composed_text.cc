#include "adapters/composed_text.h"

#include <string_view>
#include <utility>

namespace keyturn {

std::string composed(std::string text) {
    constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"a\xCC\x81", "\xC3\xA1"}, {"e\xCC\x81", "\xC3\xA9"}, {"i\xCC\x81", "\xC3\xAD"}, {"o\xCC\x81", "\xC3\xB3"},
        {"u\xCC\x81", "\xC3\xBA"}, {"a\xCC\x88", "\xC3\xA4"}, {"o\xCC\x88", "\xC3\xB6"}, {"u\xCC\x88", "\xC3\xBC"},
        {"e\xCC\x88", "\xC3\xAB"}, {"n\xCC\x83", "\xC3\xB1"}, {"A\xCC\x8A", "\xC3\x85"}, {"c\xCC\xA7", "\xC3\xA7"}};
    for (const auto& [decomposed, one] : pairs)
        for (std::size_t at = 0; (at = text.find(decomposed, at)) != text.npos;)
            text.replace(at, decomposed.size(), one);
    return text;
}

}  // namespace keyturn
