#include "conformance/left_behind.h"

#include <fmt/format.h>

#include <functional>

namespace keyturn {
namespace {

std::string counted(std::size_t number, std::string_view thing) {
    return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

std::string joined(const std::string& a, std::string_view between, const std::string& b) {
    return a.empty() || b.empty() ? a + b : fmt::format("{}{}{}", a, between, b);
}

}  // namespace

void LeftBehind::note_accepted(const HttpRequest& request) {
    const std::string path = request.target.substr(0, request.target.find('?'));
    const bool makes_group = path == "/2/chat/conversations/group",
               makes_key = path.starts_with("/2/users/") && path.ends_with("/public_keys");
    if (request.method != "POST" || !(makes_group || makes_key)) return;
    const std::lock_guard lock(mutex_);
    if (seen_.emplace(path, std::hash<std::string>()(request.body)).second) ++(makes_group ? groups_ : keys_);
}

void LeftBehind::note_state(const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (states_++ == 0) why_ = why;
}

StateWay LeftBehind::noted(StateWay way) {
    if (!way) return way;
    const auto set_up = [this, way](const Case& test, const Given& given) {
        auto state = way.set_up(test, given);
        if (!state && state.error().may_remain) note_state(state.error().reason);
        return state;
    };
    const auto tear_down = [this, way](const Given& given) {
        auto failure = way.tear_down(given);
        if (failure) note_state(*failure);
        return failure;
    };
    return {set_up, tear_down};
}

std::string LeftBehind::in_words() const {
    const std::lock_guard lock(mutex_);
    const std::string groups = groups_ ? counted(groups_, "group") : "", keys = keys_ ? counted(keys_, "key") : "";
    const std::string for_good = joined(groups, " and ", keys);
    const std::string states = states_ ? fmt::format("{} ({})", counted(states_, "state"), why_) : "";
    return joined(states, ", ", for_good.empty() ? "" : for_good + ", which no operation removes");
}

}  // namespace keyturn
