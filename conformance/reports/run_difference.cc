#include "conformance/reports/run_difference.h"

#include <algorithm>

#include "conformance/reports/report_parts.h"

namespace keyturn {
namespace {

// Records are sorted by case id.
const Verdict* find_verdict(const RunRecord& record, const std::string& id) {
    const auto found = std::ranges::lower_bound(record.verdicts, id, {}, &Verdict::case_id);
    return found != record.verdicts.end() && found->case_id == id ? &*found : nullptr;
}

bool was_judged(ReportedAs what) { return what == ReportedAs::passed || what == ReportedAs::failed; }

}  // namespace

RunDifference difference_between(const RunRecord& before, const RunRecord& after, bool strict) {
    RunDifference difference;
    for (const Verdict& verdict : after.verdicts) {
        const std::string& id = verdict.case_id;
        const Verdict* earlier = find_verdict(before, id);
        const ReportedAs now = reported_as(verdict.kind, strict);
        const ReportedAs then = earlier ? reported_as(earlier->kind, strict) : ReportedAs::skipped;
        if (!earlier) difference.appeared.push_back(id);
        if (now == ReportedAs::failed)
            (then == ReportedAs::failed ? difference.still_failing : difference.newly_failing).push_back(id);
        else if (now == ReportedAs::passed && then == ReportedAs::failed)
            difference.fixed.push_back(id);
        else if (!was_judged(now) && was_judged(then))
            difference.no_longer_judged.push_back(id);
    }
    for (const Verdict& verdict : before.verdicts)
        if (!find_verdict(after, verdict.case_id)) difference.vanished.push_back(verdict.case_id);
    return difference;
}

}  // namespace keyturn
