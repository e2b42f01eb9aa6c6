// Tries a property on generated inputs, and makes what fails small.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "properties/catalogue.h"

namespace keyturn {

struct RunSettings {
    std::uint64_t seed = 0;
    std::size_t runs = 0;
    std::vector<JsonValue> replayed_first = {};  // saved inputs; what can't be read any more is passed over
    bool only_whether = false;  // ends at the first violation that is no limit of the protocol, and leaves it as it is
};

struct Shortfall {
    std::string_view share;
    double percent = 0, required = 0;
};

struct PropertyRun {
    std::size_t inputs = 0;             // generated and judged; those replayed or of shrinking are not counted
    std::size_t exercised = 0;          // of them
    std::vector<Violation> violations;  // one of each requirement, as small as it got, by requirement
    std::vector<Shortfall>
        shortfalls;  // shares that too few inputs belong to; judged from 200 inputs on, over some 500
};

// The same settings give the same run. An input that fails is made smaller for as long as it fails for the same
// requirement. A property is done when the library did not answer at all: one such finding is enough, and each costs
// its deadline. Not for several threads at once: RapidCheck keeps static state.
PropertyRun run_property(const Property& property, Library& library, const RunSettings& settings);

}  // namespace keyturn
