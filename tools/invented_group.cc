#include "tools/invented_group.h"

#include <algorithm>

#include "protocol/action_signature.h"

namespace keyturn {
namespace {

constexpr std::uint64_t hour_msec = 60u * 60 * 1000;

User invent_user(const std::string& id, std::uint64_t registered_msec, Entropy& entropy) {
    const PrivateKeys keys{PrivateKey::generate(entropy), PrivateKey::generate(entropy)};
    const PublicKey identity = keys.identity.public_key();
    User user;
    user.keys.push_back({std::to_string(registered_msec), identity, keys.signing.public_key(),
                         sign_binding(keys.signing, identity.spki())});
    user.private_keys = keys;
    user.token = "token-" + id;
    return user;
}

}  // namespace

InventedGroup invent_group(const InventedShape& shape, std::uint64_t now_msec, Entropy& entropy) {
    InventedGroup invented;
    Group group{.id = "g1700000000000000001",
                .members = {},
                .admins = {"1111"},
                .pending = {},
                .title = shape.title,
                .avatar_url = shape.avatar_url,
                .ttl_msec = shape.ttl_msec,
                .screen_capture_blocking = shape.screen_capture_blocking,
                .conversation_key_version = std::to_string(now_msec - std::min(now_msec, hour_msec))};
    for (std::size_t i = 1; i <= shape.members + shape.pending; ++i) {
        const std::string id = std::to_string(1111 * i);
        invented.given.users[id] = invent_user(id, 1'690'000'000'000 + i, entropy);
        (i < shape.members ? group.members : i == shape.members ? invented.add : group.pending).push_back(id);
    }
    invented.given.groups.push_back(std::move(group));
    invented.sender = "1111";
    return invented;
}

}  // namespace keyturn
