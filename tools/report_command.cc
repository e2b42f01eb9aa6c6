#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/case_files.h"
#include "conformance/reports/reports.h"
#include "conformance/reports/terminal_report.h"
#include "conformance/run_coverage.h"
#include "tools/commands.h"
#include "tools/conform_report.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/journal_input.h"

namespace keyturn {
namespace {

struct ReportCommandOptions {
    std::vector<std::string> journals;
    std::string form, data;
    bool strict = false;
};

int usage_error(const std::string& text) {
    fmt::print(stderr, "keyturn report: {}\n", text);
    return exit_usage;
}

// What conform printed at the end of the run.
std::string text_report(const RunRecord& record, const ReportOptions& options) {
    return terminal_report(record.verdicts, options.requirements, {}, "see them all with --as markdown") +
           coverage_summary(run_coverage(record.verdicts, options.requirements)) +
           fmt::format("{} cases: {}\n", record.verdicts.size(), summary_of(count(record.verdicts)));
}

std::string render(const std::string& form, const RunRecord& record, const ReportOptions& options) {
    if (form == "html") return html_report(record, options);
    if (form == "junit") return junit_report(record, options);
    if (form == "sarif") return sarif_report(record, options);
    if (form == "markdown") return markdown_report(record, options);
    if (form == "annotations") return annotations_report(record, options);
    if (form == "text") return text_report(record, options);
    const RunCoverage coverage = run_coverage(record.verdicts, options.requirements);
    return form == "coverage" ? coverage_table(coverage) : json_report(record.verdicts, coverage);
}

int report(const ReportCommandOptions& options) {
    const auto record = read_journals(options.journals);
    if (!record) return usage_error(record.error());
    const auto data = data_folder(options.data);
    if (!data) return usage_error(data.error());
    const auto requirements = read_requirements_file(*data + "/conformance/requirements.json");
    if (!requirements) return usage_error(to_string(requirements.error().front()));
    for (const std::string& remark : record->remarks) fmt::print(stderr, "keyturn report: {}\n", remark);
    fmt::print("{}", render(options.form, *record, {*requirements, options.strict}));
    return exit_conformant;
}

}  // namespace

void add_report_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ReportCommandOptions>();
    CLI::App* command = app.add_subcommand("report", "Render what a run's journal holds, for people or for programs");
    command
        ->add_option("JOURNAL", options->journals,
                     "Journal, or the folder that conform --out wrote; - for standard input.\n"
                     "Several are one run: shards merge")
        ->required();
    command
        ->add_option("--as", options->form,
                     "text, html, junit, sarif, markdown, json, coverage: what was put to the test, with the cases,\n"
                     "or annotations: the workflow commands of GitHub Actions")
        ->type_name("FORM")
        ->check(CLI::IsMember({"text", "html", "junit", "sarif", "markdown", "annotations", "json", "coverage"}))
        ->required();
    command->add_flag("--strict", options->strict, "A tolerated verdict counts as a failure");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json")->type_name("DIR");
    command->footer(
        "Examples:\n"
        "  keyturn conform --endpoint URL --out run\n"
        "  keyturn report run --as html > run.html\n"
        "  keyturn report shard1 shard2 --as junit > junit.xml\n"
        "\n"
        "Exit status 0 when the report was written, whatever the verdicts are.");
    command->callback([options, &status] { status = report(*options); });
}

}  // namespace keyturn
