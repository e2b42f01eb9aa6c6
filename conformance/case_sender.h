// Sends the requests of one case as the users who make them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/exercised.h"
#include "conformance/leaks.h"
#include "conformance/request_builder.h"
#include "conformance/server_under_test.h"

namespace keyturn {

// A request, and once it was sent what came of it.
struct Sent {
    std::size_t index;  // of the exchange
    BuiltRequest request;
    std::string token;  // the caller's; "" when nobody's goes into the request
    Exercised exercised = {};
    Received received = Reply();

    const HttpResponse* response() const { return received && *received ? &**received : nullptr; }
};

// All arguments must outlive it.
class CaseSender {
  public:
    // `given`: the state as it stands on the server, with the tokens of its users.
    CaseSender(const Case& test, const Given& given, const ServerUnderTest& subject)
        : test_(test), given_(given), subject_(subject) {}

    // The request of an exchange with its secrets, the headers of the run and the token of whoever makes it.
    Sent authorized(std::size_t index, BuiltRequest request) const;

    // Sends one request, or several at once. Where a refusal for load is an answer that is expected, nothing is asked
    // again for it.
    void exchange(std::vector<Sent>& sent, const ParallelExchanges* parallel) const;

    // What must not come back to whoever has that token: it, other users' tokens, private keys.
    std::vector<Confidential> confidential(const std::string& caller_token) const;

  private:
    std::string token_of(const std::string& id) const;
    bool expects_refusal_for_load(const std::vector<Sent>& sent, const ParallelExchanges* parallel) const;

    const Case& test_;
    const Given& given_;
    const ServerUnderTest& subject_;
};

}  // namespace keyturn
