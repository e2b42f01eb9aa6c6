#include "conformance/matcher_reader.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "conformance/pattern.h"

namespace keyturn {
namespace {

using Kind = Matcher::Kind;

// What is wrong with a matcher's argument, in words: what was expected instead.
using Complaint = std::optional<std::string>;

Complaint read_type(const JsonValue& argument, Matcher& matcher) {
    constexpr JsonKind kinds[] = {JsonKind::null,   JsonKind::boolean, JsonKind::number,
                                  JsonKind::string, JsonKind::array,   JsonKind::object};
    matcher.text = argument.text;
    const bool is_kind = argument.is(JsonKind::string) && std::ranges::find(kinds, argument.text, [](JsonKind kind) {
                                                              return name_of(kind);
                                                          }) != std::end(kinds);
    if (is_kind) return std::nullopt;
    return "null, boolean, number, string, array or object";
}

Complaint read_regex(const JsonValue& argument, Matcher& matcher) {
    if (!argument.is(JsonKind::string)) return "a regular expression";
    matcher.text = argument.text;
    const auto mistake = mistake_in_pattern(argument.text);
    if (!mistake) return std::nullopt;
    return "a regular expression without a mistake: " + *mistake;
}

Complaint read_true(const JsonValue& argument, Matcher&) {
    if (argument.is(JsonKind::boolean) && argument.boolean) return std::nullopt;
    return "true";
}

Complaint read_count(const JsonValue& argument, Matcher& matcher) {
    const char* const end = argument.text.data() + argument.text.size();
    const auto [stop, error] = std::from_chars(argument.text.data(), end, matcher.number);
    if (argument.is(JsonKind::number) && error == std::errc{} && stop == end && matcher.number >= 0)
        return std::nullopt;
    return "an integer from 0";
}

bool is_name(std::string_view text) {
    return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

Complaint read_name(const JsonValue& argument, Matcher& matcher) {
    if (!argument.is(JsonKind::string) || !is_name(argument.text)) return "a name of a-z, 0-9 and _";
    matcher.text = argument.text;
    return std::nullopt;
}

// "$name" refers to a captured value; a literal text that starts with a dollar sign is written with two.
Complaint read_literal_or_reference(const JsonValue& argument, Matcher& matcher) {
    const bool is_text = argument.is(JsonKind::string);
    if (is_text && argument.text.starts_with("$$")) {
        matcher.value = json_string(argument.text.substr(1));
    } else if (is_text && argument.text.starts_with('$')) {
        matcher.reference = argument.text.substr(1);
        if (!is_name(*matcher.reference)) return "$ and a name of a-z, 0-9 and _";
    } else {
        matcher.value = argument;
    }
    return std::nullopt;
}

struct MatcherForm {
    std::string_view key;
    Kind kind;
    Complaint (*read)(const JsonValue& argument, Matcher& matcher);
};

constexpr MatcherForm forms[] = {
    {"type", Kind::type, read_type},
    {"regex", Kind::regex, read_regex},
    {"decimal_id", Kind::decimal_id, read_true},
    {"time_within_msec", Kind::time_within_msec, read_count},
    {"base64_bytes", Kind::base64_bytes, read_count},
    {"unordered", Kind::unordered, read_true},
    {"any", Kind::any, read_true},
    {"capture", Kind::capture, read_name},
    {"equals", Kind::equals, read_literal_or_reference},
    {"greater_than", Kind::greater_than, read_literal_or_reference},
    {"differs_from", Kind::differs_from, read_literal_or_reference},
    {"most_elements", Kind::most_elements, read_count},
};

void add(Problems& problems, std::string pointer, std::string expected, const JsonValue& found) {
    problems.push_back({"", std::move(pointer), std::move(expected), shown(&found)});
}

Matcher read_matcher(const JsonValue& value, const std::string& pointer, Problems& problems) {
    Matcher matcher;
    if (value.members.size() != 1) {
        add(problems, pointer, "one matcher, such as {\"type\": \"string\"}", value);
        return matcher;
    }
    const JsonMember& member = value.members.front();
    const auto form = std::ranges::find(forms, member.key, &MatcherForm::key);
    if (form == std::end(forms)) {
        add(problems, pointer_to(pointer, member.key), "a matcher's name", member.value);
        return matcher;
    }
    matcher.kind = form->kind;
    if (const Complaint complaint = form->read(member.value, matcher))
        add(problems, pointer_to(pointer, member.key), *complaint, member.value);
    return matcher;
}

bool is_json_pointer(std::string_view text) {
    if (!text.empty() && !text.starts_with('/')) return false;
    for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
        if (const std::string_view escape = text.substr(at, 2); escape != "~0" && escape != "~1") return false;
    return true;
}

bool has_wildcard(std::string_view pointer) { return pointer.ends_with("/*") || pointer.contains("/*/"); }

}  // namespace

std::vector<std::pair<std::string, Matcher>> read_matchers(const JsonValue& value, const std::string& pointer,
                                                           Problems& problems) {
    std::vector<std::pair<std::string, Matcher>> matchers;
    if (!value.is(JsonKind::object)) add(problems, pointer, "an object with a matcher for each JSON Pointer", value);
    std::set<std::string_view> seen;
    for (const auto& [key, content, offset] : value.members) {
        const std::string place = pointer_to(pointer, key);
        if (!is_json_pointer(key)) add(problems, place, "a JSON Pointer", content);
        if (!seen.insert(key).second) add(problems, place, "the key once", content);
        matchers.emplace_back(key, read_matcher(content, place, problems));
        if (matchers.back().second.kind == Kind::capture && has_wildcard(key))
            add(problems, place, "a capture of one place, without *", content);
    }
    return matchers;
}

}  // namespace keyturn
