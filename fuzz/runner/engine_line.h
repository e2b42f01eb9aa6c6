// What libFuzzer says on standard error, a line at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keyturn::fuzz {

// How far a run is, from its status lines: `#4096 pulse cov: 210 ft: 640 corp: 31/2200b lim: 43 exec/s: 2048 rss:
// 61Mb`.
struct EngineStatus {
    std::uint64_t executions = 0;
    std::uint64_t edges = 0;
    std::uint64_t seeds = 0;  // files it read before it began
    std::uint64_t peak_mb = 0;
    std::string finding = {};   // the oracle or the sanitizer's summary; empty: none
    std::string artifact = {};  // where the input that was found stands
};

// Takes one line into account; lines that say nothing of use, or that a target wrote, change nothing. Of two oracles
// the first counts, and an oracle counts more than the engine's own summary.
void read_engine_line(std::string_view line, EngineStatus& status);

// The name of the first input whose trace is not the same in both texts, each with a line `<name> <digest>` an input;
// or that only one of them has.
std::optional<std::string> first_different_trace(std::string_view first, std::string_view second);

}  // namespace keyturn::fuzz
