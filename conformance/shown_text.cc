#include "conformance/shown_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

constexpr std::size_t most_characters = 80, most_bytes_of_hex = most_characters / 2;
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

std::string from(std::size_t start, std::string_view unit) {
    return start == 0 ? "" : fmt::format(", from {} {}", unit, start + 1);
}

std::string shown_excerpt(std::string_view bytes, std::size_t start) {
    return fmt::format("{} ({} bytes{})", shown_bytes(bytes.substr(start)), bytes.size(), from(start, "byte"));
}

std::string shown_excerpt_of_text(const std::string& text, std::size_t start) {
    const JsonValue excerpt = json_string(text.substr(start));
    return shown(&excerpt, most_characters) + from(start, "byte");
}

}  // namespace

std::string shown_bytes(std::string_view bytes) {
    if (!is_utf8(bytes)) {
        const std::string digits = hex(bytes_of(bytes.substr(0, most_bytes_of_hex)));
        return fmt::format("hex {}{}", digits, bytes.size() > most_bytes_of_hex ? "…" : "");
    }
    const JsonValue text = json_string(std::string(bytes));
    std::string quoted = shown(&text, most_characters);
    quoted.erase(quoted.rfind(" (string)"));
    return quoted;
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

}  // namespace keyturn
