// Where the project keeps what `keyturn prove fuzz` works on.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/planted/planted_bug.h"
#include "fuzz/planted/target_oracles.h"

namespace keyturn::fuzz {

// fuzz/planted/bugs.json. The error has a line a problem.
std::expected<std::vector<PlantedBug>, std::string> load_planted_bugs(const std::filesystem::path& root);

// Of fuzz/<target>.cc or fuzz/second_opinion/<target>.cc. The error says that there is neither.
std::expected<std::vector<TargetOracle>, std::string> load_oracles(const std::filesystem::path& root,
                                                                   std::string_view target);

// Programs of a build of the preset explore, or fuzz, whose folder this is.
std::filesystem::path unchanged_program(const std::filesystem::path& build, std::string_view target);
std::filesystem::path planted_program(const std::filesystem::path& build, std::string_view bug);
std::filesystem::path inverted_program(const std::filesystem::path& build, std::string_view target);

}  // namespace keyturn::fuzz
