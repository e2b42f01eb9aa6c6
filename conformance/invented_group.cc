#include "conformance/invented_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "protocol/action_signature.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

constexpr std::uint64_t hour_msec = 60u * 60 * 1000;
constexpr std::uint64_t made_at_msec = 1'700'000'000'000;
constexpr std::int64_t most_users = 10'000;

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

std::size_t read_count(ObjectReader& object, std::string_view key, std::int64_t least, std::int64_t most,
                       std::size_t if_absent) {
    const auto count = object.optional_integer(key);
    if (!count) return if_absent;
    if (*count < least || *count > most)
        object.complain(key, fmt::format("an integer from {} to {}", least, most), object.value(key));
    return static_cast<std::size_t>(std::clamp(*count, least, most));
}

}  // namespace

InventedGroup invent_group(const InventedShape& shape, std::uint64_t now_msec, Entropy& entropy) {
    InventedGroup invented;
    Group group{.id = "g1700000000000000001",
                .members = {},
                .admins = {},
                .pending = {},
                .title = shape.title,
                .avatar_url = shape.avatar_url,
                .ttl_msec = shape.ttl_msec,
                .screen_capture_blocking = shape.screen_capture_blocking,
                .conversation_key_version = std::to_string(now_msec - std::min(now_msec, hour_msec))};
    const std::size_t inside = shape.members, known = inside + shape.outsiders;
    for (std::size_t i = 1; i <= known + shape.pending; ++i) {
        const std::string id = std::to_string(1111 * i);
        invented.given.users[id] = invent_user(id, 1'690'000'000'000 + i, entropy);
        (i <= inside ? group.members : i <= known ? invented.add : group.pending).push_back(id);
    }
    group.admins.assign(group.members.begin(), group.members.begin() + static_cast<std::ptrdiff_t>(shape.admins));
    invented.given.groups.push_back(std::move(group));
    invented.sender = "1111";
    return invented;
}

MadeState read_made_state(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    MadeState state;
    object.required_value("members");
    state.shape.members = read_count(object, "members", 1, most_users, 1);
    state.shape.admins = read_count(object, "admins", 0, static_cast<std::int64_t>(state.shape.members), 1);
    state.shape.outsiders = read_count(object, "outsiders", 0, most_users, 1);
    state.shape.pending = read_count(object, "pending", 0, most_users, 0);
    state.shape.title = object.optional_text("title");
    state.seed = read_count(object, "seed", 0, std::numeric_limits<std::int64_t>::max(), 0);
    object.finish();
    return state;
}

Given make_state(const MadeState& state) {
    Entropy entropy("made state", state.seed);
    return invent_group(state.shape, made_at_msec, entropy).given;
}

}  // namespace keyturn
