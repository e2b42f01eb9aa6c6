#include "conformance/reports/markup.h"

#include <algorithm>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Substitute {
    std::string_view text;
    std::string_view written;
};

constexpr Substitute substitutes[] = {
    {"&", "&amp;"},
    {"<", "&lt;"},
    {">", "&gt;"},
    {"\"", "&quot;"},
    {"'", "&#39;"},
    {"\xEF\xBF\xBE", replacement},
    {"\xEF\xBF\xBF", replacement},
    {"\xE2\x80\xAA", "\\u202a"},
    {"\xE2\x80\xAB", "\\u202b"},
    {"\xE2\x80\xAC", "\\u202c"},
    {"\xE2\x80\xAD", "\\u202d"},
    {"\xE2\x80\xAE", "\\u202e"},
    {"\xE2\x81\xA6", "\\u2066"},
    {"\xE2\x81\xA7", "\\u2067"},
    {"\xE2\x81\xA8", "\\u2068"},
    {"\xE2\x81\xA9", "\\u2069"},
};

bool is_white_space(char c) { return c == '\t' || c == '\n' || c == '\r'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && !is_white_space(c); }

// Appends the markup of what stands first in the text; how many bytes that was.
std::size_t append_first(std::string_view text, std::string& markup) {
    for (const Substitute& substitute : substitutes)
        if (text.starts_with(substitute.text)) {
            markup += substitute.written;
            return substitute.text.size();
        }
    if (is_control(text.front()))
        markup += replacement;
    else
        markup += text.front();
    return 1;
}

std::size_t longest_run_of_backticks(std::string_view text) {
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace

std::string markup_text(std::string_view text) {
    std::string markup;
    while (!text.empty()) {
        std::string_view readable = text.substr(0, utf8_prefix(text));
        text.remove_prefix(readable.size());
        while (!readable.empty()) readable.remove_prefix(append_first(readable, markup));
        if (text.empty()) break;
        markup += replacement;
        text.remove_prefix(1);
    }
    return markup;
}

std::string markdown_code(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    const std::string fence(longest_run_of_backticks(line) + 1, '`');
    return fence + " " + line + " " + fence;
}

}  // namespace keyturn
