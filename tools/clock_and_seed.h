// The two things that make a run differ from the one before, taken from the system here and nowhere else.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace keyturn {

using Clock = std::function<std::uint64_t()>;  // milliseconds since 1970

// A clock that stands still at `fixed_msec`, or the system's.
Clock clock_of(std::optional<std::uint64_t> fixed_msec);

// `asked`, or a number from the system's generator: 32 bits, short enough to be typed again.
std::uint64_t seed_of(std::optional<std::uint64_t> asked);

}  // namespace keyturn
