// Oracles of payloads and signatures: what is signed, and how (fact sheet, sections 3 and 4; invariants 14, 21, 28).
#pragma once

#include <optional>
#include <string>

#include "properties/json_form.h"
#include "properties/named_keys.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

// What a payload is made from.
struct Action {
    ThriftValue detail;
    std::string message_id, sender;
    std::optional<std::string> conversation_id;
    std::string signature_version;
    std::optional<KeyNumber> key;  // the conversation key, where one is known
    static void visit(auto& self, auto& field) {
        field("detail", self.detail);
        field("message_id", self.message_id);
        field("sender", self.sender);
        field("conversation_id", self.conversation_id);
        field("signature_version", self.signature_version);
        field("key", self.key);
    }
};

struct SignInput {
    KeyNumber key = 0;
    std::string payload;
    static void visit(auto& self, auto& field) {
        field("key", self.key);
        field("payload", self.payload);
    }
};

// The payload of the table of section 4, or a refusal where it has none. AM-SIG-016 key changes, AM-SIG-018 commas,
// AM-SIG-035 versions, AM-SIG-043 and AM-SIG-044 what is never signed, AM-SIG-055 messages, AM-SIG-056 empty texts and
// absent conversation ids, AM-SIG-057 member adds, AM-SIG-058 group creates, AM-SIG-061 deletions that name another
// conversation, AM-SIG-064 invites, AM-SIG-017 all others.
std::optional<Violation> payload_has_its_layout(Library& library, const Action& input);

// AM-SIG-022: the bytes that RFC 6979 gives, AM-SIG-023: as unpadded base64.
std::optional<Violation> signature_is_deterministic(Library& library, const SignInput& input);
// AM-SIG-023
std::optional<Violation> signature_verifies(Library& library, const SignInput& input);

}  // namespace keyturn
