#include "conformance/shown_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/utf8_characters.h"
#include "protocol/bytes.h"

namespace keyturn {
namespace {

constexpr std::size_t most_characters_of_value = 80, most_characters_of_place = 120;
constexpr std::size_t common_start_shown = 20;    // characters before the first that differs
constexpr std::size_t longest_common_start = 40;  // a longer one is cut to that

bool is_continuation(char c) { return (c & 0xc0) == 0x80; }

// Where to start showing two texts: the start of a character.
std::size_t start_of_excerpt(std::string_view a, std::string_view b) {
    const auto differs = std::ranges::mismatch(a, b).in1;
    auto start = static_cast<std::size_t>(differs - a.begin());
    if (start <= longest_common_start) return 0;
    start -= common_start_shown;
    while (start > 0 && is_continuation(a[start])) --start;
    return start;
}

// Neither a control character nor one of those that join, turn or vanish.
bool is_seen(std::uint32_t c) {
    const bool is_control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    const bool is_format = c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
                           (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
    return !is_control && !is_format;
}

// What a terminal would act on and what nobody sees, as \u escapes.
std::string with_escapes(std::string_view text) {
    std::string escaped;
    while (!text.empty()) {
        const std::string_view character = first_character(text);
        if (const std::uint32_t point = code_point(character); is_seen(point))
            escaped += character;
        else
            escaped += fmt::format("\\u{:04x}", point);
        text.remove_prefix(character.size());
    }
    return escaped;
}

std::string from(std::size_t start, std::string_view unit) {
    return start == 0 ? "" : fmt::format(", from {} {}", unit, start + 1);
}

std::string shown_excerpt(std::string_view bytes, std::size_t start) {
    return fmt::format("{} ({} bytes{})", shown_bytes(bytes.substr(start)), bytes.size(), from(start, "byte"));
}

std::string shown_excerpt_of_text(const std::string& text, std::size_t start) {
    const JsonValue excerpt = json_string(text.substr(start));
    return with_escapes(shown(&excerpt, most_characters_of_value)) + from(start, "byte");
}

}  // namespace

std::string shown_bytes(std::string_view bytes, std::size_t most_characters) {
    if (!is_utf8(bytes)) {
        const std::size_t most_bytes_of_hex = most_characters / 2;
        const std::string digits = hex(bytes_of(bytes.substr(0, most_bytes_of_hex)));
        return fmt::format("hex {}{}", digits, bytes.size() > most_bytes_of_hex ? "…" : "");
    }
    const JsonValue text = json_string(std::string(bytes));
    std::string quoted = shown(&text, most_characters);
    quoted.erase(quoted.rfind(" (string)"));
    return with_escapes(quoted);
}

std::pair<std::string, std::string> shown_apart(std::string_view expected, std::string_view actual) {
    const std::size_t start = start_of_excerpt(expected, actual);
    return {shown_excerpt(expected, start), shown_excerpt(actual, start)};
}

std::pair<std::string, std::string> shown_apart(const JsonValue& expected, const JsonValue& actual) {
    if (!expected.is(JsonKind::string) || !actual.is(JsonKind::string)) return {shown(&expected), shown(&actual)};
    const std::size_t start = start_of_excerpt(expected.text, actual.text);
    return {shown_excerpt_of_text(expected.text, start), shown_excerpt_of_text(actual.text, start)};
}

std::string shown_place(std::string_view place) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < place.size() && count < most_characters_of_place; ++count)
        end += first_character(place.substr(end)).size();
    return with_escapes(place.substr(0, end)) + (end < place.size() ? "…" : "");
}

}  // namespace keyturn
