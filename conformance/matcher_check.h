// Whether a value is what a matcher asks for.
#pragma once

#include <cstdint>
#include <string>

#include "conformance/matcher.h"
#include "protocol/json_document.h"

namespace keyturn {

// What a matcher's verdict depends on besides the value.
struct MatchContext {
    std::uint64_t now_msec;
    Captures& captures;
};

// Judges a value. `unordered` only asks for an array: its elements are compared elsewhere.
bool fits(const Matcher& matcher, const JsonValue& value, const MatchContext& context);

// What a matcher asks for, in words: "a decimal id from 1 to 9223372036854775807 as a text".
std::string wanted_by(const Matcher& matcher, const MatchContext& context);

// Whether two values are the same but for the order of keys. Numbers by their text.
bool same_content(const JsonValue& a, const JsonValue& b);

// A value with the keys of all its objects in byte order, doubled ones in their own.
JsonValue with_keys_in_order(JsonValue value);

}  // namespace keyturn
