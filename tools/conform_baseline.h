// The file of known failures that `keyturn conform --baseline` names.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "conformance/baseline.h"
#include "conformance/exchange.h"

namespace keyturn {

// "" is no baseline: nothing is known. The error names the file, the place and what is wrong, a case that the suite
// does not have among it. `will_be_updated`: a file that is not there is empty, and such cases are left out.
std::expected<Baseline, std::string> load_baseline(const std::string& path, const std::vector<Case>& suite,
                                                   bool will_be_updated);

// Puts the whole file in place or leaves the old one. The error names the file.
std::expected<void, std::string> save_baseline(const std::string& path, const Baseline& baseline);

}  // namespace keyturn
