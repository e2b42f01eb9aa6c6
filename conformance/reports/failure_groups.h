// Failures that have one cause, together: a report shows one exemplar of each.
#pragma once

#include <string>
#include <vector>

#include "conformance/journal.h"

namespace keyturn {

using VerdictGroup = std::vector<const Verdict*>;

// Verdicts with breaches of the same requirement at the same place, where the same was expected.
struct FailureGroup {
    std::string requirement;
    std::string place;
    // Those that break it in the fewest exchanges stand first, then by case id; the first is the exemplar.
    VerdictGroup verdicts;
    const Breach* breach;  // the exemplar's
};

// Of the verdicts with breaches, by requirement, then the larger groups first. A verdict stands in one group only: that
// of its first breach. The verdicts must outlive the groups.
std::vector<FailureGroup> failure_groups(const std::vector<Verdict>& verdicts);

// The verdicts without a breach of which something is to be said, those of one kind and reason together: the most
// urgent first, then the larger groups. By case id within a group. The verdicts must outlive the groups.
std::vector<VerdictGroup> silent_groups(const std::vector<Verdict>& verdicts);

// From 0, where a state can't be given, for then most of a server is not judged at all; over what must be mended, what
// gave no verdict and what may be mended; to what is conformant.
int urgency_of(const Verdict& verdict);
inline constexpr int least_urgent = 6;

}  // namespace keyturn
