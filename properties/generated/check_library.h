// Every property tried on one library, and what came of it for each requirement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/generated/run_property.h"

namespace keyturn {

struct CheckSettings {
    std::uint64_t seed = 0;
    std::function<std::size_t(const Property&)> runs;
    std::function<std::vector<JsonValue>(const Property&)> saved_inputs;  // replayed first
};

struct PropertyOutcome {
    const Property* property;
    PropertyRun run;
};

struct CheckReport {
    std::vector<PropertyOutcome> outcomes;

    std::size_t inputs() const;
    // Every property's violations, in the order of the catalogue.
    std::vector<Violation> findings() const;
    // What is known of a requirement: false when a finding cites it that is no limit of the protocol, else true when a
    // property that cites it was exercised and no violation ended it early, else nothing.
    std::optional<bool> held(std::string_view requirement) const;
    // Why nothing is known of a requirement: no operation of the interface shows it, no property that was tried cites
    // it, another violation ended those that do, or the library lacks an operation that would show it.
    std::string_view why_not_exercised(std::string_view requirement) const;
    // Whether a finding says that the library is wrong.
    bool is_any_violated() const;
    bool is_any_exercised() const;
};

CheckReport check_library(Library& library, std::span<const Property* const> chosen, const CheckSettings& settings);

}  // namespace keyturn
