#include "conformance/message_parts.h"

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

bool is_token_character(char c) {
    const bool is_digit = c >= '0' && c <= '9', is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_digit || is_letter || (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").contains(c));
}

bool is_pair_of_texts(const JsonValue& value) {
    return value.elements.size() == 2 && value.elements[0].is(JsonKind::string) &&
           value.elements[1].is(JsonKind::string);
}

void add(Problems& problems, std::string pointer, std::string expected, const JsonValue& found) {
    problems.push_back({"", std::move(pointer), std::move(expected), shown(&found)});
}

std::string read_base64_text(const JsonValue& value, const std::string& pointer, Problems& problems) {
    const auto bytes = read_base64(value.text);
    if (bytes && value.is(JsonKind::string)) return std::string(text_of(*bytes));
    add(problems, pointer, "base64 of the standard alphabet", value);
    return {};
}

}  // namespace

bool is_token(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_character); }

bool breaks_a_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

std::vector<HeaderLine> read_header_lines(const JsonValue& value, const std::string& pointer, Problems& problems) {
    std::vector<HeaderLine> lines;
    if (!value.is(JsonKind::array)) add(problems, pointer, "an array of [\"Name\", \"value\"]", value);
    std::size_t index = 0;
    for (const JsonValue& line : value.elements) {
        const std::string place = pointer_to(pointer, index++);
        if (!is_pair_of_texts(line))
            add(problems, place, "[\"Name\", \"value\"]", line);
        else if (!is_token(line.elements[0].text))
            add(problems, pointer_to(place, std::size_t{0}), "a header field's name", line.elements[0]);
        else if (breaks_a_line(line.elements[1].text))
            add(problems, pointer_to(place, std::size_t{1}), "a value without line ends and NUL", line.elements[1]);
        else
            lines.emplace_back(line.elements[0].text, line.elements[1].text);
    }
    return lines;
}

BodyText read_body(const JsonValue& value, const std::string& pointer, Problems& problems) {
    BodyText body;
    if (value.members.size() != 1) {
        add(problems, pointer, R"(one of {"json": …}, {"text": "…"} and {"base64": "…"})", value);
        return body;
    }
    const auto& [key, content, offset] = value.members.front();
    const std::string place = pointer_to(pointer, key);
    if (key == "json")
        body.json = content;
    else if (key == "text")
        body.bytes = read_text(content, place, problems);
    else if (key == "base64")
        body.bytes = read_base64_text(content, place, problems);
    else
        add(problems, place, "json, text or base64", content);
    return body;
}

}  // namespace keyturn
