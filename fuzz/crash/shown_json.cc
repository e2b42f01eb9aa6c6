#include "fuzz/crash/shown_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "conformance/shown_text.h"
#include "conformance/utf8_characters.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t most_characters = 60, most_elements = 12, most_members = 40;

std::string cut(std::string_view text) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < most_characters && size < text.size(); ++i)
        size += first_character(text.substr(size)).size();
    if (size == text.size()) return std::string(text);
    return fmt::format("{}… ({} bytes)", text.substr(0, size), text.size());
}

std::string more(std::size_t count) { return fmt::format("… and {} more", count); }

JsonValue cut(const JsonValue& value);

std::vector<JsonValue> first_of(const std::vector<JsonValue>& elements) {
    std::vector<JsonValue> first;
    for (const JsonValue& element : std::span(elements).first(std::min(elements.size(), most_elements)))
        first.push_back(cut(element));
    if (elements.size() > most_elements) first.push_back(json_string(more(elements.size() - most_elements)));
    return first;
}

std::vector<JsonMember> first_of(const std::vector<JsonMember>& members) {
    std::vector<JsonMember> first;
    for (const JsonMember& member : std::span(members).first(std::min(members.size(), most_members)))
        first.push_back({cut(member.key), cut(member.value)});
    if (members.size() > most_members) first.push_back({"…", json_string(more(members.size() - most_members))});
    return first;
}

JsonValue cut(const JsonValue& value) {
    JsonValue shown = json_bool(value.boolean);
    shown.kind = value.kind;
    shown.text = cut(value.text);
    shown.elements = first_of(value.elements);
    shown.members = first_of(value.members);
    return shown;
}

std::string each_line_shown(std::string_view text) {
    std::string shown;
    for (;;) {
        const std::size_t end = text.find('\n');
        shown += shown_place(text.substr(0, end));
        if (end == std::string_view::npos) return shown;
        shown += '\n';
        text.remove_prefix(end + 1);
    }
}

}  // namespace

std::string shown_json(std::string_view text) {
    const auto document = parse_json(text);
    return document ? each_line_shown(to_pretty_json(cut(*document))) : "";
}

}  // namespace keyturn::fuzz
