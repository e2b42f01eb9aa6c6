// Runs one fuzz target: explores without sanitizers, merges what was found by set cover, judges it under sanitizers,
// and counts the branches that it reaches.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "fuzz/runner/target_report.h"
#include "fuzz/runner/unreachable_branches.h"

namespace keyturn::fuzz {

struct RunSettings {
    std::filesystem::path root;       // of the project: corpus/seeds/<target>, corpus/regressions/<target>
    std::filesystem::path explorers;  // folder of the programs fuzz_<target> without sanitizers
    std::filesystem::path judges;     // folder of those with sanitizers, that also count branches
    std::filesystem::path work;       // <work>/<target> is made anew
    std::filesystem::path kept = {};  // a folder that the merged corpus is added to; empty: none. Unless the run is
                                      // repeatable, its files are seeds too
    std::vector<UnreachableRow> unreachable = {};
    Budget budget;
    std::uint64_t seed = 1;
    bool repeatable = false;  // the same settings give the same corpus, byte for byte
};

struct Progress {
    std::string target;
    std::string stage;  // "exploring", "merging", "judging"
    double seconds = 0;
    std::uint64_t executions = 0, edges = 0, corpus_files = 0;
    std::optional<BranchCoverage> branches;  // when last counted
    double branch_floor = 0;
    std::size_t finds = 0;
};

// Calls `on_progress` about ten times a second. Independent runs of different targets may go in parallel. A target that
// crashes is started again with the rest of its budget, twenty times at most.
TargetReport run_target(const TargetRow& row, const RunSettings& settings,
                        const std::function<void(const Progress&)>& on_progress);

// Whether the system lets a program run at fixed addresses, without which runs don't repeat.
bool addresses_can_be_fixed();

}  // namespace keyturn::fuzz
