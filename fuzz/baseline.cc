// The text of a baseline file. What is read and written again reads as the same; a run that judged nothing changes
// nothing; a case that passes is stale, and gone from what is updated.
#include "conformance/baseline.h"

#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;

std::vector<Verdict> all_passed(const Baseline& baseline) {
    std::vector<Verdict> verdicts;
    for (const KnownFailure& known : baseline.known) {
        Verdict verdict;
        verdict.case_id = known.case_id;
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
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
    const std::vector<Verdict> passed = all_passed(*baseline);
    const BaselineReport report = compare(*baseline, passed, day_of(now_msec), true);
    fuzz::expect(report.known.empty() && report.stale.size() >= passed.size(), "what passes is stale");
    fuzz::expect(updated(*baseline, passed, now_msec, true).known.empty(), "what passes is gone from an update");
    return fuzz::Taken::accepted;
}
