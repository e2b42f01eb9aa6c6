#include "properties/prepared_key.h"

#include <set>

#include "properties/answers.h"
#include "properties/named_keys.h"
#include "properties/prepared_body.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

// A recipient's keys by the version that its entry in the body names.
PrivateKeys keys_of(const ParticipantKey& key) {
    return registered_keys(key.user_id.value_or(""), key.public_key_version.value_or(""));
}

std::optional<Violation> opens_for(const ParticipantKey& key, const PreparedBody& body) {
    const auto blob = blob_of(key);
    const std::string user = key.user_id.value_or("");
    if (!blob) return violated("AM-KEY-012", fmt::format("the wrapped key of {} can't be read", user));
    const auto opened = unwrap_key(*blob, keys_of(key).identity);
    if (!opened)
        return violated("AM-KEY-012",
                        fmt::format("the wrapped key of {} does not open: {}", user, opened.error().reason));
    if (bytes_of_key(*opened) == body.conversation_key) return std::nullopt;
    return violated("AM-KEY-012", fmt::format("the wrapped key of {} opens to another key than the change's", user));
}

}  // namespace

std::optional<Violation> every_recipient_gets_the_key(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [](const PreparedBody& body) -> std::optional<Violation> {
        std::set<std::string> points;
        for (const ParticipantKey& key : participant_keys(body)) {
            if (auto violation = opens_for(key, body)) return violation;
            if (!points.insert(ephemeral_point(key).value_or("")).second)
                return violated("AM-KEY-013", "two wrapped keys of one change have the same ephemeral key");
        }
        return std::nullopt;
    });
}

std::optional<Violation> key_change_is_signed(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [&](const PreparedBody& body) -> std::optional<Violation> {
        const ReadAction* action = body.key_change_action();
        const auto key = key_of(body);
        if (!action || !key || !action->source->message_event_signature) return std::nullopt;
        const RequestSignature& signature = *action->source->message_event_signature;
        if (signature.signature_version != "7")
            return violated("AM-SIG-014", "the key change is not signed at signature version 7");
        const std::string conversation = canonical_conversation_id(body.group.id, input.sender);
        const std::string message_id = action->source->message_id.value_or("");
        const auto payload = signature_payload({*action->detail, message_id, input.sender, conversation, &*key}, 7);
        const PublicKey signer =
            registered_keys(input.sender, signature.public_key_version.value_or("")).signing.public_key();
        if (!payload || payload_verifies(signer, *payload, signature.signature.value_or(""))) return std::nullopt;
        return violated("AM-SIG-015", "the key change does not verify with the new key");
    });
}

std::optional<Violation> key_stays_out_of_the_body(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [](const PreparedBody& body) -> std::optional<Violation> {
        const ReadAction* action = body.key_change_action();
        if (action && action->source->signature_payload)
            return violated("AM-SEC-005", "the body shows the payload of the key change, which holds the key");
        const Bytes& key = body.conversation_key;
        for (const std::string& form : {base64_unpadded(key), base64_url_unpadded(key), hex(key)})
            if (body.text.contains(form)) return violated("AM-SEC-004", "the plaintext key stands in the body");
        return std::nullopt;
    });
}

}  // namespace keyturn
