// Questions that tell right libraries from wrong ones: each defective library answers at least one of them in its own
// way.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adapters/library.h"

namespace keyturn {

struct Probe {
    std::string name;
    std::function<std::string(Library&)> answer;  // the answer as text
};

std::vector<Probe> library_probes();

}  // namespace keyturn
