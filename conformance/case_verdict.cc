#include "conformance/case_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "protocol/group.h"

namespace keyturn {

CaseVerdict::CaseVerdict(const Case& test, const ReplayPolicy& policy) : test_(test), policy_(policy) {
    verdict_.case_id = test.id;
    verdict_.requirements = test.requirements;
}

void CaseVerdict::not_run(std::string reason) {
    verdict_.kind = VerdictKind::not_run;
    verdict_.reason = std::move(reason);
}

void CaseVerdict::inconclusive(std::string reason) {
    verdict_.kind = VerdictKind::inconclusive;
    verdict_.reason = std::move(reason);
}

void CaseVerdict::unimplemented() {
    verdict_.kind = VerdictKind::unimplemented;
    verdict_.reason = "the server answers 501";
}

void CaseVerdict::unread(const std::string& reason) {
    if (reason.empty() || verdict_.kind != VerdictKind::conformant) return;
    inconclusive("what became of the group could not be read: " + reason);
}

void CaseVerdict::tell(const std::vector<Breach>& breaches) {
    for (const Breach& found : breaches) tell(found.requirement, found.exchange, found.difference);
}

void CaseVerdict::tell(std::string_view requirement, std::size_t exchange, const Difference& difference) {
    const Requirement* found = policy_.requirements.find(requirement);
    if (found && !policy_.asks_for(*found)) return;
    verdict_.breaches.push_back({std::string(requirement), exchange, difference});
}

// Those that the case was judged by: its requests kept them all, or one of them was to be refused.
void CaseVerdict::note_requirements() {
    const bool expects_refusals = std::ranges::any_of(test_.exchanges, expects_refusal);
    for (const std::string& id : test_.requirements)
        if (policy_.asks_for(id)) verdict_.exercised.note(id, !expects_refusals);
}

bool CaseVerdict::is_must(const Breach& found) const {
    const Requirement* requirement = policy_.requirements.find(found.requirement);
    return !requirement || requirement->level == Level::must;
}

Verdict CaseVerdict::concluded() && {
    const bool was_judged = verdict_.kind == VerdictKind::conformant || !verdict_.breaches.empty();
    if (was_judged) note_requirements();
    if (verdict_.breaches.empty()) return std::move(verdict_);
    const bool breaks_a_must =
        std::ranges::any_of(verdict_.breaches, [&](const Breach& found) { return is_must(found); });
    verdict_.kind = breaks_a_must ? VerdictKind::nonconformant : VerdictKind::tolerated;
    verdict_.requirements.clear();
    for (const Breach& found : verdict_.breaches)
        if (!contains(verdict_.requirements, found.requirement)) verdict_.requirements.push_back(found.requirement);
    return std::move(verdict_);
}

Verdict not_run(const Case& test, std::string reason) {
    Verdict verdict;
    verdict.case_id = test.id;
    verdict.kind = VerdictKind::not_run;
    verdict.requirements = test.requirements;
    verdict.reason = std::move(reason);
    return verdict;
}

Verdict broken_off(const Case& test, const std::exception& error) {
    Verdict verdict = not_run(test, fmt::format("keyturn itself failed at this case: {}", error.what()));
    verdict.kind = VerdictKind::inconclusive;
    return verdict;
}

}  // namespace keyturn
