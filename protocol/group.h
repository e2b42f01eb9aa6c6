// What is known of users and groups before a change: values that a server, a client and a verifier share.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/p256.h"

namespace keyturn {

// One registration of a user's public keys (fact sheet, sections 1.6 and 3).
struct RegisteredKey {
    std::string version;                        // decimal text, a number by meaning
    PublicKey identity;                         // conversation keys are wrapped for it
    std::optional<PublicKey> signing;           // actions verify with it; absent: the user never signs
    std::string identity_public_key_signature;  // base64: the binding of the two; "" when it is not known
};

struct PrivateKeys {
    PrivateKey identity;
    PrivateKey signing;
    // 64 bytes: identity || signing.
    static Result<PrivateKeys> read(ByteView bytes);
};

struct User {
    std::vector<RegisteredKey> keys;
    std::optional<PrivateKeys> private_keys;  // belong to the latest registration
    std::optional<std::string> token;         // an access token: a secret

    const RegisteredKey* latest_key() const;  // the highest version as a number; nullptr when there is none
    const RegisteredKey* key_at(std::string_view version) const;  // at exactly that text; nullptr when there is none
};

using Users = std::map<std::string, User, std::less<>>;  // by user id

const User* find_user(const Users& users, std::string_view id);

struct Group {
    std::string id;
    std::vector<std::string> members;
    std::vector<std::string> admins;
    std::vector<std::string> pending;  // invited, not yet members
    std::optional<std::string> title;
    std::optional<std::string> avatar_url;
    std::optional<std::int64_t> ttl_msec;
    std::optional<bool> screen_capture_blocking;
    std::optional<std::string> conversation_key_version;  // absent: not known

    friend bool operator==(const Group&, const Group&) = default;
};

bool contains(const std::vector<std::string>& ids, std::string_view id);

}  // namespace keyturn
