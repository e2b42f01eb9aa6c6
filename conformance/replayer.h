// Runs one case against a server and judges what comes back (design, section 4, verdicts).
#pragma once

#include "conformance/case_verdict.h"
#include "conformance/exchange.h"
#include "conformance/journal.h"
#include "conformance/replay_policy.h"
#include "conformance/server_under_test.h"

namespace keyturn {

// Sets the state up, sends the exchanges in order until one gets no answer, tears the state down whatever happened.
// What is sent and expected has the server's ids; a case with a recorded request that names an id that is another one
// there is not run. Private keys never leave. Where the state was given, the groups are read before and after composed
// adds that may be accepted, so that one that does not take effect, or is handed on otherwise, is noticed
// (read_forward.h); and before and after the refusals at the end of a case, so that one that changes something is
// (read_back.h). `repeat` of the verdict is left to the caller.
Verdict replay(const Case& test, const ServerUnderTest& subject, const ReplayPolicy& policy);

}  // namespace keyturn
