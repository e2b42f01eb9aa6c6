// Compares a response with what was expected or recorded, losing nothing on the way (design, section 4, matchers).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/http_message.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// What a matched place must be, instead of equal to the recorded value. In a case file: an object with one key.
struct Matcher {
    enum class Kind {
        type,              // of that JSON kind
        regex,             // a string that the pattern describes as a whole
        decimal_id,        // a string with a decimal number from 1 to 2^63-1, no sign, no leading zero
        time_within_msec,  // a time at most so far from now: milliseconds as number or text, or RFC 3339
        base64_bytes,      // a string with base64 of that many bytes
        unordered,         // the recorded elements in any order
        any,               // any value, but a value
        capture,           // any value, which is kept under a name
        equals,            // that value, or the one captured under that name
        greater_than,      // a number above that one: both JSON numbers or both decimal texts
        differs_from,      // any other value than that one
        most_elements      // an array of at most that many elements
    };
    Kind kind = Kind::any;
    std::string text;                      // type's name, regex, capture's name
    std::int64_t number = 0;               // time_within_msec, base64_bytes, most_elements
    std::optional<JsonValue> value;        // equals, greater_than, differs_from: a literal …
    std::optional<std::string> reference;  // … or the name of a captured value
};

struct ExpectedResponse {
    std::vector<int> statuses;                              // any of them
    std::vector<HeaderLine> headers;                        // only these are compared
    std::optional<JsonValue> json;                          // the whole body, as JSON …
    std::optional<std::string> bytes;                       // … or as bytes
    std::vector<std::pair<std::string, Matcher>> matchers;  // by JSON Pointer; `*` stands for every element of an array
    std::vector<ExpectedResponse> any_of;  // instead of all this one of these; `statuses` has all theirs
};

// Values captured in earlier exchanges of the same case, by name.
using Captures = std::map<std::string, JsonValue, std::less<>>;

enum class DifferenceKind {
    wrong,
    missing,
    extra,              // a member that was not expected, and contradicts nothing that was
    written_otherwise,  // a number of equal value
    moved,              // the same elements in another order
    doubled             // a key that stands more often than expected
};

std::string_view name_of(DifferenceKind kind);  // "wrong", …, "written otherwise", …

// One difference: where, what was expected, what stood there; texts that are cut and escaped, so that any terminal and
// any report can show them. `place` is "status", "header Content-Type", "body" or a JSON Pointer.
struct Difference {
    std::string place;
    std::string expected;
    std::string actual;
    DifferenceKind kind = DifferenceKind::wrong;

    friend bool operator==(const Difference&, const Difference&) = default;
};

// All differences, in the order status, headers, body; after the first 200 only their number. Captures what matchers
// name. `now_msec` is what time_within_msec compares with.
// * JSON is compared as a lossless document: kind, number text, string content, array order, missing, extra and doubled
//   members count; key order and white space don't. Without an expected body only the matched places are looked at, and
//   doubled keys are told wherever they stand.
// * Of several responses that are right the differences from the nearest one of the status count.
// * Headers: names without case, every line of a name in order. A media type's parameters stand in any order, its
//   names without case, and `charset=utf-8` beside a JSON type that was expected without parameters says nothing new.
std::vector<Difference> differences(const ExpectedResponse& expected, const HttpResponse& actual,
                                    std::uint64_t now_msec, Captures& captures);

}  // namespace keyturn
