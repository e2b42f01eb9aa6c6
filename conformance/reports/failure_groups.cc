#include "conformance/reports/failure_groups.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace keyturn {

std::vector<FailureGroup> failure_groups(const std::vector<Verdict>& verdicts) {
    std::map<std::tuple<std::string, std::string, std::string>, FailureGroup> by_cause;
    for (const Verdict& verdict : verdicts) {
        if (verdict.breaches.empty()) continue;
        const Breach& breach = verdict.breaches.front();
        const auto& [place, expected, actual, kind] = breach.difference;
        const auto [group, is_new] = by_cause.try_emplace({breach.requirement, place, expected},
                                                          FailureGroup{breach.requirement, place, {}, &breach});
        group->second.verdicts.push_back(&verdict);
    }
    std::vector<FailureGroup> groups;
    for (auto& [cause, group] : by_cause) groups.push_back(std::move(group));
    // Expected texts break ties, so that a report repeats.
    const auto rank = [](const FailureGroup& group) {
        const auto cases = static_cast<long long>(group.verdicts.size());
        return std::tuple(group.requirement, -cases, group.place, group.breach->difference.expected);
    };
    std::ranges::sort(groups, {}, rank);
    return groups;
}

}  // namespace keyturn
