// Exchanges as verbatim cases without secrets (docs/recording.md).
//
// Recorded is what makes the same request again: method, path, header lines in order, the body; and of the answer its
// status, the header fields that say what it is, and its body, which is compared exactly. What a server makes anew each
// time under a name that says that it is a secret is any text in its place.
#pragma once

#include <cstddef>
#include <expected>
#include <string>

#include "conformance/http_message.h"
#include "conformance/redaction.h"
#include "protocol/json_document.h"

namespace keyturn {

struct RecordedExchange {
    HttpRequest request;
    HttpResponse response;
    bool has_response_body = true;  // false: nothing is known of it, as in an archive that keeps none
};

// A case file.
struct RecordedCase {
    std::string name;  // of the file: small letters, digits and - alone, with its number in front, without ".json"
    JsonValue document;
};

// The body of a verbatim request as a case holds it: as JSON where that is sent as the same bytes, so that people can
// read it, else as text, else as base64.
JsonValue body_of_case(const std::string& body);

// One exchange as case `number`. The redactor learns its secrets. The error is a sentence that shows nothing of them:
// a path that no case file can hold.
std::expected<RecordedCase, std::string> recorded_case(std::size_t number, const RecordedExchange& exchange,
                                                       Redactor& redactor);

}  // namespace keyturn
