#include "protocol/group.h"

#include <algorithm>

#include "protocol/identifiers.h"

namespace keyturn {

Result<PrivateKeys> PrivateKeys::read(ByteView bytes) {
    if (bytes.size() != 64) return refuse("private keys are 64 bytes: identity, then signing");
    auto identity = PrivateKey::read(bytes.first(32));
    if (!identity) return std::unexpected(identity.error());
    auto signing = PrivateKey::read(bytes.last(32));
    if (!signing) return refuse(signing.error().reason, 32);
    return PrivateKeys{*identity, *signing};
}

const RegisteredKey* User::latest_key() const {
    const auto latest = std::ranges::max_element(
        keys, [](const auto& a, const auto& b) { return compare_versions(a.version, b.version) < 0; });
    return latest == keys.end() ? nullptr : &*latest;
}

const RegisteredKey* User::key_at(std::string_view version) const {
    const auto found = std::ranges::find(keys, version, &RegisteredKey::version);
    return found == keys.end() ? nullptr : &*found;
}

const User* find_user(const Users& users, std::string_view id) {
    const auto found = users.find(id);
    return found == users.end() ? nullptr : &found->second;
}

bool contains(const std::vector<std::string>& ids, std::string_view id) {
    return std::ranges::find(ids, id) != ids.end();
}

}  // namespace keyturn
