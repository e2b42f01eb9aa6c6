#include "properties/generated/check_library.h"

#include <algorithm>

namespace keyturn {
namespace {

bool says_it_is_wrong(const Violation& violation) { return !violation.limit_of_protocol; }

// After a violation no further inputs are tried, so that of what else the property judges little was seen.
bool ended_early(const PropertyOutcome& outcome) {
    return std::ranges::any_of(outcome.run.violations, says_it_is_wrong);
}

}  // namespace

std::size_t CheckReport::inputs() const {
    std::size_t sum = 0;
    for (const PropertyOutcome& outcome : outcomes) sum += outcome.run.inputs;
    return sum;
}

std::vector<Violation> CheckReport::findings() const {
    std::vector<Violation> all;
    for (const PropertyOutcome& outcome : outcomes)
        all.insert(all.end(), outcome.run.violations.begin(), outcome.run.violations.end());
    return all;
}

std::optional<bool> CheckReport::held(std::string_view requirement) const {
    for (const Violation& finding : findings())
        if (finding.requirement == requirement && says_it_is_wrong(finding)) return false;
    const bool was_shown = std::ranges::any_of(outcomes, [&](const PropertyOutcome& outcome) {
        return outcome.run.exercised > 0 && outcome.property->judges(requirement) && !ended_early(outcome);
    });
    return was_shown ? std::optional(true) : std::nullopt;
}

std::string_view CheckReport::why_not_exercised(std::string_view requirement) const {
    const auto judges_it = [&](const Property& property) { return property.judges(requirement); };
    if (std::ranges::none_of(properties(), judges_it)) return "no operation of the interface shows it";
    const auto tried = [&](const PropertyOutcome& outcome) { return judges_it(*outcome.property); };
    if (std::ranges::none_of(outcomes, tried)) return "no property that was tried cites it";
    const bool was_cut_short = std::ranges::any_of(outcomes, [&](const PropertyOutcome& outcome) {
        return tried(outcome) && outcome.run.exercised > 0;  // else it would be known
    });
    return was_cut_short ? "another violation ended what would show it"
                         : "the library lacks an operation that would show it";
}

bool CheckReport::is_any_violated() const { return std::ranges::any_of(findings(), says_it_is_wrong); }

bool CheckReport::is_any_exercised() const {
    return std::ranges::any_of(outcomes, [](const PropertyOutcome& outcome) { return outcome.run.exercised > 0; });
}

CheckReport check_library(Library& library, std::span<const Property* const> chosen, const CheckSettings& settings) {
    CheckReport report;
    for (const Property* property : chosen)
        report.outcomes.push_back({property, run_property(*property, library,
                                                          {.seed = settings.seed,
                                                           .runs = settings.runs(*property),
                                                           .replayed_first = settings.saved_inputs(*property)})});
    return report;
}

}  // namespace keyturn
