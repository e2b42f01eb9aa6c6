// Content codings of a response (RFC 9110, section 8.4; AM-HTTP-008): none that was not asked for, and the body as its
// head says. Nothing is decoded.
#pragma once

#include <vector>

#include "conformance/http_message.h"
#include "conformance/matcher.h"

namespace keyturn {

struct CodingFindings {
    std::vector<Difference> differences;
    bool hides_body = false;  // the body is coded, or said to be: what it lacks as JSON is no fault of its own
};

// gzip, deflate and zstd are recognised by their first bytes; of other codings the body is not judged.
CodingFindings judge_content_coding(const HttpRequest& request, const HttpResponse& response);

}  // namespace keyturn
