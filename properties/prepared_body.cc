#include "properties/prepared_body.h"

#include <algorithm>

namespace keyturn {

PreparedBody::PreparedBody(const RosterChange& change, const PreparedChange& prepared, const JsonValue& json)
    : group(group_of(change)),
      users(users_of(change)),
      text(prepared.body),
      conversation_key(prepared.conversation_key),
      read(AddMembersRequest::read(json)),
      attempt(make_attempt(group.id, change.sender, group, users, read)) {
    attempt.now_msec = property_now_msec;
}

const ReadAction* PreparedBody::key_change_action() const {
    if (!attempt.key_change) return nullptr;
    const auto found = std::ranges::find_if(attempt.actions, [](const ReadAction& action) {
        return action.detail && action.detail->find(arm::key_change);
    });
    return &*found;
}

Group group_of(const RosterChange& change) {
    return {.id = std::string(property_group),
            .members = change.members,
            .admins = change.admins,
            .pending = change.pending,
            .title = change.title,
            .avatar_url = change.avatar_url,
            .ttl_msec = change.ttl_msec,
            .screen_capture_blocking = change.screen_capture_blocking,
            .conversation_key_version = change.conversation_key_version};
}

Users users_of(const RosterChange& change) {
    Users users;
    for (const RegisteredUser& user : change.users)
        for (const std::string& version : user.key_versions)
            users[user.id].keys.push_back(registration(user.id, version));
    return users;
}

namespace {

// What the sender signs with; of a sender without a registration any keys.
Bytes private_keys_of_sender(const RosterChange& change, const Users& users) {
    const User* user = find_user(users, change.sender);
    const RegisteredKey* key = user ? user->latest_key() : nullptr;
    return private_bytes(registered_keys(change.sender, key ? key->version : ""));
}

}  // namespace

Answer<PreparedChange> prepare(Library& library, const RosterChange& change, std::uint64_t seed) {
    PrepareAddMembers question = {group_of(change), users_of(change), change.sender, {}, change.add};
    question.private_keys = private_keys_of_sender(change, question.users);
    return library.prepare_add_members(question, surroundings(seed));
}

std::unique_ptr<PreparedBody> read_body(const RosterChange& change, const PreparedChange& prepared) {
    const auto json = parse_json(prepared.body);
    if (!json) return nullptr;
    return std::make_unique<PreparedBody>(change, prepared, *json);
}

}  // namespace keyturn
