#include "conformance/server/group_change.h"

namespace keyturn {
namespace {

void add_users(Group& group, const AddMembersRequest& request) {
    if (!request.user_ids) return;
    for (const std::string& id : *request.user_ids)
        if (!contains(group.members, id)) group.members.push_back(id);
}

}  // namespace

Handled add_members(const Call& call) {
    return change_group(call, {ChangeKind::add_members, read_adding, membership_rules(), add_users});
}

}  // namespace keyturn
