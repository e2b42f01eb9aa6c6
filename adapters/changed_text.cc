#include "adapters/changed_text.h"

#include <algorithm>
#include <utility>

namespace keyturn {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

std::string without_padding(std::string base64) {
    while (base64.ends_with('=')) base64.pop_back();
    return base64;
}

std::string in_url_safe_alphabet(std::string base64) {
    std::ranges::replace(base64, '+', '-');
    std::ranges::replace(base64, '/', '_');
    return base64;
}

std::string in_standard_alphabet(std::string base64) {
    std::ranges::replace(base64, '-', '+');
    std::ranges::replace(base64, '_', '/');
    return base64;
}

std::string composed(std::string text) {
    constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"a\xCC\x81", "\xC3\xA1"}, {"e\xCC\x81", "\xC3\xA9"}, {"i\xCC\x81", "\xC3\xAD"}, {"o\xCC\x81", "\xC3\xB3"},
        {"u\xCC\x81", "\xC3\xBA"}, {"a\xCC\x88", "\xC3\xA4"}, {"o\xCC\x88", "\xC3\xB6"}, {"u\xCC\x88", "\xC3\xBC"},
        {"e\xCC\x88", "\xC3\xAB"}, {"n\xCC\x83", "\xC3\xB1"}, {"A\xCC\x8A", "\xC3\x85"}, {"c\xCC\xA7", "\xC3\xA7"}};
    for (const auto& [decomposed, one] : pairs) text = replaced(std::move(text), decomposed, one);
    return text;
}

}  // namespace keyturn
