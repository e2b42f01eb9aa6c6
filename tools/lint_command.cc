#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "conformance/case_files.h"
#include "conformance/composer.h"
#include "conformance/lint.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

struct LintCommandOptions {
    std::vector<std::string> paths;
    std::string data;
    bool uncovered = false;
};

int report(const LintFindings& findings, std::size_t cases, std::size_t requirements) {
    for (const FileProblem& problem : findings.problems) fmt::print("{}\n", to_string(problem));
    for (const std::string& note : findings.notes) fmt::print("note: {}\n", note);
    fmt::print("{} cases, {} requirements: {} problems\n", cases, requirements, findings.problems.size());
    return findings.problems.empty() ? exit_conformant : exit_usage;
}

int lint_suite(const std::string& data, const std::string& cases, bool uncovered) {
    const auto suite = load_suite(data, cases);
    if (!suite) {
        fmt::print("{}", suite.error());
        return exit_usage;
    }
    const LintOptions options{is_deviation, uncovered};
    const auto folder = std::filesystem::path(data) / "conformance";
    const auto findings = lint(suite->cases, suite->states, suite->requirements, options, (folder / "states").string(),
                               (folder / "requirements.json").string());
    return report(findings, suite->cases.size(), suite->requirements.all().size());
}

int lint_files(const LintCommandOptions& options) {
    const auto data = data_folder(options.data);
    if (!data) {
        fmt::print(stderr, "keyturn lint: {}\n", data.error());
        return exit_usage;
    }
    if (options.paths.empty()) return lint_suite(*data, "", options.uncovered);
    int status = exit_conformant;
    for (const std::string& path : options.paths) status = std::max(status, lint_suite(*data, path, options.uncovered));
    return status;
}

}  // namespace

void add_lint_command(CLI::App& app, int& status) {
    auto options = std::make_shared<LintCommandOptions>();
    CLI::App* command =
        app.add_subcommand("lint", "Check requirements, shared states and cases: shape, ids, orphans, duplicates");
    command->add_option("PATH", options->paths, "Folder of cases; the shipped ones if absent");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json and all beside it")
        ->type_name("DIR");
    command->add_flag("--uncovered", options->uncovered, "A server requirement without a case is a problem");
    command->footer("Exit status 2 when there is a problem; each is one line with file, place, expected and found.");
    command->callback([options, &status] { status = lint_files(*options); });
}

}  // namespace keyturn
