// What the subcommands of `keyturn crash` have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/crash/reproduction.h"

namespace CLI {
class App;
}

namespace keyturn {

struct CrashOptions {
    std::vector<std::string> paths;
    std::string target;
    std::string source;    // the source tree; empty: that this command was built from
    std::string programs;  // the folder of the fuzz targets; empty: a build of the source tree
    std::uint64_t timeout_s = 5, memory_mb = 2'048;
    unsigned jobs = 2;
    bool json = false;
};

// PATH…, --target, --programs, --source, --timeout, --memory, --jobs, --json.
void add_crash_options(CLI::App& command, CrashOptions& options);

// PATH…, --target, --source, --json: for what runs nothing.
void add_crash_file_options(CLI::App& command, CrashOptions& options);

std::filesystem::path source_of(const CrashOptions& options);

// How many inputs have ended, on a terminal one line of standard error that is written over.
std::function<void(std::size_t ended, std::size_t total)> crash_progress();

// The error is a sentence that says what to do next.
std::expected<fuzz::ReproduceSettings, std::string> crash_settings(const CrashOptions& options);

// Reproduces with progress on standard error; the error is a sentence.
std::expected<fuzz::Reproduction, std::string> reproduce_crashes(const CrashOptions& options);

// Says why on standard error; returns `status`.
int crash_failure(int status, const std::string& subcommand, const std::string& text);

// Each adds one subcommand to `crash`; when it is chosen it sets `status`.
void add_crash_reproduce_command(CLI::App& crash, int& status);
void add_crash_bucket_command(CLI::App& crash, int& status);
void add_crash_explain_command(CLI::App& crash, int& status);
void add_crash_minimize_command(CLI::App& crash, int& status);
void add_crash_promote_command(CLI::App& crash, int& status);

}  // namespace keyturn
