// The text of a baseline file. What is read and written again reads as the same; a run that judged nothing changes
// nothing; a case that passes is stale, and gone from what is updated; one that fails stays, and is known as long as it
// breaks nothing else.
#include "conformance/baseline.h"

#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;

// Of every known case, and of one more.
std::vector<Verdict> all_of_kind(const Baseline& baseline, VerdictKind kind) {
    std::vector<Verdict> verdicts;
    for (const KnownFailure& known : baseline.known) {
        Verdict verdict;
        verdict.case_id = known.case_id;
        verdict.kind = kind;
        verdict.requirements = known.requirements;
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

std::vector<Verdict> with_another(std::vector<Verdict> verdicts, VerdictKind kind) {
    verdicts.emplace_back();
    verdicts.back().case_id = "a case that no baseline names: its id ends in no name/";
    verdicts.back().kind = kind;
    verdicts.back().requirements = {"AM-REQ-001"};
    return verdicts;
}

void what_passes_is_stale(const Baseline& baseline, VerdictKind kind, bool strict) {
    const std::vector<Verdict> passed = all_of_kind(baseline, kind);
    const BaselineReport report = compare(baseline, passed, day_of(now_msec), strict);
    fuzz::expect(report.known.empty() && report.stale.size() == passed.size(), "what passes is stale");
    fuzz::expect(updated(baseline, passed, now_msec, strict).known.empty(), "what passes is gone from an update");
}

void what_fails_is_known(const Baseline& baseline, VerdictKind kind, bool strict) {
    std::vector<Verdict> failed = all_of_kind(baseline, kind);
    const BaselineReport report = compare(baseline, failed, "0000-01-01", strict);
    fuzz::expect(report.known.size() == failed.size() && report.stale.empty(), "what fails as before is known");
    fuzz::expect(compare(baseline, failed, "9999-12-31", strict).stale.size() <= failed.size(), "it expires once");
    fuzz::expect(baseline_to_json(updated(baseline, failed, now_msec, strict)) == baseline_to_json(baseline),
                 "an update keeps it");
    for (Verdict& verdict : failed) verdict.requirements.emplace_back("a requirement that it did not break");
    fuzz::expect(compare(baseline, failed, "0000-01-01", strict).known.empty(), "what breaks more is not known");
    fuzz::expect(updated(baseline, with_another(failed, kind), now_msec, strict).known.size() == failed.size() + 1,
                 "a new failure comes in");
}

void what_was_not_judged_stays(const Baseline& baseline, VerdictKind kind) {
    const std::vector<Verdict> unjudged = with_another(all_of_kind(baseline, kind), kind);
    const BaselineReport report = compare(baseline, unjudged, day_of(now_msec), true);
    fuzz::expect(report.known.empty() && report.stale.empty(), "of what was not judged nothing is said");
    fuzz::expect(baseline_to_json(updated(baseline, unjudged, now_msec, true)) == baseline_to_json(baseline),
                 "what was not judged stays");
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto baseline = read_baseline(*document);
    if (!baseline) {
        fuzz::expect(!baseline.error().empty(), "a refusal has problems");
        return fuzz::Taken::refused;
    }
    const JsonValue written = baseline_to_json(*baseline);
    const auto again = read_baseline(written);
    fuzz::expect(again && baseline_to_json(*again) == written, "a written baseline reads back");
    for (const KnownFailure& known : baseline->known)
        fuzz::expect(baseline->find(known.case_id) == &known, "each case stands once, and is found");
    fuzz::expect(baseline_to_json(updated(*baseline, {}, now_msec, true)) == written, "no verdicts change nothing");
    what_passes_is_stale(*baseline, VerdictKind::conformant, true);
    what_passes_is_stale(*baseline, VerdictKind::tolerated, false);
    what_fails_is_known(*baseline, VerdictKind::tolerated, true);
    what_fails_is_known(*baseline, VerdictKind::nonconformant, false);
    what_fails_is_known(*baseline, VerdictKind::flaky, false);
    what_was_not_judged_stays(*baseline, VerdictKind::not_run);
    return fuzz::Taken::accepted;
}
