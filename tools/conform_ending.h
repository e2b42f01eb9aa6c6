// What `keyturn conform` says when all cases have ended.
#pragma once

#include <cstdint>
#include <vector>

#include "conformance/baseline.h"
#include "conformance/requirement.h"
#include "tools/conform_options.h"

namespace keyturn {

struct EndedRun {
    const std::vector<Verdict>& verdicts;
    const BaselineReport& baseline;
    const Requirements& requirements;
    const ConformOptions& options;
    std::uint64_t seed;
    bool interrupted;
};

// To people: of a single case all that was found, of many one of each cause; what is stale in the baseline; coverage;
// the counts. With --json the document on standard output, stale entries and counts on standard error.
void print_ending(const EndedRun& run);

}  // namespace keyturn
