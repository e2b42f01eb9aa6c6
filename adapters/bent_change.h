// An add-members change with one step bent: what defective libraries prepare.
#pragma once

#include <functional>
#include <string_view>

#include "adapters/library_functions.h"
#include "protocol/add_members_change.h"

namespace keyturn {

// What a step has at hand.
struct ChangeInHand {
    const PrepareAddMembers& asked;
    AddMembersPlan plan;
    ConversationKey key;
    Entropy& entropy;
    PrivateKeys sender_keys;
    KeyChange key_change = {};
    std::vector<std::string> message_ids = {};     // of key change and member add
    std::vector<ActionSignature> signatures = {};  // of both
};

// Each is called behind its step, and may change what that made.
struct Bend {
    using Step = std::function<void(ChangeInHand&)>;
    Step plan = {}, key = {}, key_change = {}, message_ids = {}, signatures = {};
    std::function<void(AddMembersRequest&, ChangeInHand&)> request = {};
};

// One signed action as it comes out at `signature_version`, whatever version the plan names.
ActionSignature signed_action(const ChangeInHand& change, const ThriftValue& detail, const std::string& message_id,
                              int signature_version);

// What the reference library prepares, when nothing is bent. A bent plan is signed as it stands: also texts that no
// signer would sign.
Answer<PreparedChange> bent_change(const PrepareAddMembers& asked, const Surroundings& surroundings, const Bend& bend);

// From now on the library prepares bent changes.
void bend_changes(LibraryFunctions& library, Bend bend);

// The same key for the same text.
ConversationKey key_from(std::string_view text);

}  // namespace keyturn
