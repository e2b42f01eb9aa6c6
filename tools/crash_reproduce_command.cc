#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "conformance/case_files.h"
#include "conformance/reports/reports.h"
#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/crash/crash_verdicts.h"
#include "tools/crash_command.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

struct CrashReproduceOptions : CrashOptions {
    std::string out, data;
};

constexpr const char* footer =
    "Examples:\n"
    "  keyturn crash reproduce crash-da39a3ee5e6b4b0d --target request\n"
    "  keyturn crash reproduce corpus/crashes --out report     and as SARIF, Markdown and JUnit\n"
    "\n"
    "Each input runs in a process of its own, bounded in time and memory; one that crashes runs three times more in\n"
    "another. What comes out of each: reproduced; flaky: not the same every time; fixed: it ends well now; wrong "
    "target;\n"
    "not readable: a huge file, say. Links, pipes and devices are not opened; equal files run once.\n"
    "Exit status: 0 nothing is reproduced; 1 something is, or is flaky; 2 wrong usage; 3 nothing ran.";

std::expected<void, std::string> write_journal(const fs::path& folder, const std::vector<Verdict>& verdicts) {
    std::error_code error;
    fs::create_directories(folder, error);
    auto journal = Journal::create((folder / "journal.ndjson").string());
    if (!journal) return std::unexpected(journal.error());
    for (const Verdict& verdict : verdicts)
        if (auto appended = journal->append(verdict); !appended) return appended;
    return {};
}

// The journal, and what `keyturn report` makes of it.
std::expected<void, std::string> write_reports(const fuzz::Reproduction& reproduction,
                                               const CrashReproduceOptions& options) {
    const auto data = data_folder(options.data);
    if (!data) return std::unexpected(data.error());
    const auto requirements = read_requirements_file(*data + "/conformance/requirements.json");
    if (!requirements) return std::unexpected(to_string(requirements.error().front()));
    const RunRecord record{.verdicts = fuzz::verdicts_of(reproduction), .remarks = reproduction.left_out};
    const fs::path folder = options.out;
    if (auto written = write_journal(folder, record.verdicts); !written) return written;
    const ReportOptions as{*requirements};
    for (const auto& [name, text] :
         {std::pair("crashes.sarif", sarif_report(record, as)), std::pair("crashes.md", markdown_report(record, as)),
          std::pair("crashes.xml", junit_report(record, as))})
        if (auto written = fuzz::write_whole(folder / name, text); !written) return written;
    return {};
}

int reproduce(const CrashReproduceOptions& options) {
    const auto reproduction = reproduce_crashes(options);
    if (!reproduction) return crash_failure(exit_usage, "reproduce", reproduction.error());
    fmt::print("{}", options.json ? to_pretty_json(to_json(*reproduction)) + "\n" : text_of(*reproduction));
    if (!options.out.empty())
        if (const auto written = write_reports(*reproduction, options); !written)
            return crash_failure(exit_usage, "reproduce", written.error());
    if (reproduction->is_any_crash()) return exit_nonconformant;
    return reproduction->has_run() ? exit_conformant : exit_nothing_ran;
}

}  // namespace

void add_crash_reproduce_command(CLI::App& crash, int& status) {
    auto options = std::make_shared<CrashReproduceOptions>();
    CLI::App* command = crash.add_subcommand("reproduce", "Run crash files again: which still happen, which are fixed");
    add_crash_options(*command, *options);
    command
        ->add_option("--out", options->out,
                     "Folder for the journal, and crashes.sarif, crashes.md and crashes.xml (JUnit)")
        ->type_name("DIR");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json")->type_name("DIR");
    command->footer(footer);
    command->callback([options, &status] { status = reproduce(*options); });
}

}  // namespace keyturn
