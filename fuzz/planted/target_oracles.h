// The oracles of a fuzz target, read from its source, so that none is forgotten when it is proved that each fires.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

struct TargetOracle {
    std::string name;           // the text that `expect` says, or what makes the finding: "event_is_applied_lawfully"
    bool says_its_name = true;  // false: it says what it saw, so only a planted bug shows that it fires

    friend bool operator==(const TargetOracle&, const TargetOracle&) = default;
};

// One for each `fuzz::expect(…)`, each once, in the order of the source.
std::vector<TargetOracle> oracles_in(std::string_view source);

}  // namespace keyturn::fuzz
