// What every answer of the operation is held to, whatever the case (fact sheet, section 1.2; AM-RSP, AM-HTTP, AM-SEC).
#pragma once

#include <string>
#include <vector>

#include "conformance/http_message.h"
#include "conformance/matcher.h"

namespace keyturn {

struct ContractBreach {
    std::string requirement;
    Difference difference;
};

// AM-RSP-001 for 200, AM-RSP-002 for any other status, AM-HTTP-007 for JSON that can't be read.
std::vector<ContractBreach> contract_breaches(const HttpResponse& response);

// A text that must not come back, and the requirement that says so.
struct Confidential {
    std::string bytes;        // raw: searched for plain, percent-encoded, as hexadecimal and as base64
    std::string requirement;  // AM-SEC-001, AM-SEC-002
    std::string name;         // what to call it: "the caller's token"
};

// Where a response gives something confidential away; the differences never show it. Linear in the response for each.
std::vector<ContractBreach> leaks(const HttpResponse& response, const std::vector<Confidential>& confidential);

}  // namespace keyturn
