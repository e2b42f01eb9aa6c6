// Crash files as verdicts, so that what renders a run's journal renders them, too.
#pragma once

#include <vector>

#include "conformance/journal.h"
#include "fuzz/crash/reproduction.h"

namespace keyturn::fuzz {

// By case id, <target>/<name of the content>: nonconformant where it is reproduced, with one breach, of the requirement
// that the oracle names or else of the bucket; conformant where it is fixed; not run, with the reason, where it is
// neither.
std::vector<Verdict> verdicts_of(const Reproduction& reproduction);

}  // namespace keyturn::fuzz
