// Where the project keeps what the fuzz tools work on.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/runner/target_table.h"

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

// The rows of the named targets in the order of the table, all where none is named. The error names one that is
// unknown.
std::expected<std::vector<TargetRow>, std::string> chosen_targets(const std::vector<TargetRow>& table,
                                                                  const std::vector<std::string>& names);

}  // namespace keyturn::fuzz
