// The program behind tools/floors, which builds it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/floors.h"
#include "fuzz/runner/project_files.h"

namespace {

namespace fs = std::filesystem;
using namespace keyturn::fuzz;

constexpr int usage_status = 2, nothing_measured_status = 3;

struct Options {
    std::vector<std::string> targets;
    std::string root, report;
    bool dry_run = false;
};

int complain(std::string_view sentence, int status) {
    fmt::print(stderr, "tools/floors: {}\n", sentence);
    return status;
}

// Why a report says nothing of a target's floors; empty: it does.
std::string_view objection_to(const MeasuredTarget& measured) {
    return measured.is_sound ? "" : "it had a finding or did too little: see the report";
}

std::string_view objection_to(const Budget& budget) {
    if (budget.kept_corpus) return "the run began with a corpus of its own (--corpus), which later runs don't have";
    if (!budget.seconds) return "the run's budget was a number of inputs; floors hold for seconds: tools/fuzz --for 60";
    return "";
}

// Prints a line a target and returns the table's text with the floors raised.
std::expected<std::string, std::string> raise(std::string text, const std::vector<TargetRow>& rows,
                                              const MeasuredReport& report) {
    for (const TargetRow& row : rows) {
        const auto measured = std::ranges::find(report.targets, row.name, &MeasuredTarget::name);
        if (measured == report.targets.end()) continue;
        if (const auto objection = objection_to(*measured); !objection.empty()) {
            fmt::print("{:<24} as it was: {}\n", row.name, objection);
            continue;
        }
        const Floors floors = raised_floors(row, *measured, report.budget);
        fmt::print("{:<24} branches {} -> {} %, executions a second {} -> {}\n", row.name, row.branch_floor,
                   floors.branches, row.executions_floor, floors.executions);
        auto raised = with_floors(text, row.name, floors);
        if (!raised) return std::unexpected(raised.error());
        text = *std::move(raised);
    }
    return text;
}

bool says_something_of(const MeasuredReport& report, const std::vector<TargetRow>& rows) {
    return std::ranges::any_of(rows, [&](const TargetRow& row) {
        return std::ranges::find(report.targets, row.name, &MeasuredTarget::name) != report.targets.end();
    });
}

int run(const Options& options) {
    const fs::path file = fs::path(options.root) / "fuzz/targets.json";
    const auto table = load_target_table(options.root);
    const auto rows = table ? chosen_targets(*table, options.targets) : std::unexpected(table.error());
    if (!rows) return complain(rows.error(), usage_status);
    const auto report = load_report(options.report);
    if (!report) return complain(report.error(), usage_status);
    if (const auto objection = objection_to(report->budget); !objection.empty())
        return complain(objection, nothing_measured_status);
    if (!says_something_of(*report, *rows))
        return complain("the report has none of these targets: tools/fuzz TARGET --for 60", nothing_measured_status);
    const auto text = read_corpus_file(file);
    const auto raised = text ? raise(*text, *rows, *report) : std::unexpected(text.error());
    if (!raised) return complain(raised.error(), usage_status);
    if (options.dry_run) return 0;
    const auto written = write_whole(file, *raised);
    return written ? 0 : complain(written.error(), nothing_measured_status);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Raises the floors of fuzz/targets.json to what a run of tools/fuzz measured. None is ever lowered.",
                 "tools/floors");
    Options options;
    app.add_option("TARGET", options.targets, "All that the report has where none is named");
    app.add_option("--report", options.report, "Default: build/fuzzing/report.json");
    app.add_flag("--dry-run", options.dry_run, "Only print what would be raised");
    app.add_option("--root", options.root)->required()->group("");
    app.footer(
        "    tools/fuzz --for 60 --from-empty && tools/floors\n\n"
        "Branches: two points below what was reached, cut to a whole percentage, since two runs differ by luck; of\n"
        "runs of at most 60 s, which is what CI has. Executions a second: a third of what was measured, cut to two\n"
        "digits, since machines differ. A target with a finding, or that did too little, keeps its floors.\n\n"
        "Exit status: 0 raised, or nothing to raise; 2 wrong usage or a bad file; 3 the report says nothing of "
        "floors.");
    try {
        app.parse(argc, argv);
        if (options.report.empty()) options.report = fs::path(options.root) / "build/fuzzing/report.json";
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : usage_status;
    }
    return run(options);
}
