// What an input makes a target do, as how often each edge of the code ran: an input that does not do the same every
// time can't be reproduced by anybody.
#pragma once

#include <cstddef>
#include <cstdint>

namespace keyturn::fuzz {

// Whether this build counts edges: clang with -fsanitize-coverage=inline-8bit-counters, as libFuzzer's flags include.
bool edges_are_counted();

// Runs the target on the input at least three times, the first for what is made once and kept; whether it was taken the
// same way each time, and two runs behind each other, of six at most, ran the same edges equally often. True where
// edges are not counted.
bool trace_repeats(const std::uint8_t* data, std::size_t size);

}  // namespace keyturn::fuzz
