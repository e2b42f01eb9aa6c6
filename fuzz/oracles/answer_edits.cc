#include "fuzz/oracles/answer_edits.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/json_comparison.h"

namespace keyturn::fuzz {
namespace {

void append_escaped(std::string& out, std::uint32_t unit) { out += fmt::format("\\u{:04x}", unit); }

// The code point that begins at `at` of well-formed UTF-8; `at` moves behind it.
std::uint32_t take_character(std::string_view utf8, std::size_t& at) {
    const auto lead = static_cast<std::uint8_t>(utf8[at++]);
    const int following = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    std::uint32_t character = following == 0 ? lead : lead & (0x3fu >> following);
    for (int i = 0; i < following; ++i) character = character << 6 | (static_cast<std::uint8_t>(utf8[at++]) & 0x3fu);
    return character;
}

std::string escaped_text(std::string_view utf8) {
    std::string out = "\"";
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t character = take_character(utf8, at);
        if (character < 0x10000) {
            append_escaped(out, character);
        } else {
            append_escaped(out, 0xd800 + ((character - 0x10000) >> 10));
            append_escaped(out, 0xdc00 + ((character - 0x10000) & 0x3ff));
        }
    }
    return out + "\"";
}

// Every character escaped, white space of all kinds around every token.
std::string written_at_length(const JsonValue& value) {
    constexpr std::string_view space = " \t\r\n";
    std::string out(space);
    if (value.is(JsonKind::string)) {
        out += escaped_text(value.text);
    } else if (value.is(JsonKind::array)) {
        for (const JsonValue& element : value.elements)
            out += (&element == value.elements.data() ? "[" : ",") + written_at_length(element);
        out += value.elements.empty() ? "[ ]" : "]";
    } else if (value.is(JsonKind::object)) {
        for (const JsonMember& member : value.members)
            out += (&member == value.members.data() ? "{ " : ", ") + escaped_text(member.key) + " :" +
                   written_at_length(member.value);
        out += value.members.empty() ? "{ }" : "}";
    } else {
        out += to_json(value);
    }
    return out.append(space);
}

JsonValue with_keys_reversed(JsonValue value) {
    std::ranges::reverse(value.members);
    for (JsonValue& element : value.elements) element = with_keys_reversed(std::move(element));
    for (JsonMember& member : value.members) member.value = with_keys_reversed(std::move(member.value));
    return value;
}

std::vector<JsonValue*> values_in(JsonValue& root) {
    std::vector<JsonValue*> values = {&root};
    for (std::size_t i = 0; i < values.size(); ++i) {
        JsonValue& value = *values[i];
        for (JsonValue& element : value.elements) values.push_back(&element);
        for (JsonMember& member : value.members) values.push_back(&member.value);
    }
    return values;
}

// ---- edits: each changes the meaning of a value, or says that it can't

bool becomes_another_kind(JsonValue& value) {
    value = value.is(JsonKind::null) ? json_bool(false) : json_null();
    return true;
}

bool becomes_another_scalar(JsonValue& value) {
    if (value.is(JsonKind::boolean)) value.boolean = !value.boolean;
    if (value.is(JsonKind::string)) value.text += "x";
    if (value.is(JsonKind::number)) value.text.insert(value.text.starts_with('-') ? 1 : 0, "1");
    return value.is(JsonKind::boolean) || value.is(JsonKind::string) || value.is(JsonKind::number);
}

bool gains(JsonValue& value) {
    if (value.is(JsonKind::array)) value.elements.push_back(json_null());
    if (value.is(JsonKind::object)) value.members.push_back({"gained", json_null()});
    return value.is(JsonKind::array) || value.is(JsonKind::object);
}

bool loses(JsonValue& value) {
    if (!value.elements.empty()) {
        value.elements.pop_back();
        return true;
    }
    if (value.members.empty()) return false;
    value.members.pop_back();
    return true;
}

bool swaps_its_ends(JsonValue& value) {
    if (value.elements.size() < 2 || same_content(value.elements.front(), value.elements.back())) return false;
    std::swap(value.elements.front(), value.elements.back());
    return true;
}

bool renames_a_key(JsonValue& value) {
    if (value.members.empty()) return false;
    value.members.front().key += "x";
    return true;
}

constexpr bool (*edits[])(JsonValue&) = {becomes_another_kind, becomes_another_scalar, gains, loses,
                                         swaps_its_ends,       renames_a_key};

}  // namespace

std::vector<std::string> other_writings(const JsonValue& body) {
    std::vector<std::string> texts = {to_json(body), to_pretty_json(body), written_at_length(body)};
    if (doubled_keys(body).empty()) texts.push_back(to_json(with_keys_reversed(body)));
    return texts;
}

std::vector<JsonValue> other_meanings(const JsonValue& body, std::size_t most_places) {
    std::vector<JsonValue> changed;
    JsonValue counted = body;
    const std::size_t places = std::min(values_in(counted).size(), most_places);
    for (std::size_t place = 0; place < places; ++place)
        for (const auto edit : edits) {
            JsonValue copy = body;
            if (edit(*values_in(copy)[place])) changed.push_back(std::move(copy));
        }
    return changed;
}

Finding only_meaning_counts(const JsonValue& body, std::size_t most_places, const IsSame& is_same) {
    for (const std::string& text : other_writings(body))
        if (!is_same(body, text)) return "the same value, written otherwise, is taken for another one: " + text;
    for (const JsonValue& other : other_meanings(body, most_places))
        if (is_same(body, to_json(other))) return "another value is taken for the same: " + to_json(other);
    return std::nullopt;
}

}  // namespace keyturn::fuzz
