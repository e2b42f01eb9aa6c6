// The cast and a group that the tests of changes, rules and given states share: small scalars as in the golden vectors.
#pragma once

#include "protocol/add_members_change.h"
#include "protocol/group.h"
#include "protocol/test_support.h"

namespace keyturn {

inline RegisteredKey registration(std::string version, std::uint8_t identity, std::uint8_t signing) {
    return {std::move(version), scalar_key(identity).public_key(), scalar_key(signing).public_key(), ""};
}

inline PrivateKeys private_keys(std::uint8_t identity, std::uint8_t signing) {
    return {scalar_key(identity), scalar_key(signing)};
}

// 1111 has an older registration whose version is higher as text; its keys are scalars 1 and 2, those of 2222 are 3 and
// 4, and so on up to 6666 with 11 and 12. The older registration has 21 and 22.
inline Users team_users() {
    Users users;
    for (std::uint8_t i = 1; i <= 6; ++i) {
        const auto identity = static_cast<std::uint8_t>(2 * i - 1), signing = static_cast<std::uint8_t>(2 * i);
        users[std::string(4, static_cast<char>('0' + i))] = {.keys = {registration("1700000000000", identity, signing)},
                                                             .private_keys = private_keys(identity, signing),
                                                             .token = {}};
    }
    auto& keys = users["1111"].keys;
    keys.insert(keys.begin(), registration("999999", 21, 22));
    return users;
}

// Everything is set, and the pending user has keys.
inline Group team() {
    return {.id = "g1700000000000000001",
            .members = {"1111", "2222", "3333"},
            .admins = {"1111", "2222"},
            .pending = {"4444"},
            .title = "Team",
            .avatar_url = "https://example.com/team.png",
            .ttl_msec = 86400000,
            .screen_capture_blocking = false,
            .conversation_key_version = "1700000000123"};
}

inline constexpr std::uint64_t team_now_msec = 1700000100000;

}  // namespace keyturn
