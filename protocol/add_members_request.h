// The body of POST /2/chat/conversations/{id}/members as a value (fact sheet, section 1.1). Every field can be absent:
// absent and empty are two things. Texts are kept as they came; what they mean is judged elsewhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

struct ParticipantKey {
    std::optional<std::string> user_id;
    std::optional<std::string> encrypted_conversation_key;  // base64 of a WrappedKey
    std::optional<std::string> public_key_version;
    friend bool operator==(const ParticipantKey&, const ParticipantKey&) = default;
};

struct SigningKeyInfo {
    std::optional<std::string> member_id;
    std::optional<std::string> public_key_version;
    std::optional<std::string> signing_public_key;
    friend bool operator==(const SigningKeyInfo&, const SigningKeyInfo&) = default;
};

struct RequestSignature {  // message_event_signature
    std::optional<std::string> signature;
    std::optional<std::string> public_key_version;
    std::optional<std::string> signature_version;
    std::optional<std::string> signing_public_key;
    std::optional<std::vector<SigningKeyInfo>> message_signing_key_info_list;
    friend bool operator==(const RequestSignature&, const RequestSignature&) = default;
};

struct ActionSignature {
    std::optional<std::string> message_id;
    std::optional<std::string> encoded_message_event_detail;  // base64 of a MessageEventDetail
    std::optional<std::string> signature_payload;             // display data, never trusted (invariant 33)
    std::optional<RequestSignature> message_event_signature;
    friend bool operator==(const ActionSignature&, const ActionSignature&) = default;
};

struct ReadRequest;

struct AddMembersRequest {
    std::optional<std::vector<std::string>> user_ids;
    std::optional<std::string> conversation_key_version;
    std::optional<std::vector<ParticipantKey>> conversation_participant_keys;
    std::optional<std::string> encrypted_title;
    std::optional<std::string> encrypted_avatar_url;
    std::optional<std::vector<ActionSignature>> action_signatures;

    // Reads what can be read and lists every problem at once, each with its requirement (AM-REQ-001 … 011) and pointer.
    // Never fails: a value of the wrong type is a problem and counts as absent, but a number where text belongs is a
    // problem (AM-REQ-008) and read as its own text, as a careless server would.
    static ReadRequest read(const JsonValue& body);

    // The fields that are present, in the order of the field table.
    JsonValue to_json() const;

    friend bool operator==(const AddMembersRequest&, const AddMembersRequest&) = default;
};

struct ReadRequest {
    AddMembersRequest request;
    Problems problems;
};

}  // namespace keyturn
