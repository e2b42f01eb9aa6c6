// One run of one case whose state stands: what is sent, what is read before and after, what is judged.
#pragma once

#include "conformance/exchange.h"
#include "conformance/journal.h"
#include "conformance/replay_policy.h"
#include "conformance/server_under_test.h"

namespace keyturn {

// `given`: the state as it stands on the server; without groups and keys where the case needs none. An error of our own
// is a verdict too, so that whoever gave the state takes it away.
Verdict run_case(const Case& test, Given given, const ServerUnderTest& subject, const ReplayPolicy& policy);

}  // namespace keyturn
