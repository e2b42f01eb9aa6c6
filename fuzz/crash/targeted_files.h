// Crash files, each with the fuzz target whose input it is.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/crash/crash_files.h"

namespace keyturn::fuzz {

// As find_crash_files has them; of one without a target that is its trouble. `target`: of all of them, "" for what name
// or folder tells. The error is a sentence: a table of targets that can't be read, a target that is none.
std::expected<CrashFiles, std::string> find_targeted_files(const std::vector<std::string>& paths,
                                                           const std::filesystem::path& root, const std::string& target,
                                                           const CrashFileLimits& limits = {});

// What was not looked at, a line each.
std::string text_of_left_out(const CrashFiles& found);

}  // namespace keyturn::fuzz
