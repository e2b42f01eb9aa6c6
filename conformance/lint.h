// What a single case file can't show: whether the cases fit the catalogue, the shared states and each other.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/file_problem.h"
#include "conformance/requirement.h"

namespace keyturn {

struct LintOptions {
    // Whether a composed request of that operation can deviate that way.
    std::function<bool(std::string_view kind, ChangeOperation operation)> is_deviation;
    bool is_whole_suite = false;  // whether the cases are to cover the catalogue and use every shared state
};

// Told: requirement ids that the catalogue lacks or that no server keeps; two cases with one title, one `why` or the
// same exchanges; an exchange that expects a refusal in a case without `why`; users of `as` and groups of composed
// requests that the state lacks; deviations that are none or don't fit the operation; names that no exchange before
// captured. Of a whole suite also shared states that no case uses, and sides of a requirement without a case: see
// sides_to_cover. `states_folder` and `catalogue_file` are only for the texts.
FileProblems lint(const std::vector<Case>& cases, const SharedStates& states, const Requirements& requirements,
                  const LintOptions& options, const std::string& states_folder, const std::string& catalogue_file);

// Which cases a requirement needs. None when every exchange is held to it anyway, when it was replaced or when it is
// not a server's; only kept ones when it permits something or says how right requests are answered, for no request
// breaks that.
enum class Sides { none, kept, both };
Sides sides_to_cover(const Requirement& requirement);

// How many cases stand on each side of a requirement.
struct Coverage {
    std::size_t kept = 0;    // only successes are expected
    std::size_t broken = 0;  // a refusal is expected
};

// By requirement id: those that cases cite, and no others.
std::map<std::string, Coverage> coverage(const std::vector<Case>& cases);

}  // namespace keyturn
