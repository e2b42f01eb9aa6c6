// Crash files made smaller, several at once.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "fuzz/crash/crash_files.h"
#include "fuzz/crash/minimize_crash.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

struct MinimizeSettings {
    std::filesystem::path root;      // of the project
    std::filesystem::path programs;  // folder of the programs fuzz_<target>
    std::string target = {};         // of all files; "" for what name or folder tells
    std::filesystem::path out = {};  // gets <target>/<name by content>; "" writes FILE.min beside each FILE
    InputLimits limits = {};
    MinimizeBudget budget = {};
    unsigned jobs = 2;
    std::string symbolizer = FrameNames::installed_symbolizer();
};

struct MinimizedFile {
    CrashFile file;
    std::string trouble = {};  // why it was not minimised, a sentence; the rest is then empty
    std::string bucket = {};
    std::size_t after = 0;  // bytes
    std::size_t runs = 0;
    bool is_whole = false;
    std::filesystem::path written = {};  // the file itself where it is as small as it gets, and `out` is empty
};

struct MinimizedFiles {
    std::vector<MinimizedFile> files;  // in the order of the crash files
    CrashFiles found;                  // what was left out; its files are above

    std::size_t count_of_minimized() const;
};

// Files are written as a whole, or not at all. `on_progress` gets how many have ended, and of how many. The error is a
// sentence, see find_targeted_files.
std::expected<MinimizedFiles, std::string> minimize_files(
    const std::vector<std::string>& paths, const MinimizeSettings& settings,
    const std::function<void(std::size_t, std::size_t)>& on_progress);

// A row a file; safe to print.
std::string text_of(const MinimizedFiles& minimized);

// fuzz/schemas/crash-minimized.schema.json
JsonValue to_json(const MinimizedFiles& minimized);

}  // namespace keyturn::fuzz
