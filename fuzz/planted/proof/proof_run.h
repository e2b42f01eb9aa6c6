// Runs the proof of the fuzz targets.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "fuzz/planted/proof/fuzz_proof.h"

namespace keyturn::fuzz {

struct ProofSettings {
    std::filesystem::path root;          // of the project
    std::filesystem::path builds;        // folder of the builds of the presets explore and fuzz
    std::filesystem::path work;          // <work>/<bug> keeps what was found
    std::uint64_t seeds = 3;             // searches of each bug, with the engine's seeds 1, 2, …
    std::uint64_t executions = 0;        // of a search, at most
    std::chrono::seconds deadline{120};  // of a search, should its executions take longer
    unsigned jobs = 1;                   // at once
};

struct ProofStage {
    std::string_view what;  // "searches", "unchanged targets", "oracles turned round"
    std::size_t ended, total, survivors;
};
using OnStage = std::function<void(const ProofStage&)>;

// The programs that the proof of these bugs needs and nobody built.
std::vector<std::filesystem::path> missing_programs(const std::vector<PlantedBug>& bugs,
                                                    const std::vector<std::string>& targets,
                                                    const std::filesystem::path& builds);

// Searches for the bugs, then runs the unchanged targets, then turns round the oracles of the named targets. The error
// is a sentence: a target's source that can't be read.
std::expected<FuzzProof, std::string> run_proof(const std::vector<PlantedBug>& bugs,
                                                const std::vector<std::string>& targets, const ProofSettings& settings,
                                                const OnStage& on_stage);

}  // namespace keyturn::fuzz
