#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "fuzz/crash/crash_buckets.h"
#include "fuzz/crash/regressions.h"
#include "tools/crash_command.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

struct CrashPromoteOptions : CrashOptions {
    std::string why, date, bucket;
    bool dry_run = false;
};

constexpr const char* footer =
    "Examples:\n"
    "  keyturn crash promote downloads/ --why 'an id with leading zeros was taken'\n"
    "  keyturn crash promote crash-0 --target request --bucket request-a-written-request-reads-back-aba685ff\n"
    "\n"
    "Of each bucket the exemplar is put into corpus/regressions/<target>, with its bucket, requirement, day and "
    "reason\n"
    "in corpus/regressions/<target>.json; CTest replays it from then on (ctest -R regressions). Of an input that is a\n"
    "request to a server a case is written, too: conformance/cases/regressions/<target>-…. What is fixed already\n"
    "falls into no bucket: of one such file --bucket says which it was. The crash files stay where they are.\n"
    "Exit status: 0 all are promoted; 2 wrong usage, or one is a regression already; 3 there was nothing to promote.";

std::string today() {
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
    return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

struct Chosen {
    const fuzz::CrashRow* row;
    fuzz::Regression regression;
};

std::vector<Chosen> exemplars(const fuzz::Reproduction& reproduction, const CrashPromoteOptions& options) {
    std::vector<Chosen> chosen;
    for (const fuzz::CrashBucket& bucket : fuzz::buckets_of(reproduction))
        chosen.push_back({&bucket.exemplar(),
                          {.file = "",
                           .bucket = bucket.name,
                           .requirement = bucket.crash.requirement,
                           .date = options.date,
                           .why = options.why.empty() ? bucket.crash.said : options.why}});
    return chosen;
}

// One input that is fixed, in the bucket that its finder saw it in.
std::vector<Chosen> fixed_one(const fuzz::Reproduction& reproduction, const CrashPromoteOptions& options) {
    if (options.bucket.empty() || reproduction.rows.size() != 1 || reproduction.count(fuzz::CrashOutcome::fixed) != 1)
        return {};
    return {{&reproduction.rows.front(),
             {.file = "",
              .bucket = options.bucket,
              .requirement = "",
              .date = options.date,
              .why = options.why.empty() ? options.bucket : options.why}}};
}

std::expected<fuzz::Promoted, std::string> promote(const Chosen& chosen, const fuzz::ReproduceSettings& settings,
                                                   fuzz::Promote what) {
    const auto content = fuzz::read_crash_file(chosen.row->file.path, settings.file_limits.bytes);
    if (!content) return std::unexpected(content.error());
    return fuzz::promote(settings.root, chosen.row->file.target, *content, chosen.regression, what);
}

void print(const fuzz::Promoted& promoted, std::string_view bucket, bool dry_run) {
    const std::string_view would = dry_run ? "would write " : "";
    fmt::print("{}{}\n  {}\n", would, promoted.input.string(), bucket);
    if (!promoted.test_case.empty()) fmt::print("{}{}\n", would, promoted.test_case.string());
    if (!promoted.why_no_case.empty()) fmt::print("  no case for servers: {}\n", promoted.why_no_case);
}

// First all are looked at, so that one that can't be promoted leaves none half done.
int promote_all(const std::vector<Chosen>& all, const fuzz::ReproduceSettings& settings, bool dry_run) {
    for (const Chosen& chosen : all)
        if (const auto checked = promote(chosen, settings, fuzz::Promote::only_check); !checked)
            return crash_failure(exit_usage, "promote", checked.error());
    for (const Chosen& chosen : all) {
        const auto promoted = promote(chosen, settings, dry_run ? fuzz::Promote::only_check : fuzz::Promote::write);
        if (!promoted) return crash_failure(exit_usage, "promote", promoted.error());
        print(*promoted, chosen.regression.bucket, dry_run);
    }
    return exit_conformant;
}

int promote(const CrashPromoteOptions& options) {
    const auto settings = crash_settings(options);
    const auto reproduction = settings ? reproduce_crashes(options) : std::unexpected(settings.error());
    if (!reproduction) return crash_failure(exit_usage, "promote", reproduction.error());
    const bool is_any = reproduction->is_any_crash();
    const std::vector<Chosen> chosen = is_any ? exemplars(*reproduction, options) : fixed_one(*reproduction, options);
    if (!chosen.empty()) return promote_all(chosen, *settings, options.dry_run);
    return crash_failure(exit_nothing_ran, "promote",
                         "nothing is reproduced; of one file that is fixed, --bucket NAME says which bug it was of");
}

}  // namespace

void add_crash_promote_command(CLI::App& crash, int& status) {
    auto options = std::make_shared<CrashPromoteOptions>();
    options->date = today();
    CLI::App* command = crash.add_subcommand("promote", "Keep one input of each bug, which CTest replays from then on");
    add_crash_options(*command, *options);
    command->remove_option(command->get_option("--json"));
    command->add_option("--why", options->why, "A line: why it is kept (default: what the oracle said)")
        ->type_name("TEXT");
    command->add_option("--date", options->date, "The day that is recorded (default: today)")->type_name("YYYY-MM-DD");
    command->add_option("--bucket", options->bucket, "The bucket of one file that is fixed")->type_name("NAME");
    command->add_flag("--dry-run", options->dry_run, "Only say what would be written");
    command->footer(footer);
    command->callback([options, &status] { status = promote(*options); });
}

}  // namespace keyturn
