// Where the project keeps what the fuzz tools work on.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/runner/target_table.h"
#include "fuzz/runner/unreachable_branches.h"

namespace keyturn::fuzz {

inline std::filesystem::path seeds_of(const std::filesystem::path& root, std::string_view target) {
    return root / "corpus/seeds" / target;
}
inline std::filesystem::path regressions_of(const std::filesystem::path& root, std::string_view target) {
    return root / "corpus/regressions" / target;
}
inline std::filesystem::path index_of(const std::filesystem::path& root, std::string_view target) {
    return root / "corpus/index" / (std::string(target) + ".json");
}

// fuzz/targets.json. The error has a line a problem.
std::expected<std::vector<TargetRow>, std::string> load_target_table(const std::filesystem::path& root);

// fuzz/unreachable.json, none where there is no such file. The error has a line a problem, of the file itself or of
// what it says about the sources.
std::expected<std::vector<UnreachableRow>, std::string> load_unreachable(const std::filesystem::path& root,
                                                                         const std::vector<TargetRow>& table);

// fuzz/NAME.cc or fuzz/second_opinion/NAME.cc, from the project's root.
std::filesystem::path source_of(const std::filesystem::path& root, std::string_view target);

// The rows of the named targets in the order of the table, all where none is named. The error names one that is
// unknown.
std::expected<std::vector<TargetRow>, std::string> chosen_targets(const std::vector<TargetRow>& table,
                                                                  const std::vector<std::string>& names);

}  // namespace keyturn::fuzz
