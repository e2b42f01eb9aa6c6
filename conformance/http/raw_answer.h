// What a server that breaks HTTP sends in place of a response.
#pragma once

#include <string>
#include <variant>

#include "conformance/http_message.h"

namespace keyturn {

// What becomes of the connection once the bytes are sent. `keep` waits for the next request: after no bytes at all the
// client waits in vain. `reset` takes with it what the client's system has not yet received.
enum class AfterBytes { keep, close, reset };

struct RawAnswer {
    std::string bytes;  // sent as they are, whatever the request was
    AfterBytes then = AfterBytes::close;
};

using ServerAnswer = std::variant<HttpResponse, RawAnswer>;

}  // namespace keyturn
