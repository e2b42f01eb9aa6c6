// Finds what must not come back in an answer (fact sheet, section 7, invariant 38; AM-SEC-001, AM-SEC-002).
#pragma once

#include <string>
#include <vector>

#include "conformance/http_message.h"
#include "conformance/response_contract.h"

namespace keyturn {

// Bytes that must not come back, and the requirement that says so.
struct Confidential {
    std::string bytes;        // of less than six nothing is found: they would be met everywhere by chance
    std::string requirement;  // AM-SEC-001, AM-SEC-002
    std::string name;         // what to call it: "the caller's token"
};

// Where a response gives something confidential away, plain, percent-encoded, as hexadecimal, as base64 of either
// alphabet (alone or within longer bytes) or behind JSON escapes; the breaches never show it. Linear in the response
// for each.
std::vector<ContractBreach> leaks(const HttpResponse& response, const std::vector<Confidential>& confidential);

}  // namespace keyturn
