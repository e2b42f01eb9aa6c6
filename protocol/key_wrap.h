// Wraps a conversation key for one member: ECIES over P-256 (fact sheet, section 3; invariants 12, 13, 35).
#pragma once

#include <array>

#include "protocol/p256.h"

namespace keyturn {

using WrappedKey = std::array<std::uint8_t, 113>;  // ephemeral point (65) || ciphertext (32) || tag (16)

// One ephemeral scalar per call, drawn from `entropy`; never reused. 40 to 80 µs.
WrappedKey wrap_key(const ConversationKey& key, const PublicKey& member, Entropy& entropy);

// The same with a given ephemeral scalar: for golden vectors. Using a scalar twice gives the key away.
WrappedKey wrap_key(const ConversationKey& key, const PublicKey& member, const PrivateKey& ephemeral);

// The 32-byte key, or why the blob can't be one: not 113 bytes, not an uncompressed point of the curve, tag.
Result<ConversationKey> unwrap_key(ByteView blob, const PrivateKey& member);

// What a wrap is made of, for those who compare step by step.
struct WrapSteps {
    SharedX shared_x;                          // Z
    Secret<32, struct WrapSecretTag> derived;  // SHA-256(Z || 00000001 || E): AES key (16), then IV (16)
};
WrapSteps wrap_steps(const PrivateKey& ephemeral, const PublicKey& member);

}  // namespace keyturn
