// The other changes that hand out a conversation key, a plain rotation and the creation of a group (fact sheet, section
// 1.6). Both are made of the parts of add_members_change.h: planned, wrapped, described and signed the same way.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/add_members_change.h"

namespace keyturn {

// A plan that adds nobody and signs nothing but the key change: a fresh key for the members as they are. Refused: what
// plan_add_members refuses.
Result<AddMembersPlan> plan_rotation(const Group& group, const Users& users, std::string_view sender,
                                     std::uint64_t now_msec);

// A plan for the first key of a group as it is wanted; `now_msec` is its version. Refused: what plan_add_members
// refuses.
Result<AddMembersPlan> plan_creation(const Group& wanted, const Users& users, std::string_view creator,
                                     std::uint64_t now_msec);

// What is signed of a group's creation: an empty title or avatar URL and a negative ttl count as unset.
GroupCreate signed_creation(const Group& wanted, const std::string& key_version);

// The body of POST …/conversations/group: the request's keys and signatures, and the group as `create` has it.
JsonValue creation_to_json(const AddMembersRequest& request, const std::string& group_id, const GroupCreate& create);

}  // namespace keyturn
