// Crash files run again: what each comes to, and in which bucket it falls.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/crash/crash.h"
#include "fuzz/crash/crash_files.h"
#include "fuzz/crash/frame_names.h"
#include "fuzz/crash/run_input.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

// `not_run`: there is no program to run it with, or what it was found for is nothing that running it again shows.
enum class CrashOutcome { reproduced, flaky, fixed, wrong_target, not_readable, not_run };
std::string_view name_of(
    CrashOutcome outcome);  // "reproduced", "flaky", "fixed", "wrong target", "not readable", "not run"

struct CrashRow {
    CrashFile file;
    CrashOutcome outcome = CrashOutcome::not_run;
    std::string reason = {};          // a sentence: why it is no crash, or how often it is one
    std::optional<Crash> crash = {};  // of those that are reproduced, and of flaky ones
    std::string bucket = {};          // of these, too
};

struct Reproduction {
    std::vector<CrashRow> rows = {};         // in the order of the files
    std::vector<std::string> left_out = {};  // see CrashFiles
    std::size_t remarks = 0;
    bool names_functions = true;  // else memory errors are told apart by their kind alone
    bool has_sanitizers = true;   // of the programs that ran; else errors that only those see are not seen

    std::size_t count(CrashOutcome outcome) const;
    bool is_any_crash() const;  // reproduced, or flaky
    bool has_run() const;       // any of the inputs
};

struct ReproduceSettings {
    std::filesystem::path root;      // of the project: targets, seeds
    std::filesystem::path programs;  // folder of the programs fuzz_<target>
    std::string target = {};         // of all files; "" for what path or name tells
    InputLimits limits = {};
    CrashFileLimits file_limits = {};
    unsigned jobs = 2;     // at once
    unsigned repeats = 3;  // of one that crashes
    std::string symbolizer = FrameNames::installed_symbolizer();
};

// Runs each input once, those that crash `repeats` times more in another process: flaky is what then does not do the
// same. `on_progress` gets how many have ended, and of how many. The error is a sentence: a file of the project that
// can't be read, a target that is none.
std::expected<Reproduction, std::string> reproduce(
    const std::vector<std::string>& paths, const ReproduceSettings& settings,
    const std::function<void(std::size_t ended, std::size_t total)>& on_progress);

// Of a source tree, the first that is there of build/asan, build/dev and build/fuzz: programs that judge. The error
// says how to build them.
std::expected<std::filesystem::path, std::string> default_programs(const std::filesystem::path& root);

// A row a file under a head, then what was left out and a count. Safe to print: names are escaped.
std::string text_of(const Reproduction& reproduction);

// fuzz/schemas/crash-files.schema.json
JsonValue to_json(const Reproduction& reproduction);

}  // namespace keyturn::fuzz
