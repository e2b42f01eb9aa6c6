// The answers of the reference server: data, or problem details that say what to mend and echo nothing of the request.
#pragma once

#include <string>
#include <string_view>

#include "conformance/http_message.h"
#include "conformance/server/respond.h"
#include "protocol/json_document.h"

namespace keyturn {

HttpResponse json_answer(int status, const JsonValue& body);

// application/problem+json (fact sheet, section 1.2). `parameter`: JSON Pointer of the field, "" when there is none;
// only segments that are fields of a request are shown, for a caller may have put a secret into a key. `resource_type`:
// what a 403 or 404 is about.
HttpResponse problem_answer(int status, std::string_view detail, std::string_view parameter = "",
                            std::string_view resource_type = "conversation");
JsonValue problem_json(int status, std::string_view detail, std::string_view parameter = "",
                       std::string_view resource_type = "conversation");

// 400 by the first of the problems that reading a body found.
HttpResponse body_refused(const Problems& problems);

inline Handled refused(HttpResponse response) { return {std::move(response), std::nullopt}; }

}  // namespace keyturn
