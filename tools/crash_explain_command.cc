#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "fuzz/crash/explain_files.h"
#include "tools/crash_command.h"
#include "tools/exit_status.h"
#include "tools/explained_words.h"

namespace keyturn {
namespace {

constexpr const char* footer =
    "Example:\n"
    "  keyturn crash explain crash-da39a3ee5e6b4b0d --target server\n"
    "\n"
    "Nothing is run. A request's body is held to the rules of a server, in the group and by the admin of the fuzz\n"
    "targets; a script is told step by step; a request comes with the shell line that sends it. What sets the input\n"
    "apart from the seed that it resembles most is often one value. Secrets have placeholders.\n"
    "Exit status: 0 each is explained; 1 one could not be; 2 wrong usage; 3 none could be.";

int explain_crashes(const CrashOptions& options) {
    const auto explained = fuzz::explain_files(options.paths, source_of(options), options.target, with_words({}));
    if (!explained) return crash_failure(exit_usage, "explain", explained.error());
    fmt::print("{}", options.json ? to_pretty_json(to_json(*explained)) + "\n" : fuzz::text_of(*explained));
    const std::size_t done = explained->count_of_explained();
    if (done == 0) return exit_nothing_ran;
    return done == explained->files.size() ? exit_conformant : exit_nonconformant;
}

}  // namespace

void add_crash_explain_command(CLI::App& crash, int& status) {
    auto options = std::make_shared<CrashOptions>();
    CLI::App* command = crash.add_subcommand("explain", "Say in words what crash files are, beside the nearest seed");
    add_crash_file_options(*command, *options);
    command->footer(footer);
    command->callback([options, &status] { status = explain_crashes(*options); });
}

}  // namespace keyturn
