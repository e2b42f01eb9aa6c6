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
};

// Files among the cases that no run reads.
FileProblems orphans(const std::string& folder) {
    FileProblems problems;
    for (const std::string& path : find_json_files(folder).others)
        problems.push_back({path, "", "a case, which is a *.json", "another file"});
    return problems;
}

int report(const FileProblems& problems, std::size_t cases, std::size_t requirements) {
    for (const FileProblem& problem : problems) fmt::print("{}\n", to_string(problem));
    fmt::print("{} cases, {} requirements: {} problems\n", cases, requirements, problems.size());
    return problems.empty() ? exit_conformant : exit_usage;
}

// `cases`: somebody's own folder, "" for the shipped suite.
int lint_suite(const std::string& data, const std::string& cases) {
    const auto suite = load_suite(data, cases);
    if (!suite) {
        fmt::print("{}", suite.error());
        return exit_usage;
    }
    const LintOptions options{is_deviation, cases.empty()};
    const auto folder = std::filesystem::path(data) / "conformance";
    auto problems = lint(suite->cases, suite->states, suite->requirements, options, (folder / "states").string(),
                         (folder / "requirements.json").string());
    for (FileProblem& orphan : orphans(cases.empty() ? (folder / "cases").string() : cases))
        problems.push_back(std::move(orphan));
    return report(problems, suite->cases.size(), suite->requirements.all().size());
}

int lint_files(const LintCommandOptions& options) {
    const auto data = data_folder(options.data);
    if (!data) {
        fmt::print(stderr, "keyturn lint: {}\n", data.error());
        return exit_usage;
    }
    if (options.paths.empty()) return lint_suite(*data, "");
    int status = exit_conformant;
    for (const std::string& path : options.paths) status = std::max(status, lint_suite(*data, path));
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
    command->footer(
        "Of the shipped suite it also asks that every requirement of a server has a case in which it is kept and one "
        "in\n"
        "which it is broken, and that every shared state is used; your own folder need not cover anything.\n"
        "Exit status 2 when there is a problem; each is one line with file, place, expected and found.");
    command->callback([options, &status] { status = lint_files(*options); });
}

}  // namespace keyturn
