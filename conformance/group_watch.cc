#include "conformance/group_watch.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "conformance/read_back.h"
#include "conformance/read_forward.h"
#include "conformance/response_contract.h"

namespace keyturn {

std::vector<std::pair<GroupView, const GroupView&>> GroupWatch::look_again() {
    std::vector<std::pair<GroupView, const GroupView&>> pairs;
    if (std::ranges::none_of(seen_, &GroupView::is_shown)) return pairs;
    std::vector<GroupView> before = std::exchange(seen_, reader_.read());
    for (std::size_t i = 0; i < before.size(); ++i) pairs.emplace_back(std::move(before[i]), seen_[i]);
    return pairs;
}

std::vector<Breach> GroupWatch::unmet_effects(const AcceptedAdds& accepted) {
    std::vector<Breach> breaches;
    for (const auto& [before, after] : look_again()) {
        const std::vector<AcceptedAdd> adds = accepted.to(before.group);
        std::ranges::move(keyturn::unmet_effects(before, after, adds, users_, confidential_),
                          std::back_inserter(breaches));
    }
    return breaches;
}

std::vector<Breach> GroupWatch::changes_by_refusals(std::size_t exchange) {
    std::vector<Breach> breaches;
    for (const auto& [before, after] : look_again())
        for (Difference& change : changes_between(before, after, confidential_))
            breaches.push_back({std::string(always::refusal_changes_nothing), exchange, std::move(change)});
    return breaches;
}

}  // namespace keyturn
