// Branches of source files that a run reached, as llvm-cov counts them. A branch is one outcome of a condition, so each
// condition has two: it was true, it was false.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "fuzz/runner/source_text.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

struct Branch {
    std::string file;      // from the project's root
    std::size_t line = 0;  // from 1
    std::string text;      // of the line, without the spaces around it
    std::string condition;
    bool outcome = false;

    // "protocol/base64.cc:12: size > most was never true", "protocol/base64.cc:12: type always had a case"
    std::string sentence_if_unreached() const;
    friend bool operator==(const Branch&, const Branch&) = default;
};

struct CountedBranch {
    Branch branch;
    bool is_reached = false;

    friend bool operator==(const CountedBranch&, const CountedBranch&) = default;
};

struct BranchCoverage {
    std::uint64_t branches = 0, reached = 0;
    std::uint64_t unreachable = 0;           // left out of the two above (unreachable_branches.h)
    std::vector<Branch> unreached = {};      // in the order of the files and their lines
    std::vector<std::string> mistakes = {};  // sentences: what is wrong with what was said to be unreachable

    double percent() const { return branches == 0 ? 100.0 : 100.0 * double(reached) / double(branches); }
    friend bool operator==(const BranchCoverage&, const BranchCoverage&) = default;
};

// From `llvm-cov export -skip-functions`: every branch of `sources`, found by the ends of their names, once, though
// templates and lambdas have it several times. Conditions that the compiler decides have no branches. The error says
// which source the export has nothing of, or that it is no export.
std::expected<std::vector<CountedBranch>, std::string> branches_of(const JsonValue& exported,
                                                                   const std::vector<SourceText>& sources);

BranchCoverage coverage_of(const std::vector<CountedBranch>& branches);

// The branches of `now` that `before` has fewer of: those that were reached then. A branch is known again by its file,
// the text of its line, its condition and outcome, so that lines may move.
std::vector<Branch> lost_branches(std::vector<Branch> now, std::vector<Branch> before);

}  // namespace keyturn::fuzz
