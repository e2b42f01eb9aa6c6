// A crash file made smaller by running its target: what comes out falls into the same bucket, or nothing comes out.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "fuzz/crash/frame_names.h"
#include "fuzz/crash/minimizer.h"
#include "fuzz/crash/run_input.h"

namespace keyturn::fuzz {

struct CrashingTarget {
    std::string name;
    std::filesystem::path program;
    InputLimits limits = {};
};

struct MinimizeBudget {
    std::size_t runs = 4'000;
    std::size_t runs_at_a_limit = 40;  // of a crash that is too slow or too large, each of which takes all of the limit
};

struct SmallerCrash {
    std::string bucket;
    Minimized minimized;
};

// The error is a sentence: the target can't be run, the input does not crash it, or one that did once does not again.
std::expected<SmallerCrash, std::string> minimize_crash(const CrashingTarget& target, std::string_view input,
                                                        const MinimizeBudget& budget, FrameNames& names);

}  // namespace keyturn::fuzz
