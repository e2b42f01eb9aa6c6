#include <fmt/format.h>

#include <algorithm>

#include "properties/conversation.h"
#include "protocol/group.h"

namespace keyturn {
namespace {

constexpr std::uint64_t first_version = 1'700'000'000'000;

bool is_admin(const GroupModel& group, const Step& step) { return contains(group.admins, step.by); }
bool is_other_member(const GroupModel& group, const Step& step) {
    return step.user != step.by && contains(group.members, step.user);
}
bool is_user(std::string_view id) { return std::ranges::find(script_users, id) != std::end(script_users); }

}  // namespace

bool ConversationModel::allows(const Step& step) const {
    if (step.group >= script_groups || !is_user(step.by)) return false;
    const GroupModel& group = groups_[step.group];
    if (step.act == "register") return true;
    if (step.act == "create") return group.events.empty() && is_user(step.user) && step.user != step.by;
    if (step.act == "add") return is_admin(group, step) && is_user(step.user) && !contains(group.members, step.user);
    if (step.act == "remove") return is_admin(group, step) && is_other_member(group, step);
    if (step.act == "promote")
        return is_admin(group, step) && is_other_member(group, step) && !contains(group.admins, step.user);
    if (step.act == "rotate") return contains(group.members, step.by);
    if (step.act == "misroute") return !groups_[1 - step.group].events.empty() && knows_of_group(step.by, step.group);
    return (step.act == "deliver" || step.act == "tamper") && !group.events.empty();
}

void ConversationModel::apply(const Step& step) {
    GroupModel& group = groups_[step.group];
    if (step.act == "register") {
        ++registrations_[step.by];
    } else if (step.act == "create") {
        group.members = {step.by, step.user};
        group.admins = {step.by};
        say(step.group, {.kind = ScriptedEvent::Kind::create, .sender = step.by, .members = {}, .admins = {}});
        rotate(step.group, step.by);
    } else if (step.act == "add") {
        const ScriptedEvent add = {
            .kind = ScriptedEvent::Kind::add, .sender = step.by, .members = {}, .admins = {}, .user = step.user};
        say(step.group, add);
        group.members.push_back(step.user);
        rotate(step.group, step.by);
    } else if (step.act == "remove") {
        say(step.group,
            {.kind = ScriptedEvent::Kind::remove, .sender = step.by, .members = {}, .admins = {}, .user = step.user});
        std::erase(group.members, step.user);
        std::erase(group.admins, step.user);
        rotate(step.group, step.by);
    } else if (step.act == "promote") {
        say(step.group,
            {.kind = ScriptedEvent::Kind::promote, .sender = step.by, .members = {}, .admins = {}, .user = step.user});
        group.admins.push_back(step.user);
    } else if (step.act == "rotate") {
        rotate(step.group, step.by);
    } else {
        const std::size_t source = step.act == "misroute" ? 1 - step.group : step.group;
        arrivals_[{step.by, step.group}].push_back(
            {source, step.event % groups_[source].events.size(), step.act == "tamper"});
    }
}

void ConversationModel::rotate(std::size_t group, const std::string& by) {
    ScriptedEvent change = {.kind = ScriptedEvent::Kind::key_change, .sender = by, .members = {}, .admins = {}};
    for (const std::string& member : groups_[group].members) change.readers[member] = registration_of(member);
    say(group, std::move(change));
}

void ConversationModel::say(std::size_t group, ScriptedEvent event) {
    event.members = groups_[group].members;
    event.admins = groups_[group].admins;
    event.key_version = std::to_string(first_version + ++last_version_);
    groups_[group].events.push_back(std::move(event));
}

std::string ConversationModel::registration_of(const std::string& user) const {
    return std::to_string(registrations(user));
}

std::size_t ConversationModel::registrations(const std::string& user) const {
    const auto found = registrations_.find(user);
    return 1 + (found == registrations_.end() ? 0 : found->second);
}

// Only who has seen a group's creation can tell its events from those of another.
bool ConversationModel::knows_of_group(const std::string& user, std::size_t group) const {
    return std::ranges::any_of(arrivals(user, group), [&](const Arrival& arrival) {
        return arrival.group == group && arrival.event == 0 && !arrival.is_tampered;
    });
}

const std::vector<Arrival>& ConversationModel::arrivals(const std::string& user, std::size_t group) const {
    static const std::vector<Arrival> none;
    const auto found = arrivals_.find({user, group});
    return found == arrivals_.end() ? none : found->second;
}

std::string in_words(const Step& step) {
    if (step.act == "create") return fmt::format("{} creates group {} with {}", step.by, step.group, step.user);
    if (step.act == "add") return fmt::format("{} adds {} to group {}", step.by, step.user, step.group);
    if (step.act == "remove") return fmt::format("{} removes {} from group {}", step.by, step.user, step.group);
    if (step.act == "promote") return fmt::format("{} makes {} an admin of group {}", step.by, step.user, step.group);
    if (step.act == "rotate") return fmt::format("{} rotates the key of group {}", step.by, step.group);
    if (step.act == "register") return fmt::format("{} registers a new identity key", step.by);
    if (step.act == "deliver") return fmt::format("event {} of group {} reaches {}", step.event, step.group, step.by);
    if (step.act == "tamper")
        return fmt::format("event {} of group {} reaches {}, tampered with", step.event, step.group, step.by);
    return fmt::format("event {} of the other group reaches {} in group {}", step.event, step.by, step.group);
}

}  // namespace keyturn
