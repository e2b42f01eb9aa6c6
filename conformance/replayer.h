// Runs one case against a server and judges what comes back (design, section 4, verdicts).
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "conformance/accounts.h"
#include "conformance/exchange.h"
#include "conformance/given_state.h"
#include "conformance/journal.h"
#include "conformance/parallel_exchange.h"
#include "conformance/requirement.h"
#include "conformance/transport.h"

namespace keyturn {

// What a run judges by, and what makes it repeat.
struct ReplayPolicy {
    const Requirements& requirements;
    Profile profile = Profile::guide;
    std::set<std::string, std::less<>> policy_off;  // ids that are silenced
    std::function<std::uint64_t()> now_msec;
    std::uint64_t seed = 0;

    // Whether a requirement counts: not silenced, and on the profile's side of its conflict.
    bool asks_for(const Requirement& requirement) const;
};

// The server under test. Where there is no way to give it a state, cases that need one are not run. `bearer` goes into
// every request that names no Authorization and no user; `headers` into all of them.
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
};

// Sets the state up, sends the exchanges in order until one gets no answer, tears the state down whatever happened.
// What is sent and expected has the server's ids; a case with a recorded request that names an id that is another one
// there is not run. Private keys never leave. Where the state was given, the groups are read before and after composed
// adds that may be accepted, so that one that does not take effect, or is handed on otherwise, is noticed
// (read_forward.h); and before and after the refusals at the end of a case, so that one that changes something is
// (read_back.h). `repeat` of the verdict is left to the caller.
Verdict replay(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy);

// The verdict on a case that was not begun.
Verdict not_run(const Case& test, std::string reason);

}  // namespace keyturn
