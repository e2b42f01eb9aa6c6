// The answers of the reference server: data, or problem details that say what to mend and echo nothing of the request.
#pragma once

#include <string>
#include <string_view>

#include "conformance/http_message.h"
#include "conformance/server/respond.h"
#include "protocol/json_document.h"

namespace keyturn {

HttpResponse json_answer(int status, const JsonValue& body);

// application/problem+json (fact sheet, section 1.2). `parameter`: JSON Pointer of the field, "" when there is none; only
// segments that the field table knows are shown, for a caller may have put a secret into a key.
HttpResponse problem_answer(int status, std::string_view detail, std::string_view parameter = "");

inline Outcome refused(HttpResponse response) { return {std::move(response), std::nullopt}; }

}  // namespace keyturn
