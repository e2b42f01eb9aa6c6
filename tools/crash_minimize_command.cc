#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "fuzz/crash/minimize_files.h"
#include "tools/crash_command.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

struct CrashMinimizeOptions : CrashOptions {
    std::size_t runs = fuzz::MinimizeBudget{}.runs;
    std::string out;
};

constexpr const char* footer =
    "Examples:\n"
    "  keyturn crash minimize crash-da39a3ee5e6b4b0d --target request    writes crash-da39a3ee5e6b4b0d.min\n"
    "  keyturn crash minimize downloads/ --out small                     small/request/0c1f…, a folder for each "
    "target\n"
    "\n"
    "By structure first, then byte by byte: members, elements, names and texts of JSON; fields of Thrift; lines and\n"
    "chunks of HTTP, with lengths that follow; lines and words of scripts. What comes out falls into the same bucket "
    "and\n"
    "is never larger; minimised again it stays as it is, and it is the same every time.\n"
    "Exit status: 0 each was minimised; 1 one could not be, for it does not crash, say; 2 wrong usage; 3 nothing ran.";

int minimize(const CrashMinimizeOptions& options) {
    const auto settings = crash_settings(options);
    if (!settings) return crash_failure(exit_usage, "minimize", settings.error());
    const fuzz::MinimizeSettings as{.root = settings->root,
                                    .programs = settings->programs,
                                    .target = settings->target,
                                    .out = options.out,
                                    .limits = settings->limits,
                                    .budget = {.runs = options.runs},
                                    .jobs = settings->jobs,
                                    .symbolizer = settings->symbolizer};
    const auto minimized = fuzz::minimize_files(options.paths, as, crash_progress());
    if (!minimized) return crash_failure(exit_usage, "minimize", minimized.error());
    fmt::print("{}", options.json ? to_pretty_json(to_json(*minimized)) + "\n" : fuzz::text_of(*minimized));
    const std::size_t done = minimized->count_of_minimized();
    if (done == 0) return exit_nothing_ran;
    return done == minimized->files.size() ? exit_conformant : exit_nonconformant;
}

}  // namespace

void add_crash_minimize_command(CLI::App& crash, int& status) {
    auto options = std::make_shared<CrashMinimizeOptions>();
    CLI::App* command = crash.add_subcommand("minimize", "Make crash files smaller; each stays in its bucket");
    add_crash_options(*command, *options);
    command->add_option("--runs", options->runs, "Times that a target runs for one file, at most")
        ->check(CLI::Range(1u, 1'000'000u))
        ->capture_default_str();
    command
        ->add_option(
            "--out", options->out,
            "Folder for what comes out, by target and named after its content\n(default: FILE.min, beside FILE)")
        ->type_name("DIR");
    command->footer(footer);
    command->callback([options, &status] { status = minimize(*options); });
}

}  // namespace keyturn
