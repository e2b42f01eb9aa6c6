#include "conformance/learning.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/matcher_check.h"
#include "conformance/matcher_tree.h"
#include "conformance/pattern.h"
#include "conformance/shown_text.h"
#include "conformance/timestamp.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::uint64_t minute_msec = 60'000;
constexpr std::uint64_t hour_msec = 60 * minute_msec;
constexpr std::uint64_t day_msec = 24 * hour_msec;

// Shorter ones are met in plain words: "abcd" is base64 of three bytes.
constexpr std::size_t shortest_blob = 16;

constexpr std::string_view uuid = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

using Both = std::pair<const JsonValue&, const JsonValue&>;

JsonValue matcher_of(std::string key, JsonValue argument) {
    return json_object({{std::move(key), std::move(argument), 0}});
}

// ---- the kinds of matchers, from the narrowest on; null where a kind fits not both values

JsonValue time_matcher(const Both& both, std::uint64_t now_msec) {
    std::uint64_t distance = 0;
    for (const JsonValue* value : {&both.first, &both.second}) {
        const auto time = read_time_msec(*value);
        if (!time) return json_null();
        distance = std::max(distance, *time > now_msec ? *time - now_msec : now_msec - *time);
    }
    for (const std::uint64_t window : {minute_msec, hour_msec, day_msec})
        if (distance < window) return matcher_of("time_within_msec", json_number(std::to_string(window)));
    return json_null();
}

JsonValue id_matcher(const Both& both, std::uint64_t now_msec) {
    Captures none;
    const Matcher id{.kind = Matcher::Kind::decimal_id, .text = {}, .value = {}, .reference = {}};
    const bool fits_both = fits(id, both.first, {now_msec, none}) && fits(id, both.second, {now_msec, none});
    return fits_both ? matcher_of("decimal_id", json_bool(true)) : json_null();
}

JsonValue uuid_matcher(const Both& both) {
    const bool fits_both = both.first.is(JsonKind::string) && both.second.is(JsonKind::string) &&
                           fits_pattern(both.first.text, uuid) && fits_pattern(both.second.text, uuid);
    return fits_both ? matcher_of("regex", json_string(std::string(uuid))) : json_null();
}

JsonValue blob_matcher(const Both& both) {
    if (!both.first.is(JsonKind::string) || !both.second.is(JsonKind::string)) return json_null();
    const auto first = read_base64(both.first.text), second = read_base64(both.second.text);
    if (!first || !second || first->size() != second->size() || first->size() < shortest_blob) return json_null();
    return matcher_of("base64_bytes", json_number(std::to_string(first->size())));
}

JsonValue kind_matcher(const Both& both) {
    if (both.first.kind != both.second.kind) return matcher_of("any", json_bool(true));
    return matcher_of("type", json_string(std::string(name_of(both.first.kind))));
}

JsonValue narrowest_matcher(const Both& both, std::uint64_t now_msec) {
    for (JsonValue matcher : {time_matcher(both, now_msec), id_matcher(both, now_msec), uuid_matcher(both),
                              blob_matcher(both), kind_matcher(both)})
        if (!matcher.is(JsonKind::null)) return matcher;
    return json_null();
}

// ---- where two bodies differ

bool same_elements(const JsonValue& first, const JsonValue& second) {
    const auto sorted = [](const JsonValue& array) {
        std::vector<std::string> texts;
        for (const JsonValue& element : array.elements) texts.push_back(to_json(with_keys_in_order(element)));
        std::ranges::sort(texts);
        return texts;
    };
    return sorted(first) == sorted(second);
}

std::vector<std::string_view> sorted_keys(const JsonValue& object) {
    std::vector<std::string_view> keys;
    for (const JsonMember& member : object.members) keys.push_back(member.key);
    std::ranges::sort(keys);
    return keys;
}

class Walk {
  public:
    Walk(std::uint64_t now_msec, std::vector<ProposedMatcher>& proposals)
        : now_msec_(now_msec), proposals_(proposals) {}

    void compare(const Both& both, const std::string& pointer, const ActiveMatchers& matchers) {
        if (matchers.matcher() || same_content(both.first, both.second)) return;
        if (have_the_same_keys(both))
            compare_members(both, pointer, matchers);
        else if (have_as_many_elements(both))
            compare_elements(both, pointer, matchers);
        else
            propose(both, pointer, narrowest_matcher(both, now_msec_));
    }

  private:
    static bool have_the_same_keys(const Both& both) {
        return both.first.is(JsonKind::object) && both.second.is(JsonKind::object) &&
               sorted_keys(both.first) == sorted_keys(both.second);
    }

    static bool have_as_many_elements(const Both& both) {
        return both.first.is(JsonKind::array) && both.second.is(JsonKind::array) &&
               both.first.elements.size() == both.second.elements.size();
    }

    void compare_members(const Both& both, const std::string& pointer, const ActiveMatchers& matchers) {
        for (const JsonMember& member : both.first.members)
            compare({member.value, *both.second.find(member.key)}, pointer_to(pointer, member.key),
                    matchers.at_member(member.key));
    }

    void compare_elements(const Both& both, const std::string& pointer, const ActiveMatchers& matchers) {
        if (same_elements(both.first, both.second))
            return propose(both, pointer, matcher_of("unordered", json_bool(true)));
        for (std::size_t i = 0; i < both.first.elements.size(); ++i)
            compare({both.first.elements[i], both.second.elements[i]}, pointer_to(pointer, i), matchers.at_element(i));
    }

    void propose(const Both& both, const std::string& pointer, JsonValue matcher) {
        auto [first, second] = shown_apart(both.first, both.second);
        proposals_.push_back({pointer, std::move(matcher), std::move(first), std::move(second)});
    }

    std::uint64_t now_msec_;
    std::vector<ProposedMatcher>& proposals_;
};

JsonValue with_proposals(JsonValue response, const JsonValue& body, const std::vector<ProposedMatcher>& proposals) {
    if (!response.find("body")) response.set("body", json_object({{"json", body, 0}}));
    if (proposals.empty()) return response;
    JsonValue match = response.find("match") ? *response.find("match") : json_object();
    for (const ProposedMatcher& proposal : proposals) match.set(proposal.pointer, proposal.matcher);
    response.set("match", std::move(match));
    return response;
}

Lesson nothing(const JsonValue& response, std::string why) { return {{}, std::move(why), response}; }

}  // namespace

Lesson learn(const JsonValue& response, const std::vector<std::pair<std::string, Matcher>>& matchers,
             const HttpResponse& first, const HttpResponse& second, std::uint64_t now_msec) {
    if (first.status != second.status)
        return nothing(response, fmt::format("the status was {}, then {}", first.status, second.status));
    const auto first_body = parse_json(first.body), second_body = parse_json(second.body);
    if (!first_body || !second_body)
        return nothing(response, first.body == second.body ? "" : "the bodies differ, and are not both JSON");
    Lesson lesson;
    const MatcherNode tree = matcher_tree(matchers);
    Walk(now_msec, lesson.proposals).compare({*first_body, *second_body}, "", ActiveMatchers({&tree}));
    lesson.response = with_proposals(response, *first_body, lesson.proposals);
    return lesson;
}

}  // namespace keyturn
