// Keys that are named by a number and made from it: so an input of a property is short, shrinks well and holds no key.
#pragma once

#include <cstdint>

#include "adapters/library.h"
#include "protocol/group.h"
#include "protocol/p256.h"
#include "protocol/secret.h"

namespace keyturn {

using KeyNumber = std::uint64_t;

PrivateKey numbered_private_key(KeyNumber number);
ConversationKey numbered_conversation_key(KeyNumber number);

// Identity and signing key of a user's registration, and both as the 64 bytes that a library takes.
PrivateKeys registered_keys(std::string_view user, std::string_view version);
Bytes private_bytes(const PrivateKeys& keys);
// With its binding: a library may pass over a registration that has none (AM-KEY-023).
RegisteredKey registration(std::string_view user, const std::string& version);

template <class Key>
Bytes bytes_of_key(const Key& key) {
    return copy(key.reveal());
}

// The time at which properties take place, and a generator that starts anew for each number.
inline constexpr std::uint64_t property_now_msec = 1'700'000'100'000;
Surroundings surroundings(std::uint64_t seed = 0);

}  // namespace keyturn
