// What running one fuzz target came to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/runner/branch_coverage.h"
#include "fuzz/runner/target_table.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

struct TargetFinding {
    std::string oracle;           // or the summary of the sanitizer or the engine
    std::filesystem::path input;  // the smallest that was found
    std::string repeat;           // the command that shows it again

    friend bool operator==(const TargetFinding&, const TargetFinding&) = default;
};

struct TargetReport {
    std::string target;
    double seconds = 0;                  // exploring
    std::uint64_t executions = 0;        // exploring
    std::uint64_t seeds = 0;             // inputs it began with
    std::uint64_t edges = 0;             // reached, of the whole program
    std::uint64_t edges_of_nothing = 0;  // of an empty input
    std::uint64_t peak_mb = 0;           // resident, exploring
    std::uint64_t corpus_files = 0;      // after merging
    std::uint64_t corpus_bytes = 0;
    std::optional<BranchCoverage> branches = {};  // of what it aims at
    std::vector<TargetFinding> findings = {};     // one of each oracle, by oracle
    std::string trouble = {};                     // why it could not be run to its end; empty: it could

    double executions_a_second() const { return seconds > 0 ? double(executions) / seconds : 0; }
};

// What a run of a target was to do.
struct Budget {
    std::optional<std::uint64_t> seconds;
    std::optional<std::uint64_t> executions;
    bool from_empty = false;   // without seeds
    bool kept_corpus = false;  // with the files of a folder of its user's, too
};

// The branches that each target did not reach in an earlier run.
using UnreachedBefore = std::map<std::string, std::vector<Branch>, std::less<>>;

// Sentences: how a run without findings still did too little to say anything. Speed counts only where time was the
// budget, and the number of runs only where that was.
std::vector<std::string> shortcomings(const TargetReport& report, const TargetRow& row, const Budget& budget);

// A row a target under a head, then the findings and shortcomings of each with what to do next. Of a target under its
// floor the branches that it lost since `before`, all that it did not reach where nothing is known of before.
std::string report_text(const std::vector<TargetReport>& reports, const std::vector<TargetRow>& table,
                        const Budget& budget, const UnreachedBefore& before);

// fuzz/schemas/report.schema.json
JsonValue report_json(const std::vector<TargetReport>& reports, const std::vector<TargetRow>& table,
                      const Budget& budget);

// 1: a finding; 3: a shortcoming; 0: neither (the table of exit statuses, design, section 4).
int exit_status_of(const std::vector<TargetReport>& reports, const std::vector<TargetRow>& table, const Budget& budget);

}  // namespace keyturn::fuzz
