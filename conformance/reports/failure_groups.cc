#include "conformance/reports/failure_groups.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace keyturn {
namespace {

FailureGroup with_exemplar_first(FailureGroup group) {
    const auto way_to_breach = [](const Verdict* verdict) {
        return std::pair(verdict->breaches.front().exchange, verdict->case_id);
    };
    std::ranges::sort(group.verdicts, {}, way_to_breach);
    group.breach = &group.verdicts.front()->breaches.front();
    return group;
}

bool is_silent(const Verdict& verdict) {
    return verdict.breaches.empty() && (verdict.kind != VerdictKind::conformant || !verdict.reason.empty());
}

}  // namespace

std::vector<FailureGroup> failure_groups(const std::vector<Verdict>& verdicts) {
    std::map<std::tuple<std::string, std::string, std::string>, FailureGroup> by_cause;
    for (const Verdict& verdict : verdicts) {
        if (verdict.breaches.empty()) continue;
        const Breach& breach = verdict.breaches.front();
        const auto& [place, expected, actual, kind] = breach.difference;
        const auto [group, is_new] = by_cause.try_emplace({breach.requirement, place, expected},
                                                          FailureGroup{breach.requirement, place, {}, nullptr});
        group->second.verdicts.push_back(&verdict);
    }
    std::vector<FailureGroup> groups;
    for (auto& [cause, group] : by_cause) groups.push_back(with_exemplar_first(std::move(group)));
    // Expected texts break ties, so that a report repeats.
    const auto rank = [](const FailureGroup& group) {
        const auto cases = static_cast<long long>(group.verdicts.size());
        return std::tuple(group.requirement, -cases, group.place, group.breach->difference.expected);
    };
    std::ranges::sort(groups, {}, rank);
    return groups;
}

int urgency_of(const Verdict& verdict) {
    if (verdict.set_up_failed) return 0;
    switch (verdict.kind) {
        case VerdictKind::nonconformant:
        case VerdictKind::flaky:
            return 1;
        case VerdictKind::inconclusive:
            return 2;
        case VerdictKind::tolerated:
            return 3;
        case VerdictKind::unimplemented:
            return 4;
        case VerdictKind::not_run:
            return 5;
        case VerdictKind::conformant:
            break;
    }
    return least_urgent;
}

std::vector<VerdictGroup> silent_groups(const std::vector<Verdict>& verdicts) {
    std::map<std::tuple<int, VerdictKind, std::string>, VerdictGroup> by_reason;
    for (const Verdict& verdict : verdicts)
        if (is_silent(verdict)) by_reason[{urgency_of(verdict), verdict.kind, verdict.reason}].push_back(&verdict);
    std::vector<VerdictGroup> groups;
    for (auto& [reason, group] : by_reason) groups.push_back(std::move(group));
    std::ranges::sort(groups, {}, [](const VerdictGroup& group) {
        return std::tuple(urgency_of(*group.front()), -static_cast<long long>(group.size()), group.front()->case_id);
    });
    return groups;
}

}  // namespace keyturn
