// Branches of source files that a run reached, as llvm-cov counts them.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "protocol/json_document.h"

namespace keyturn::fuzz {

struct BranchCoverage {
    std::uint64_t branches = 0, reached = 0;

    double percent() const { return branches == 0 ? 100.0 : 100.0 * double(reached) / double(branches); }
    friend bool operator==(const BranchCoverage&, const BranchCoverage&) = default;
};

// From `llvm-cov export -summary-only`: the sum over the files whose name ends with one of `aims_at`. The error says
// which of them the export has nothing of, or that it is no export.
std::expected<BranchCoverage, std::string> branches_of(const JsonValue& exported,
                                                       const std::vector<std::string>& aims_at);

}  // namespace keyturn::fuzz
