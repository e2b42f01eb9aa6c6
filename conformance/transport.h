// The way to a server under test: a seam, so that a case runs alike over sockets and in one process.
#pragma once

#include <expected>
#include <string>

#include "conformance/http_message.h"

namespace keyturn {

enum class SilenceKind {
    refused,
    reset,
    timed_out,
    unresolved,
    tls,
    closed,
    stale,  // a connection that was kept turned out to be closed: on a fresh one the same can be sent again
    unsendable,
    overloaded,
    out_of_time
};

// Not one byte of a response arrived, or none that says anything of the request: the server refused for load, or our
// time was over.
struct Silence {
    SilenceKind kind;
    std::string reason;  // a sentence for people
};

// Something arrived: a response, or what is broken about its framing (AM-HTTP-003).
using Reply = std::expected<HttpResponse, std::string>;

// What an exchange came to.
using Received = std::expected<Reply, Silence>;

class Transport {
  public:
    virtual ~Transport() = default;
    virtual Received exchange(const HttpRequest& request) = 0;
    // For a request that may be refused for load: where exchange() waits then and asks again, this does not.
    virtual Received exchange_once(const HttpRequest& request) { return exchange(request); }
};

}  // namespace keyturn
