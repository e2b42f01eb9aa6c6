// What makes a run differ from the one before, taken from the system here and nowhere else.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "conformance/load/time_source.h"

namespace keyturn {

using Clock = std::function<std::uint64_t()>;  // milliseconds since 1970

// A clock that stands still at `fixed_msec`, or the system's.
Clock clock_of(std::optional<std::uint64_t> fixed_msec);

// The system's, with a sleep that ends once `wakes` says so, which it is asked many times a second.
TimeSource system_time(std::function<bool()> wakes);

// `asked`, or a number from the system's generator: 32 bits, short enough to be typed again.
std::uint64_t seed_of(std::optional<std::uint64_t> asked);

}  // namespace keyturn
