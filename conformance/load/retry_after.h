// How long a server that refuses for load asks to be left alone: Retry-After (RFC 9110, section 10.2.3), and the
// x-rate-limit-reset of X's API.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "conformance/http_message.h"

namespace keyturn {

// 429, or 503 with a Retry-After: an answer about the load, not about the request.
bool refuses_for_load(const HttpResponse& answer);

inline constexpr std::chrono::seconds longest_wait_asked_for = std::chrono::years(1);

// Retry-After, a number of seconds or a date; where it says nothing of use x-rate-limit-reset, in seconds since 1970.
// What counts from a date counts from the answer's own Date if there is one, else from `now_msec`, so that a clock that
// is wrong does no harm. Whole seconds, rounded up, at most the longest; nullopt when no time to come is told.
std::optional<std::chrono::seconds> wait_asked_for(const HttpResponse& answer, std::uint64_t now_msec);

}  // namespace keyturn
