// For tests of recipients: a cast with registered keys, and events that its members sign.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/group.h"
#include "protocol/key_wrap.h"
#include "protocol/signature_payload.h"
#include "protocol/test_support.h"
#include "protocol/thrift_samples.h"

namespace keyturn {

inline const std::string group_id = "g1700000000000000001";

// The user's scalars, as in the golden vectors: an odd one for the identity key, the next for the signing key. 9999 is
// registered like the others, and member of nothing.
inline std::uint8_t identity_scalar(std::string_view user) {
    if (user == "1111") return 1;
    if (user == "2222") return 3;
    return user == "3333" ? 5 : 7;
}
inline PrivateKey identity_of(std::string_view user) { return scalar_key(identity_scalar(user)); }
inline PrivateKey signing_key_of(std::string_view user) {
    return scalar_key(static_cast<std::uint8_t>(identity_scalar(user) + 1));
}

inline const Users& cast() {
    static const Users users = [] {
        Users made;
        for (const char* id : {"1111", "2222", "3333", "9999"})
            made[id].keys.push_back({"1", identity_of(id).public_key(), signing_key_of(id).public_key(), ""});
        return made;
    }();
    return users;
}

// What an event is signed as; the tests change one thing of it.
struct Signing {
    std::string sender = "1111";
    std::string message_id = "m1";
    std::optional<std::string> conversation_id = group_id;
    int version = 7;
    const ConversationKey* key = nullptr;
};

// Signs what can be written as a payload, also what an honest client would refuse to sign.
inline Event signed_event(const ThriftValue& detail, const Signing& as) {
    const auto payload =
        signature_payload({detail, as.message_id, as.sender, as.conversation_id, as.key}, as.version).value();
    return {.message_id = as.message_id,
            .sender_id = as.sender,
            .conversation_id = as.conversation_id,
            .detail = detail,
            .signature = {sign_payload(signing_key_of(as.sender), payload), "1", std::to_string(as.version)}};
}

inline Event with_twin_signature(Event event) {
    event.signature.signature = signature_text(twin(read_signature(*event.signature.signature).value()));
    return event;
}

inline KeyChange key_change(std::string version, const ConversationKey& key, const std::vector<std::string>& users) {
    KeyChange change = {std::move(version), {}};
    std::uint8_t ephemeral = 100;
    for (const std::string& user : users)
        change.participant_keys.push_back(
            {user, base64(wrap_key(key, identity_of(user).public_key(), scalar_key(ephemeral++))), "1"});
    return change;
}

// 1111 and 2222, of whom 1111 is the admin, take in 3333.
inline MemberAdd member_add() {
    return {.new_members = {"3333"},
            .current_members = {"1111", "2222"},
            .current_admins = {"1111"},
            .title = "Team",
            .avatar_url = {},
            .conversation_key_version = "1700000000123",
            .ttl_msec = 86'400'000,
            .pending_members = {"4444"},
            .screen_capture_blocking = false,
            .invite = {}};
}

inline Group group_before() {
    return {.id = group_id,
            .members = {"1111", "2222"},
            .admins = {"1111"},
            .pending = {"4444"},
            .title = "Team",
            .avatar_url = {},
            .ttl_msec = 86'400'000,
            .screen_capture_blocking = false,
            .conversation_key_version = {}};
}

// The golden event of a section with that name.
inline Event golden_event(const char* section, std::string_view name) {
    for (const auto& entry : golden().at(section))
        if (text_at(entry, "name") == name) return Event::read_base64(text_at(entry, "event_b64")).value();
    throw std::invalid_argument("no such golden event");
}

}  // namespace keyturn
