#include "fuzz/cast/cast.h"

#include "conformance/change_operation.h"
#include "conformance/invented_group.h"
#include "protocol/action_signature.h"

namespace keyturn::fuzz {
namespace {

// The key before the one that 2222 has now.
void register_an_older_key(User& user, Entropy& entropy) {
    const PrivateKey identity = PrivateKey::generate(entropy), signing = PrivateKey::generate(entropy);
    user.keys.insert(user.keys.begin(), {"1680000000000", identity.public_key(), signing.public_key(),
                                         sign_binding(signing, identity.public_key().spki())});
}

Given make_cast() {
    Entropy entropy("fuzz/cast", 1);
    const InventedShape shape{.members = 3,
                              .admins = 1,
                              .outsiders = 2,
                              .pending = 1,
                              .title = "Team",
                              .avatar_url = "https://example.com/team.png",
                              .ttl_msec = 86'400'000,
                              .screen_capture_blocking = false};
    Given given = invent_group(shape, now_msec, entropy).given;
    register_an_older_key(given.users.at("2222"), entropy);
    return given;
}

}  // namespace

const Given& cast() {
    static const Given given = make_cast();
    return given;
}

const Group& cast_group() { return cast().groups.front(); }

ServerState server_of(const Given& given) {
    Users users = given.users;
    for (auto& [id, user] : users) user.private_keys.reset();
    ServerState state;
    state.users = std::make_shared<const Users>(std::move(users));
    for (const Group& group : given.groups)
        state.conversations[group.id] = std::make_shared<const Conversation>(Conversation{group, {}, {}, {}});
    return state;
}

ServerState server_of_cast() { return server_of(cast()); }

HttpRequest add_members_by(std::string_view sender, std::string body) {
    const std::string& token = *find_user(cast().users, sender)->token;
    return {"POST",
            path_of(ChangeOperation::add, cast_group().id),
            {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + token}},
            std::move(body)};
}

HttpRequest add_members_by_admin(std::string body) { return add_members_by(cast_admin, std::move(body)); }

}  // namespace keyturn::fuzz
