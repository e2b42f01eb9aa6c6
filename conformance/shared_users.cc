#include "conformance/shared_users.h"

#include <utility>

namespace keyturn {

StateWay SharedUsers::shared(StateWay way) {
    if (!way) return way;
    return {[this, way](const Case& test, const Given& given) { return set_up(way, test, given); },
            [this, way](const Given& given) { return tear_down(way, given); }};
}

std::expected<StandingState, NoState> SharedUsers::set_up(const StateWay& way, const Case& test, const Given& given) {
    const std::lock_guard turn(turn_);
    Given missing = given;
    std::erase_if(missing.users, [&](const auto& entry) { return standing_.contains(entry.first); });
    auto state = way.set_up(test, missing);
    if (!state) return state;
    for (const auto& [id, user] : given.users) {
        if (state->ids.users.contains(id)) continue;
        Standing& standing = standing_.try_emplace(id, Standing{0, state->given.users[id]}).first->second;
        ++standing.states;
        state->given.users[id] = standing.user;
    }
    return state;
}

std::optional<std::string> SharedUsers::tear_down(const StateWay& way, const Given& given) {
    const std::lock_guard turn(turn_);
    Given leaving = given;
    for (const auto& [id, user] : given.users) {
        const auto standing = standing_.find(id);
        if (standing == standing_.end()) continue;
        if (--standing->second.states > 0)
            leaving.users.erase(id);
        else
            standing_.erase(standing);
    }
    return way.tear_down(leaving);
}

}  // namespace keyturn
