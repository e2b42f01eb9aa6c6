// Reads the `response` of an exchange in a case file.
#pragma once

#include "conformance/matcher.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

enum class StatusNeed { required, optional };

// {"status", "headers"?, "body"?, "match"?}, or {"any_of": […]} with two or more of these. Every problem at once.
ExpectedResponse read_expected_response(const JsonValue& value, const std::string& pointer, Problems& problems,
                                        StatusNeed status = StatusNeed::required);

// A status code from 100 to 599; 0 after a problem.
int read_status(const JsonValue& value, const std::string& pointer, Problems& problems);

}  // namespace keyturn
