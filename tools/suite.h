// Everything a run is made of, as it stands in the files: requirements and cases.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/requirement.h"

namespace keyturn {

struct Suite {
    Requirements requirements;
    SharedStates states;
    std::vector<Case> cases;  // sorted by id
};

// The catalogue alone. The error is one line a problem.
std::expected<Requirements, std::string> load_requirements(const std::string& data);

// `data`: see data_folder; `cases`: another folder of cases, "" for the data folder's own. The error is one line a
// problem, each with file and place.
std::expected<Suite, std::string> load_suite(const std::string& data, const std::string& cases);

// The cases whose id is one of the selectors, lies in a folder of that name, or fits it as a glob (`*` any text, `?`
// one character). No selectors: all. The error names the selector that fits nothing.
std::expected<std::vector<Case>, std::string> selected(std::vector<Case> cases,
                                                       const std::vector<std::string>& selectors);

}  // namespace keyturn
