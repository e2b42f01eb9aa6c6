// What changed from one run to the next.
#pragma once

#include <string>
#include <vector>

#include "conformance/reports/run_record.h"

namespace keyturn {

// Case ids, in order. A case fails when it is nonconformant or flaky, under `strict` also when it is tolerated.
struct RunDifference {
    std::vector<std::string> newly_failing;  // passed before, or was not judged
    std::vector<std::string> fixed;          // failed before, passes now
    std::vector<std::string> still_failing;
    std::vector<std::string> appeared;          // only in the later run; those of them that fail are newly failing too
    std::vector<std::string> vanished;          // only in the earlier run
    std::vector<std::string> no_longer_judged;  // failed or passed before, now silent or not run
};

RunDifference difference_between(const RunRecord& before, const RunRecord& after, bool strict);

}  // namespace keyturn
