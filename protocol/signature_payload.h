// The text that is signed for an action: components joined with commas, chosen by action and signature version
// (fact sheet, section 4). The layouts are one table.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/secret.h"
#include "protocol/thrift_binary.h"

namespace keyturn {

// "2" to "7" exactly (invariant 18): the version, or nothing.
std::optional<int> signature_version(std::string_view text);

inline constexpr int newest_signature_version = 7;

// What a payload is made from besides the version. An event without a conversation id has no such component at all.
struct PayloadSource {
    const ThriftValue& detail;  // a MessageEventDetail
    std::string_view message_id;
    std::string_view sender_id;
    std::optional<std::string_view> conversation_id;
    const ConversationKey* conversation_key = nullptr;  // key changes from version 6 sign it
};

enum class PayloadObstacle {
    unsigned_by_design,      // typing, failure, member-account-delete, search responses, an empty detail
    never_verifiable,        // GroupAdminSettingsChange, a group or metadata event without a change inside
    version_not_accepted,    // outside 2 … 7
    needs_conversation_key,  // a key change from version 6, and no key was given
    missing_part,            // a list or text that has no way to be written when it is unset: an invite's url, …
    comma_in_component,      // there is no escaping, so it could be read as two components
    text_spells_null,        // only from payload_to_sign
};

struct PayloadRefusal {
    PayloadObstacle obstacle;
    std::string reason;  // a sentence
};

// What a verifier rebuilds. Like the official one it refuses a comma inside a component. Linear in the detail.
std::expected<std::string, PayloadRefusal> signature_payload(const PayloadSource& source, int version);

// What a signer signs: the same, but the text `null` is refused where an unset field is written so (invariant 21).
std::expected<std::string, PayloadRefusal> payload_to_sign(const PayloadSource& source, int version);

}  // namespace keyturn
