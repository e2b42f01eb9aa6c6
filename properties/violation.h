// What an oracle saw when something that must hold did not.
#pragma once

#include <string>

#include "protocol/json_document.h"

namespace keyturn {

struct Violation {
    std::string requirement;         // its id in the catalogue
    std::string oracle = {};         // the property that found it; filled in by the property
    std::string summary;             // a sentence: what was asked, what was expected, what came
    JsonValue witness = {};          // {"property", "input"}: repeats it; filled in by the property
    bool limit_of_protocol = false;  // the layout itself allows it, no library can do better
};

inline Violation violated(std::string requirement, std::string summary) {
    return {.requirement = std::move(requirement), .summary = std::move(summary)};
}

}  // namespace keyturn
