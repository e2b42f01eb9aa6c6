// What an input makes a target do, as how often each edge of the code ran: an input that does not do the same every
// time can't be reproduced by anybody.
#pragma once

#include <cstddef>
#include <cstdint>

namespace keyturn::fuzz {

// Whether this build counts edges: clang with -fsanitize-coverage=inline-8bit-counters, as libFuzzer's flags include.
bool edges_are_counted();

struct Trace {
    bool accepted;
    std::uint64_t digest;  // of the counters; one number for all inputs where edges are not counted
};

// Runs the target on the input. Traces can be compared between processes that ran the same inputs before and have the
// same addresses (setarch -R): the standard library goes by addresses in places, whether a string overlaps another for
// one.
Trace trace_of(const std::uint8_t* data, std::size_t size);

}  // namespace keyturn::fuzz
