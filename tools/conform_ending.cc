#include "tools/conform_ending.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "conformance/reports/terminal_report.h"
#include "conformance/run_coverage.h"
#include "tools/conform_report.h"
#include "tools/policy_off.h"
#include "tools/repeat_command.h"

namespace keyturn {
namespace {

bool is_single(const EndedRun& run) { return run.verdicts.size() == 1; }

bool is_idle(const Verdict& verdict) {
    return !verdict.set_up_failed &&
           (verdict.kind == VerdictKind::not_run || verdict.kind == VerdictKind::unimplemented);
}

// Failures that are known are counted, but take no room from those that are not.
std::vector<Verdict> worth_telling(const EndedRun& run) {
    std::vector<Verdict> told;
    std::ranges::copy_if(run.verdicts, std::back_inserter(told), [&run](const Verdict& verdict) {
        return std::ranges::find(run.baseline.known, verdict.case_id) == run.baseline.known.end();
    });
    return told;
}

void print_verdicts(const EndedRun& run) {
    const TextStyle style{.colours = isatty(STDOUT_FILENO) != 0 && !std::getenv("NO_COLOR")};
    const std::string& out = run.options.out;
    const std::string where = out.empty() ? "see them all with --out DIR and keyturn report DIR --as markdown"
                                          : fmt::format("keyturn report {} --as markdown", shell_word(out));
    fmt::print("{}", is_single(run) ? text_of(run.verdicts.front(), run.requirements, style)
                                    : terminal_report(worth_telling(run), run.requirements, style, where));
}

// What a part of the suite leaves out is no gap.
bool is_whole(const EndedRun& run) {
    return run.options.selectors.empty() && run.options.shard.empty() && !run.interrupted;
}

void print_coverage(const EndedRun& run, const RunCoverage& coverage) {
    if (run.options.coverage) fmt::print("{}", coverage_table(coverage));
    if (run.options.coverage || !is_single(run))
        fmt::print("{}", is_whole(run) ? coverage_summary(coverage) : coverage_line(coverage));
}

void print_stale(std::FILE* words, const BaselineReport& baseline) {
    for (const std::string& stale : baseline.stale) fmt::print(words, "baseline: {}\n", stale);
}

void print_counts(std::FILE* words, const EndedRun& run) {
    const ConformOptions& options = run.options;
    std::string ending = options.seed ? "" : fmt::format("   (seed {})", run.seed);
    if (options.profile != ConformOptions().profile) ending += "   profile: " + options.profile;
    if (!options.policy_off.empty()) ending += "   " + silenced_in_words(options.policy_off);
    if (!options.baseline.empty()) ending += fmt::format("   {} known failures", run.baseline.known.size());
    if (!options.shard.empty()) ending += "   shard " + options.shard;
    if (run.interrupted) ending += "   interrupted: the rest was not run";
    fmt::print(words, "{} cases: {}{}\n", run.verdicts.size(), summary_of(count(run.verdicts)), ending);
    if (!is_single(run) && std::ranges::all_of(run.verdicts, is_idle))
        fmt::print(words,
                   "the server was not judged: does it have the operation, and can it be given a state? "
                   "keyturn conform --help tells the ways\n");
}

}  // namespace

void print_ending(const EndedRun& run) {
    const RunCoverage coverage = run_coverage(run.verdicts, run.requirements);
    if (run.options.json) {
        fmt::print("{}", json_report(run.verdicts, coverage));
        print_stale(stderr, run.baseline);
        return print_counts(stderr, run);
    }
    print_verdicts(run);
    print_stale(stdout, run.baseline);
    print_coverage(run, coverage);
    print_counts(stdout, run);
}

}  // namespace keyturn
