#include "tools/crash_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "tools/commands.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

constexpr const char* footer =
    "A crash file is an input that made a fuzz target end: of libFuzzer (crash-…, timeout-…, oom-…), AFL++ (id:…),\n"
    "ClusterFuzz (clusterfuzz-testcase-…) or tools/fuzz. Its target is that of its name or folder: crashes/request/x.\n"
    "From file to fix:\n"
    "  keyturn crash reproduce downloads/     which still happen, which are fixed\n"
    "  keyturn crash bucket downloads/        which of them are one bug\n"
    "  keyturn crash explain FILE             what it is, beside the nearest seed\n"
    "  keyturn crash minimize FILE            the bytes that matter\n"
    "  keyturn crash promote downloads/       keeps one input of each, which CTest replays from then on\n"
    "docs/crashes.md has the whole way.";

// On a terminal one line that is written over.
class Progress {
  public:
    void operator()(std::size_t ended, std::size_t total) {
        if (!is_terminal_ || (ended != total && Clock::now() < next_)) return;
        next_ = Clock::now() + std::chrono::milliseconds(200);
        fmt::print(stderr, "\r\033[K{}", ended == total ? "" : fmt::format("{} of {} inputs", ended, total));
    }

  private:
    using Clock = std::chrono::steady_clock;
    bool is_terminal_ = isatty(STDERR_FILENO) != 0;
    Clock::time_point next_ = Clock::now();
};

}  // namespace

fs::path source_of(const CrashOptions& options) {
    return options.source.empty() ? fs::path(KEYTURN_SOURCE_DIR) : fs::path(options.source);
}

std::function<void(std::size_t, std::size_t)> crash_progress() { return Progress(); }

void add_crash_file_options(CLI::App& command, CrashOptions& options) {
    command.add_option("PATH", options.paths, "Crash files, or folders of them")->required();
    command.add_option("--target", options.target, "The fuzz target of all of them")->type_name("NAME");
    command.add_option("--source", options.source, "Another source tree than this was built from")->type_name("DIR");
    command.add_flag("--json", options.json, "For programs");
}

void add_crash_options(CLI::App& command, CrashOptions& options) {
    add_crash_file_options(command, options);
    command
        .add_option(
            "--programs", options.programs,
            "Folder of the programs fuzz_<target>\n(default: build/asan/fuzz, build/dev/fuzz or build/fuzz/fuzz)")
        ->type_name("DIR");
    command.add_option("--timeout", options.timeout_s, "Seconds that an input may take")
        ->check(CLI::Range(1u, 3'600u))
        ->capture_default_str();
    command.add_option("--memory", options.memory_mb, "Megabytes that an input may take")
        ->check(CLI::Range(64u, 65'536u))
        ->capture_default_str();
    command.add_option("--jobs", options.jobs, "Inputs at once")->check(CLI::Range(1u, 64u))->capture_default_str();
}

std::expected<fuzz::ReproduceSettings, std::string> crash_settings(const CrashOptions& options) {
    const fs::path root = source_of(options);
    const auto programs = options.programs.empty() ? fuzz::default_programs(root) : fs::path(options.programs);
    if (!programs) return std::unexpected(programs.error());
    return fuzz::ReproduceSettings{
        .root = root,
        .programs = fs::absolute(*programs),
        .target = options.target,
        .limits = {.time = std::chrono::seconds(options.timeout_s), .megabytes = options.memory_mb},
        .jobs = options.jobs};
}

std::expected<fuzz::Reproduction, std::string> reproduce_crashes(const CrashOptions& options) {
    const auto settings = crash_settings(options);
    if (!settings) return std::unexpected(settings.error());
    return fuzz::reproduce(options.paths, *settings, crash_progress());
}

int crash_failure(int status, const std::string& subcommand, const std::string& text) {
    fmt::print(stderr, "keyturn crash {}: {}\n", subcommand, text);
    return status;
}

void add_crash_command(CLI::App& app, int& status) {
    CLI::App* command = app.add_subcommand("crash", "From a crash file of a fuzz target to a bug that stays fixed");
    command->require_subcommand(1);
    command->footer(footer);
    add_crash_reproduce_command(*command, status);
    add_crash_explain_command(*command, status);
    add_crash_minimize_command(*command, status);
    add_crash_bucket_command(*command, status);
    add_crash_promote_command(*command, status);
}

}  // namespace keyturn
