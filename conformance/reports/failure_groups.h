// Failures that have one cause, together: a report shows one exemplar of each.
#pragma once

#include <string>
#include <vector>

#include "conformance/journal.h"

namespace keyturn {

// Verdicts with breaches of the same requirement at the same place, where the same was expected.
struct FailureGroup {
    std::string requirement;
    std::string place;
    // Those that break it in the fewest exchanges stand first, then by case id; the first is the exemplar.
    std::vector<const Verdict*> verdicts;
    const Breach* breach;  // the exemplar's
};

// Of the verdicts with breaches, by requirement, then the larger groups first. A verdict stands in one group only: that
// of its first breach. The verdicts must outlive the groups.
std::vector<FailureGroup> failure_groups(const std::vector<Verdict>& verdicts);

}  // namespace keyturn
