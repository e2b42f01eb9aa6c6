// Says in words what bytes of the protocol are: finds out what they hold, reads them, and tells what is odd about them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// For people on a terminal: long texts are cut, control characters escaped. A conversation key in a payload is replaced
// by a remark wherever it would stand.
struct Explanation {
    static constexpr std::size_t most_oddities = 100;

    std::string kind;                // "request body", "event", "event detail", "event signature", "signature payload"
    std::vector<std::string> lines;  // two spaces a level
    std::vector<std::string> oddities;  // what a careful reader would stumble over; the first ones
    std::size_t oddities_left_out = 0;
    std::string sender;  // who says to have made it; empty when it does not say
    JsonValue decoded;   // details and events with their fields' names
};

// A request body or a signature payload as text; an event, a detail or a signature struct as bytes, in hexadecimal or
// in base64, with white space around. Refused: what is none of these, with the reason of each reading. Pure; linear.
Result<Explanation> explain(std::string_view input);

}  // namespace keyturn
