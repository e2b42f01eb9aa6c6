#include "properties/roster_change.h"

#include "properties/named_keys.h"

namespace keyturn {

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

}  // namespace keyturn
