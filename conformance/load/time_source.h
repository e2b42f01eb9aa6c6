// Time as waiting needs it: parameters, so that no test waits for a real clock.
#pragma once

#include <chrono>
#include <functional>

namespace keyturn {

struct TimeSource {
    std::function<std::chrono::microseconds()> now;        // since some moment; never goes back
    std::function<void(std::chrono::microseconds)> sleep;  // as long as that, or less when the run is to end
};

}  // namespace keyturn
