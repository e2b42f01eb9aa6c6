// Compares a response with what was expected or recorded, losing nothing on the way (design, section 4, matchers).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "conformance/http_message.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// What a matched place must be, instead of equal to the recorded value.
struct Matcher {
    enum class Kind { type, regex, decimal_id, time_within_msec, base64_bytes, unordered, any, capture, equals, greater_than };
    Kind kind = Kind::any;
    std::string text;            // type's name, regex, capture's name
    std::int64_t number = 0;     // time_within_msec, base64_bytes
    std::optional<JsonValue> value;         // equals, greater_than: a literal …
    std::optional<std::string> reference;   // … or the name of a captured value
};

struct ExpectedResponse {
    std::vector<int> statuses;                                // any of them
    std::vector<HeaderLine> headers;                          // only these are compared
    std::optional<JsonValue> json;                            // the whole body, as JSON …
    std::optional<std::string> bytes;                         // … or as bytes
    std::vector<std::pair<std::string, Matcher>> matchers;    // by JSON Pointer; `*` stands for every element of an array
};

// Values captured in earlier exchanges of the same case, by name.
using Captures = std::map<std::string, JsonValue, std::less<>>;

// One difference: where, what was expected, what stood there. `place` is "status", "header Content-Type" or a JSON Pointer.
struct Difference {
    std::string place;
    std::string expected;
    std::string actual;
};

// All differences, in the order status, headers, body. Captures what matchers name. `now_msec` is what time_within_msec
// compares with. JSON is compared as a lossless document: kind, number text, string content, array order, missing and extra
// and doubled members count; key order and white space don't. Header names compare without case; a media type's
// parameters in any order, its names without case.
std::vector<Difference> differences(const ExpectedResponse& expected, const HttpResponse& actual, std::uint64_t now_msec, Captures& captures);

}  // namespace keyturn
