// What golden vectors take for granted: the cast with its private keys, and what a file says once for all its entries.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/event_detail.h"
#include "protocol/p256.h"

namespace keyturn {

// User 1111 signs every action of a file with scalar 2, registered at this version; 1111, 2222 and 3333 have the
// identity scalars 1, 3 and 5.
inline constexpr std::string_view cast_signer = "1111", cast_key_version = "1";

PrivateKey small_scalar(std::uint8_t scalar);
const PrivateKey& cast_signing_key();
std::optional<PrivateKey> cast_identity_key(std::string_view user_id);            // nothing for a stranger
std::optional<std::string_view> cast_member_with(const PublicKey& identity_key);  // their user id

struct VectorFacts {
    struct SigningKey {
        std::string user_id;
        std::string version;
        PublicKey key;
    };

    std::vector<SigningKey> signing_keys;                           // of `signing_keys`; without any: the cast's
    std::optional<ConversationKey> conversation_key;                // of `key_change_plain`
    std::optional<std::vector<DetailParticipantKey>> wrapped_keys;  // likewise

    // What can be read; what can't is a failure of its own section.
    static VectorFacts read(const JsonValue& file);

    const PublicKey* signing_key(std::string_view user_id, std::string_view version) const;  // nullptr: not registered
};

// The key that the members of the cast open from a key change. Refused: none of them is on the list, a wrapped key does
// not open, two of them differ.
Result<ConversationKey> opened_by_cast(const KeyChange& change);

// A verifier's answer to an event, given the file's signing keys: the payload that the signature fits, or why there is
// none. A key change from version 6 is verified with the key that the cast opens from its own list.
Result<std::string> verified_payload(const Event& event, const VectorFacts& facts);

}  // namespace keyturn
