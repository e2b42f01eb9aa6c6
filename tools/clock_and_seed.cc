#include "tools/clock_and_seed.h"

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace keyturn {

Clock clock_of(std::optional<std::uint64_t> fixed_msec) {
    if (fixed_msec) return [now = *fixed_msec] { return now; };
    return [] {
        const auto since = std::chrono::system_clock::now().time_since_epoch();
        return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
    };
}

TimeSource system_time(std::function<bool()> wakes) {
    using std::chrono::microseconds;
    constexpr microseconds slice = std::chrono::milliseconds(20);
    const auto now = [] {
        return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now().time_since_epoch());
    };
    return {now, [now, slice, wakes = std::move(wakes)](microseconds time) {
                const microseconds end = now() + time;
                while (now() < end && !wakes()) std::this_thread::sleep_for(std::min(slice, end - now()));
            }};
}

std::uint64_t seed_of(std::optional<std::uint64_t> asked) { return asked ? *asked : randombytes_random(); }

}  // namespace keyturn
