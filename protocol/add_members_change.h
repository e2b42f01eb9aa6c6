// Makes a whole add-members change: a fresh key, wrapped for the whole updated roster, described by two signed actions
// (fact sheet, section 6). Plan first, sign then: what is planned can be looked at, and bent, before it is signed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/add_members_request.h"
#include "protocol/entropy.h"
#include "protocol/event_detail.h"
#include "protocol/group.h"
#include "protocol/problem.h"

namespace keyturn {

struct Recipient {
    std::string user_id;
    PublicKey identity;
    std::string public_key_version;
};

// Everything a change says, before keys and signatures.
struct AddMembersPlan {
    std::string conversation_id;
    std::string sender;
    std::string signing_key_version;  // the version the sender's signing key is registered at
    int signature_version = 7;
    std::string conversation_key_version;              // of the request and of the key change
    std::optional<std::vector<std::string>> user_ids;  // what the request asks for
    MemberAdd member_add;                              // what is signed
    std::vector<Recipient> recipients;                 // current and new members, each once, at the latest key version
};

// A plan for adding `add` to the group as it stands. The key version is `now_msec`, or one more than the group's when
// that is not below it. Refused: a sender without a registered signing key, a member or a new user without a registered
// key, a group id that is none, a title or id that can't be signed (a comma, control characters but tab and line feed,
// the text `null`, no UTF-8; invariants 21, 31), a key version of the group that is none or that none is above. An
// empty title or avatar and a negative ttl count as unset, as for the official signer (invariant 30). Linear in the
// roster.
Result<AddMembersPlan> plan_add_members(const Group& group, const Users& users, std::string_view sender,
                                        const std::vector<std::string>& add, std::uint64_t now_msec);

struct AddMembersChange {
    AddMembersRequest request;
    ConversationKey conversation_key;  // for the recipients' eyes only
};

// Draws the conversation key, one ephemeral scalar per recipient, two message ids and the nonces of the sealed texts,
// in this order, from `entropy`; wraps, describes and signs. Linear in the recipients, 80 to 100 µs each. Refused: what
// the signer refuses (a comma in a component).
Result<AddMembersChange> make_change(const AddMembersPlan& plan, const PrivateKey& signing_key, Entropy& entropy);

// The steps of make_change, for those who bend one of them.
ConversationKey fresh_conversation_key(Entropy& entropy);
KeyChange wrap_for_recipients(const AddMembersPlan& plan, const ConversationKey& key, Entropy& entropy);
// One signed action. The payload is shown only where it does not hold the key.
Result<ActionSignature> sign_action(const AddMembersPlan& plan, const ThriftValue& detail, std::string message_id,
                                    const ConversationKey& key, const PrivateKey& signing_key);
// The request around its wrapped keys and signatures: seals title and avatar.
AddMembersRequest assemble_request(const AddMembersPlan& plan, const KeyChange& key_change,
                                   std::vector<ActionSignature> signatures, const ConversationKey& key,
                                   Entropy& entropy);

}  // namespace keyturn
