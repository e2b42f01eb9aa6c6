#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "fuzz/crash/crash_buckets.h"
#include "tools/crash_command.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

constexpr const char* footer =
    "Example:\n"
    "  keyturn crash bucket downloads/ --programs build/asan/fuzz\n"
    "\n"
    "One bucket is one bug: a target's crashes with the same oracle, requirement and place, numbers and quoted texts\n"
    "aside; of errors that no oracle sees, those of one kind with the same innermost functions of the project. Its "
    "name\n"
    "stays the same on every machine; its exemplar is the smallest input.\n"
    "Exit status: 0 there is none; 1 there is one; 2 wrong usage; 3 nothing ran.";

int bucket(const CrashOptions& options) {
    const auto reproduction = reproduce_crashes(options);
    if (!reproduction) return crash_failure(exit_usage, "bucket", reproduction.error());
    const auto buckets = fuzz::buckets_of(*reproduction);
    fmt::print("{}", options.json ? to_pretty_json(to_json(buckets)) + "\n" : text_of(buckets));
    if (!buckets.empty()) return exit_nonconformant;
    return reproduction->has_run() ? exit_conformant : exit_nothing_ran;
}

}  // namespace

void add_crash_bucket_command(CLI::App& crash, int& status) {
    auto options = std::make_shared<CrashOptions>();
    CLI::App* command = crash.add_subcommand("bucket", "Which crash files are one bug, with the smallest of each");
    add_crash_options(*command, *options);
    command->footer(footer);
    command->callback([options, &status] { status = bucket(*options); });
}

}  // namespace keyturn
