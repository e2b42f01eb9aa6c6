// The file of known failures that `keyturn conform --baseline` names.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "conformance/baseline.h"
#include "conformance/exchange.h"
#include "conformance/journal.h"
#include "tools/conform_options.h"

namespace keyturn {

// "" is no baseline: nothing is known. The error names the file, the place and what is wrong, a case that the suite
// does not have among it. `will_be_updated`: a file that is not there is empty, and such cases are left out.
std::expected<Baseline, std::string> load_baseline(const std::string& path, const std::vector<Case>& suite,
                                                   bool will_be_updated);

// Puts the whole file in place or leaves the old one. The error names the file.
std::expected<void, std::string> save_baseline(const std::string& path, const Baseline& baseline);

// What the baseline says of the run that the options asked for; brings its file up to date when they say so. The error
// is a sentence.
std::expected<BaselineReport, std::string> judge_by_baseline(const std::vector<Verdict>& verdicts,
                                                             const Baseline& baseline, const ConformOptions& options,
                                                             std::uint64_t now_msec);

}  // namespace keyturn
