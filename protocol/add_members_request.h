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

    // Reads what can be read and lists every problem at once, each with its requirement and pointer. Never fails: a
    // value of the wrong type is a problem and counts as absent, in a list as an empty element that keeps its place;
    // but a number where text belongs is a problem and read as its own text, as a careless server would. Fields that no
    // source names are ignored.
    //   AM-REQ-001 a JSON object         AM-REQ-008 no number where text belongs (instead of 002, 003)
    //   AM-REQ-002 user_ids: texts       AM-REQ-009 what OpenAPI requires within an action signature
    //   AM-REQ-003 every other type      AM-REQ-011 OpenAPI's lengths and patterns
    //   AM-REQ-004 no doubled keys
    // 009 and 011 are not asked under Profile::documented: the caller drops what its profile does not ask. In the order
    // of the field table, element by element; the doubled keys come last, in the order of the document.
    static ReadRequest read(const JsonValue& body);

    // The fields that are present, in the order of the field table.
    JsonValue to_json() const;

    friend bool operator==(const AddMembersRequest&, const AddMembersRequest&) = default;
};

struct ReadRequest {
    // A hostile body has room for a million problems: past these the rest of a list, or of the doubled keys, is not
    // told.
    static constexpr std::size_t most_problems_of_a_list = 1000, most_doubled_keys = 1000;

    AddMembersRequest request;
    Problems problems;
};

}  // namespace keyturn
