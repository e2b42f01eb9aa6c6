#include "tools/clock_and_seed.h"

#include <sodium.h>

#include <chrono>

namespace keyturn {

Clock clock_of(std::optional<std::uint64_t> fixed_msec) {
    if (fixed_msec) return [now = *fixed_msec] { return now; };
    return [] {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
    };
}

std::uint64_t seed_of(std::optional<std::uint64_t> asked) { return asked ? *asked : randombytes_random(); }

}  // namespace keyturn
