// Learns from two answers to the same request what varies, and proposes matchers for it: for a person to accept, never
// by itself (design, section 5, --learn).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "conformance/http_message.h"
#include "conformance/matcher.h"
#include "protocol/json_document.h"

namespace keyturn {

struct ProposedMatcher {
    std::string pointer;  // JSON Pointer into the body
    JsonValue matcher;    // as it stands in a case file: {"decimal_id": true}
    std::string first;    // both values as they are shown to people
    std::string second;
};

// What one exchange taught.
struct Lesson {
    std::vector<ProposedMatcher> proposals;
    std::string nothing_learned;  // why there are no proposals to make, as a sentence; "" when the answers are alike
    JsonValue response;           // the exchange's "response" with the proposals, as it can stand in the case file
};

// For each place that differs the narrowest matcher that fits both values; places that have a matcher already are left
// alone. `response` is the exchange's member of that name; where it expects no body yet, the first answer's is put
// there. `now_msec` tells times from other numbers. Linear in the answers times their depth.
Lesson learn(const JsonValue& response, const std::vector<std::pair<std::string, Matcher>>& matchers,
             const HttpResponse& first, const HttpResponse& second, std::uint64_t now_msec);

}  // namespace keyturn
