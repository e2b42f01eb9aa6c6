#include "protocol/json_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

JsonValue of_kind(JsonKind kind) {
    JsonValue made;
    made.kind = kind;
    return made;
}

std::optional<std::string> unescaped_token(std::string_view token) {
    std::string key;
    for (std::size_t at = 0; at < token.size(); ++at) {
        if (token[at] != '~') {
            key += token[at];
        } else if (const std::string_view escape = token.substr(at++, 2); escape == "~0" || escape == "~1") {
            key += escape == "~0" ? '~' : '/';
        } else {
            return std::nullopt;
        }
    }
    return key;
}

const JsonValue* element_at(const JsonValue& array, std::string_view token) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.begin(), token.end(), index);
    const bool is_index = error == std::errc{} && end == token.end() && (token == "0" || token[0] != '0');
    return is_index && index < array.elements.size() ? &array.elements[index] : nullptr;
}

const JsonValue* child_at(const JsonValue& parent, std::string_view token) {
    if (parent.is(JsonKind::array)) return element_at(parent, token);
    const auto key = unescaped_token(token);
    return key ? parent.find(*key) : nullptr;
}

}  // namespace

std::string_view name_of(JsonKind kind) {
    constexpr std::string_view names[] = {"null", "boolean", "number", "string", "array", "object"};
    return names[static_cast<std::size_t>(kind)];
}

const JsonValue* JsonValue::find(std::string_view key) const {
    const auto found = std::ranges::find(members, key, &JsonMember::key);
    return found == members.end() ? nullptr : &found->value;
}

JsonValue* JsonValue::find(std::string_view key) { return const_cast<JsonValue*>(std::as_const(*this).find(key)); }

void JsonValue::set(std::string_view key, JsonValue value) {
    if (JsonValue* const present = find(key))
        *present = std::move(value);
    else
        members.push_back({std::string(key), std::move(value), 0});
}

bool JsonValue::erase(std::string_view key) {
    return std::erase_if(members, [key](const JsonMember& member) { return member.key == key; }) != 0;
}

bool operator==(const JsonValue& a, const JsonValue& b) {
    return a.kind == b.kind && a.boolean == b.boolean && a.text == b.text && a.elements == b.elements &&
           a.members == b.members;
}

JsonValue json_null() { return {}; }

JsonValue json_bool(bool value) {
    JsonValue made = of_kind(JsonKind::boolean);
    made.boolean = value;
    return made;
}

JsonValue json_number(std::string literal) {
    JsonValue made = of_kind(JsonKind::number);
    made.text = std::move(literal);
    return made;
}

JsonValue json_string(std::string utf8) {
    JsonValue made = of_kind(JsonKind::string);
    made.text = std::move(utf8);
    return made;
}

JsonValue json_array(std::vector<JsonValue> elements) {
    JsonValue made = of_kind(JsonKind::array);
    made.elements = std::move(elements);
    return made;
}

JsonValue json_object(std::vector<JsonMember> members) {
    JsonValue made = of_kind(JsonKind::object);
    made.members = std::move(members);
    return made;
}

const JsonValue* resolve(const JsonValue& root, std::string_view pointer) {
    const JsonValue* at = &root;
    while (at != nullptr && !pointer.empty()) {
        if (pointer[0] != '/') return nullptr;
        pointer.remove_prefix(1);
        const std::string_view token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        at = child_at(*at, token);
    }
    return at;
}

JsonValue* resolve(JsonValue& root, std::string_view pointer) {
    return const_cast<JsonValue*>(resolve(std::as_const(root), pointer));
}

std::string pointer_to(std::string_view parent, std::string_view key) {
    std::string pointer(parent);
    pointer += '/';
    for (const char c : key) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return pointer;
}

std::string pointer_to(std::string_view parent, std::size_t index) { return fmt::format("{}/{}", parent, index); }

std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line_feeds = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    return {line_feeds + 1, count_characters(before.substr(before.rfind('\n') + 1)) + 1};
}

}  // namespace keyturn
