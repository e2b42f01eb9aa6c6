#include "properties/generated/check_library.h"

#include <algorithm>

namespace keyturn {
namespace {

bool says_it_is_wrong(const Violation& violation) { return !violation.limit_of_protocol; }

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
    const bool was_exercised = std::ranges::any_of(outcomes, [&](const PropertyOutcome& outcome) {
        return outcome.run.exercised > 0 && outcome.property->judges(requirement);
    });
    return was_exercised ? std::optional(true) : std::nullopt;
}

std::string_view CheckReport::why_not_exercised(std::string_view requirement) const {
    const auto judges_it = [&](const Property& property) { return property.judges(requirement); };
    if (std::ranges::none_of(properties(), judges_it)) return "no operation of the interface shows it";
    const bool was_tried =
        std::ranges::any_of(outcomes, [&](const PropertyOutcome& outcome) { return judges_it(*outcome.property); });
    return was_tried ? "the library lacks an operation that would show it" : "no property that was tried cites it";
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
