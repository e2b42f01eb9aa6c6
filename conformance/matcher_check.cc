#include "conformance/matcher_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "conformance/decimal.h"
#include "conformance/pattern.h"
#include "conformance/timestamp.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

using Kind = Matcher::Kind;

// The literal of equals, greater_than or differs_from, or what was captured; nullptr when nothing was.
const JsonValue* counterpart(const Matcher& matcher, const MatchContext& context) {
    if (matcher.value) return &*matcher.value;
    const auto captured = context.captures.find(*matcher.reference);
    return captured == context.captures.end() ? nullptr : &captured->second;
}

bool is_near(const JsonValue& value, std::uint64_t now_msec, std::int64_t most_msec) {
    const auto time = read_time_msec(value);
    if (!time) return false;
    const std::uint64_t distance = *time > now_msec ? *time - now_msec : now_msec - *time;
    return distance <= static_cast<std::uint64_t>(most_msec);
}

bool is_base64_of(const JsonValue& value, std::int64_t length) {
    const auto bytes = read_base64(value.text);
    return value.is(JsonKind::string) && bytes && bytes->size() == static_cast<std::size_t>(length);
}

std::optional<Decimal> number_of(const JsonValue& value) {
    if (value.is(JsonKind::string) && !is_decimal(value.text)) return std::nullopt;
    return read_decimal(value.text);
}

bool is_greater(const JsonValue& value, const JsonValue& other) {
    const auto number = number_of(value), bound = number_of(other);
    return value.kind == other.kind && number && bound && *number > *bound;
}

std::string described(std::string_view relation, const Matcher& matcher, const MatchContext& context) {
    const JsonValue* other = counterpart(matcher, context);
    if (!other) return fmt::format("{}what was captured as {}, which nothing was", relation, *matcher.reference);
    const std::string captured = matcher.reference ? ", captured as " + *matcher.reference : "";
    return fmt::format("{}{}{}", relation, shown(other), captured);
}

}  // namespace

JsonValue with_keys_in_order(JsonValue value) {
    for (JsonValue& element : value.elements) element = with_keys_in_order(std::move(element));
    std::multimap<std::string, JsonValue> by_key;  // keeps the order of doubled keys
    for (JsonMember& member : value.members)
        by_key.emplace(std::move(member.key), with_keys_in_order(std::move(member.value)));
    value.members.clear();
    for (auto& [key, below] : by_key) value.members.push_back({key, std::move(below)});
    return value;
}

bool same_content(const JsonValue& a, const JsonValue& b) { return with_keys_in_order(a) == with_keys_in_order(b); }

bool fits(const Matcher& matcher, const JsonValue& value, const MatchContext& context) {
    switch (matcher.kind) {
        case Kind::type:
            return name_of(value.kind) == matcher.text;
        case Kind::regex:
            return value.is(JsonKind::string) && fits_pattern(value.text, matcher.text);
        case Kind::decimal_id:
            return value.is(JsonKind::string) && is_user_id(value.text);
        case Kind::time_within_msec:
            return is_near(value, context.now_msec, matcher.number);
        case Kind::base64_bytes:
            return is_base64_of(value, matcher.number);
        case Kind::unordered:
            return value.is(JsonKind::array);
        case Kind::any:
        case Kind::capture:
            return true;
        case Kind::equals: {
            const JsonValue* other = counterpart(matcher, context);
            return other && same_content(value, *other);
        }
        case Kind::greater_than: {
            const JsonValue* other = counterpart(matcher, context);
            return other && is_greater(value, *other);
        }
        case Kind::differs_from: {
            const JsonValue* other = counterpart(matcher, context);
            return other && !same_content(value, *other);
        }
        case Kind::most_elements:
            return value.is(JsonKind::array) && value.elements.size() <= static_cast<std::size_t>(matcher.number);
    }
    return false;
}

std::string wanted_by(const Matcher& matcher, const MatchContext& context) {
    switch (matcher.kind) {
        case Kind::type:
            return fmt::format("a value of type {}", matcher.text);
        case Kind::regex:
            return fmt::format("a text of the form {}", matcher.text);
        case Kind::decimal_id:
            return "a decimal id from 1 to 9223372036854775807 as a text";
        case Kind::time_within_msec:
            return fmt::format("a time at most {} msec from {}", matcher.number, context.now_msec);
        case Kind::base64_bytes:
            return fmt::format("base64 of {} bytes", matcher.number);
        case Kind::unordered:
            return "an array";
        case Kind::any:
            return "a value";
        case Kind::capture:
            return fmt::format("a value to capture as {}", matcher.text);
        case Kind::equals:
            return described("", matcher, context);
        case Kind::greater_than:
            return described("greater than ", matcher, context);
        case Kind::differs_from:
            return described("another value than ", matcher, context);
        case Kind::most_elements:
            return fmt::format("an array of at most {} elements", matcher.number);
    }
    return "";
}

}  // namespace keyturn
