// One case replayed several times: tells a server that is wrong now and then from one that is always wrong. Nothing is
// retried until it passes.
#pragma once

#include <vector>

#include "conformance/journal.h"

namespace keyturn {

// One verdict for all the runs of one case, in their order; at least one. Runs that judged the server (conformant,
// tolerated, nonconformant, unimplemented) and differ make it flaky, with the breaches of the first of the worst runs
// and a reason that counts the kinds. Where they agree, that is the verdict, unless the server was right as often as it
// answered but did not always answer: then the first of the silent runs.
Verdict combined(std::vector<Verdict> runs);

}  // namespace keyturn
