// Messages as the bytes that go over the wire: as the value says, in its order and case.
#pragma once

#include <string>

#include "conformance/http/endpoint.h"
#include "conformance/http_message.h"

namespace keyturn {

// The request as it is sent to this endpoint, whose base goes before the target. Added unless the request names them:
// Host in front; Content-Length behind, where there is a body or the method is POST, PUT or PATCH, and no
// Transfer-Encoding is named. Nothing is checked: a request that lies is sent as it lies.
std::string wire_text(const HttpRequest& request, const Endpoint& endpoint);

struct ResponseFraming {
    bool to_head = false;  // the request was HEAD: no body follows
    bool closes = false;   // the connection closes behind it, and the response says so
};

// The response with Content-Length (unless it or Transfer-Encoding is named, or the status is 204 or 304) and, where it
// closes, Connection: close (unless Connection is named).
std::string wire_text(const HttpResponse& response, ResponseFraming framing);

}  // namespace keyturn
