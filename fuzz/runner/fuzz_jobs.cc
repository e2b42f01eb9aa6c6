// The program behind tools/fuzz, which builds what this runs.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <thread>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/findings_sarif.h"
#include "fuzz/runner/measured_report.h"
#include "fuzz/runner/progress_line.h"
#include "fuzz/runner/project_files.h"
#include "fuzz/runner/target_run.h"

namespace {

using namespace keyturn::fuzz;

constexpr int usage_status = 2, nothing_ran_status = 3;
constexpr std::uint64_t default_seconds = 60;

struct Options {
    std::vector<std::string> targets;
    std::optional<std::uint64_t> seconds, runs;
    std::uint64_t seed = 1;
    unsigned jobs = 1;
    std::string corpus, before, root, explorers, judges;
    bool from_empty = false, repeatable = false, json = false;
};

void add_options(CLI::App& app, Options& options) {
    app.add_option("TARGET", options.targets, "Fuzz targets, all where none is named; --list shows them");
    auto* seconds = app.add_option("--for", options.seconds, "Seconds to explore, each target (default 60)");
    auto* runs = app.add_option("--runs", options.runs, "Inputs to run instead, each target");
    seconds->excludes(runs)->check(CLI::Range(1u, 86'400u));
    runs->check(CLI::PositiveNumber);
    app.add_option("--seed", options.seed, "Of the engine's random choices")->capture_default_str();
    app.add_option("--jobs", options.jobs, "Targets at once")->check(CLI::Range(1u, 64u))->capture_default_str();
    app.add_option("--corpus", options.corpus,
                   "Folder whose files are seeds too and that the merged corpus is added to; of several targets each "
                   "has a folder in it");
    app.add_flag("--from-empty", options.from_empty, "Begin without seeds");
    app.add_flag("--repeatable", options.repeatable,
                 "The same --runs and --seed give the same corpus, byte for byte; files already in --corpus are no "
                 "seeds then")
        ->needs(runs);
    app.add_option(
        "--before", options.before,
        "A report.json of an earlier run: of a target under its floor the branches are shown that it reached "
        "then");
    app.add_flag("--json", options.json, "The report as JSON on standard output");
    app.add_option("--root", options.root)->required()->group("");
    app.add_option("--explorers", options.explorers)->required()->group("");
    app.add_option("--judges", options.judges)->required()->group("");
    app.footer(
        "Each target explores without sanitizers, its corpus is merged by set cover, judged with AddressSanitizer and\n"
        "UndefinedBehaviorSanitizer, twice, which must not differ, and the branches are counted that it reaches of\n"
        "the files it aims at. What is found stands in build/fuzzing/TARGET/findings, the report in\n"
        "build/fuzzing/report.json, the findings also in build/fuzzing/findings.sarif.\n\n"
        "--list prints the targets, a line each, and builds nothing. --list --changed-since REV prints those whose "
        "files\n"
        "changed since a commit, --matrix N all of it as a JSON array of at most N texts, for jobs of CI.\n\n"
        "A target that reaches fewer branches than its floor did too little; tools/floors raises floors, and\n"
        "fuzz/unreachable.json names branches that no input reaches.\n\n"
        "Exit status: 0 nothing found; 1 a finding; 2 wrong usage; 3 a target did too little to say anything.");
}

// The files of --before and fuzz/unreachable.json.
struct Known {
    UnreachedBefore before;
    std::vector<UnreachableRow> unreachable;
};

std::expected<Known, std::string> load_known(const Options& options, const std::vector<TargetRow>& table) {
    auto unreachable = load_unreachable(options.root, table);
    if (!unreachable) return std::unexpected(unreachable.error());
    if (options.before.empty()) return Known{{}, *std::move(unreachable)};
    const auto report = load_report(options.before);
    if (!report) return std::unexpected(report.error());
    return Known{unreached_of(*report), *std::move(unreachable)};
}

RunSettings settings_for(const TargetRow& row, const Options& options, bool is_only_one) {
    RunSettings settings{.root = options.root,
                         .explorers = options.explorers,
                         .judges = options.judges,
                         .work = std::filesystem::path(options.root) / "build/fuzzing",
                         .budget = {options.seconds, options.runs, options.from_empty,
                                    !options.corpus.empty() && !options.repeatable && !options.from_empty},
                         .seed = options.seed,
                         .repeatable = options.repeatable};
    if (!options.corpus.empty())
        settings.kept =
            is_only_one ? std::filesystem::path(options.corpus) : std::filesystem::path(options.corpus) / row.name;
    if (!settings.budget.seconds && !settings.budget.executions) settings.budget.seconds = default_seconds;
    return settings;
}

std::vector<TargetReport> run_all(const std::vector<TargetRow>& rows, const Options& options,
                                  const std::vector<UnreachableRow>& unreachable) {
    std::vector<TargetReport> reports(rows.size());
    std::atomic<std::size_t> next = 0;
    ProgressLine progress(isatty(STDERR_FILENO) == 1);
    const auto work = [&] {
        for (std::size_t i = next++; i < rows.size(); i = next++) {
            RunSettings settings = settings_for(rows[i], options, rows.size() == 1);
            settings.unreachable = unreachable;
            reports[i] = run_target(rows[i], settings, [&](const Progress& seen) { progress.show(seen); });
        }
    };
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < options.jobs; ++i) workers.emplace_back(work);
    for (std::thread& worker : workers) worker.join();
    progress.clear();
    return reports;
}

int complain(std::string_view what, int status) {
    fmt::print(stderr, "tools/fuzz: {}\n", what);
    return status;
}

void keep(const Options& options, std::string_view file, std::string_view content) {
    const auto written = write_whole(std::filesystem::path(options.root) / "build/fuzzing" / file, content);
    if (!written) complain(written.error(), 0);
}

int run(const Options& options) {
    const auto table = load_target_table(options.root);
    const auto rows = table ? chosen_targets(*table, options.targets) : std::unexpected(table.error());
    if (!rows) return complain(rows.error(), usage_status);
    const auto known = load_known(options, *table);
    if (!known) return complain(known.error(), usage_status);
    if (options.repeatable && !addresses_can_be_fixed())
        return complain(
            "this system refuses to run programs at fixed addresses (setarch -R), so runs would not repeat\n"
            "  a container needs --security-opt seccomp=unconfined, or leave --repeatable away",
            nothing_ran_status);
    signal(SIGINT, SIG_IGN);  // Ctrl-C ends the targets, and then the report is made
    const std::vector<TargetReport> reports = run_all(*rows, options, known->unreachable);
    const Budget budget = settings_for(rows->front(), options, true).budget;
    const std::string json = to_pretty_json(report_json(reports, *table, budget)) + "\n";
    keep(options, "report.json", json);
    keep(options, "findings.sarif", findings_sarif(reports, options.root));
    fmt::print("{}", options.json ? json : report_text(reports, *table, budget, known->before));
    return exit_status_of(reports, *table, budget);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Runs the fuzz targets.", "tools/fuzz");
    Options options;
    add_options(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : usage_status;
    }
    return run(options);
}
