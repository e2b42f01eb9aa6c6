// Connections to the server under test and to its state hook.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "conformance/http/http_transport.h"
#include "tools/conform_options.h"

namespace keyturn {

// Who sends a request once more whose kept connection turned out to be closed: the client, or the pacer of the run
// (PacedTransport), for whom each sending has its turn.
enum class Resending { by_client, by_pacer };

// A connection that is made when it is first used. The error is a sentence: a bad URL, or a host that is not this
// machine and that nobody allowed (--yes-send-to).
std::expected<std::unique_ptr<HttpTransport>, std::string> connect(const std::string& url,
                                                                   const ConformOptions& options,
                                                                   Resending resending = Resending::by_client);

struct StateHook {
    std::unique_ptr<Transport> transport;  // nullptr: there is none
    std::string target = "/_keyturn/state";
    std::string why_not;
};

struct NoHook {
    std::string reason;
    bool unreachable = false;  // the endpoint did not answer at all
};

// Puts the load of a connection within bounds.
using Bound = std::function<std::unique_ptr<Transport>(std::unique_ptr<Transport>)>;

// The hook that --state names, else the endpoint's own, which is asked for once; a server without one is no error.
std::expected<StateHook, NoHook> find_state_hook(const std::string& endpoint, const ConformOptions& options,
                                                 const Bound& bound);

}  // namespace keyturn
