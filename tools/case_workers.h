// Runs the cases of a plan on several workers at once.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "conformance/case_groups.h"
#include "conformance/exchange.h"
#include "conformance/journal.h"

namespace keyturn {

// The verdict on one case. Each worker has its own, and calls it for one case after the other.
using JudgeCase = std::function<Verdict(const Case& test)>;

struct CasePlan {
    const std::vector<Case>& cases;
    std::vector<CaseGroup> groups;  // of them; the cases of one are run in order, by one worker
    // Hears of each verdict as soon as there is one, one call at a time. The error ends the run.
    std::function<std::expected<void, std::string>(const Verdict&)> ended;
    std::function<bool()> stops;  // asked before each case; called by several threads at once
};

// The verdicts on the cases that were begun, in the order of the cases; or the first error of `ended`. There is at
// least one worker; the first one is the caller's thread. An exception out of a worker is the verdict on its case.
std::expected<std::vector<Verdict>, std::string> run_cases(const CasePlan& plan, std::vector<JudgeCase> workers);

}  // namespace keyturn
