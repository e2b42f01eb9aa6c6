// fuzz/unreachable.json: branches that no input reaches through a target, each with the reason. They are left out of
// what a target is measured by, and held to what the sources and the runs say.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/runner/branch_coverage.h"
#include "fuzz/runner/target_table.h"
#include "protocol/problem.h"

namespace keyturn::fuzz {

struct UnreachableRow {
    std::string file;                        // that targets aim at
    std::string line = {};                   // text of the only such line in the file: its conditions; else
    std::string function = {};               // text of the line a function begins with: all its conditions
    std::optional<std::string> condition{};  // only this one
    std::optional<bool> outcome{};           // only this one: "never" in the file
    std::vector<std::string> targets = {};   // through these; empty: through every target that aims at the file
    std::string reason = {};

    bool is_for(const TargetRow& target) const;
};

// fuzz/schemas/unreachable.schema.json. Every problem at once. A text of a line is given without the spaces around it.
std::expected<std::vector<UnreachableRow>, Problems> read_unreachable(const JsonValue& document);

// Sentences: what the sources and the table of targets have no place for, or more than one.
std::vector<std::string> mistakes_in(const std::vector<UnreachableRow>& rows, const std::vector<TargetRow>& table,
                                     const std::vector<SourceText>& sources);

// What is left of the branches without those that `rows` name for the target; a row that names none, or one that was
// reached, is among the mistakes.
BranchCoverage coverage_of_reachable(const std::vector<CountedBranch>& branches,
                                     const std::vector<UnreachableRow>& rows, const TargetRow& target,
                                     const std::vector<SourceText>& sources);

}  // namespace keyturn::fuzz
