#include <algorithm>

#include "conformance/server/group_change.h"

namespace keyturn {
namespace {

void add_users(Group& group, const AddMembersRequest& request) {
    if (!request.user_ids) return;
    for (const std::string& id : *request.user_ids)
        if (!contains(group.members, id)) group.members.push_back(id);
}

bool has_registered_key(const Users& users, std::string_view id) {
    const User* user = find_user(users, id);
    return user && user->latest_key();
}

RuleFinding added_users_can_be_added(const Attempt& attempt, std::string_view requirement) {
    const auto& ids = attempt.request().user_ids;
    if (!ids || std::ranges::all_of(*ids, [&](const auto& id) { return has_registered_key(*attempt.users, id); }))
        return {};
    return {{{std::string(requirement), "/user_ids", "users with a registered key", "others"}}, {}};
}

RuleFinding group_is_not_too_large(const Attempt& attempt, std::string_view requirement) {
    const auto& ids = attempt.request().user_ids;
    if (!ids || attempt.group->members.size() + ids->size() <= most_members) return {};
    return {{{std::string(requirement), "/user_ids", "a group of a size that is allowed", "more members"}}, {}};
}

constexpr MembershipRule rules_of_adding[] = {
    {"added_users_can_be_added", "AM-RSP-004", RefusalKind::malformed, added_users_can_be_added, cannot_add_message},
    {"group_is_not_too_large", "AM-RSP-004", RefusalKind::malformed, group_is_not_too_large, too_many_message},
};

// Both are about the stored state, so they stand before what else is asked of it: the keys that were wrapped.
std::vector<MembershipRule> rules() {
    std::vector<MembershipRule> all(membership_rules().begin(), membership_rules().end());
    const auto before = std::ranges::find(all, "wrapped_for_whole_roster", &MembershipRule::name);
    all.insert(before, std::begin(rules_of_adding), std::end(rules_of_adding));
    return all;
}

}  // namespace

Handled add_members(const Call& call) {
    static const std::vector<MembershipRule> all = rules();
    return change_group(call, {ChangeKind::add_members, read_adding, all, add_users});
}

}  // namespace keyturn
