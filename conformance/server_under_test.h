// The server under test as a run reaches it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "conformance/accounts.h"
#include "conformance/given_state.h"
#include "conformance/http_message.h"
#include "conformance/parallel_exchange.h"
#include "conformance/placeholders.h"
#include "conformance/transport.h"

namespace keyturn {

// Where there is no way to give it a state, cases that need one are not run. `bearer` goes into every request that
// names no Authorization and no user; `headers` into all of them.
struct ServerUnderTest {
    Transport& server;
    StateWay state = {};
    std::string no_state_reason;  // why there is no way to give a state
    std::string bearer;
    std::vector<HeaderLine> headers;
    Connect connect = {};  // for exchanges that are sent at once; empty: such cases are not run
    // Told of every answer to an exchange of the case, unjudged; can be empty.
    std::function<void(std::size_t exchange, const HttpResponse& answer)> answered = {};
    // Told of every request of the case that was accepted; can be empty.
    std::function<void(const HttpRequest& request)> accepted = {};
    Accounts accounts = {};  // that play users of the cases
    Secrets secrets = {};    // in place of the cases' placeholders
};

}  // namespace keyturn
