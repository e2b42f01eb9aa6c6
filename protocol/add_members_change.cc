#include "protocol/add_members_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f; });
}

// Why a text can't stand in a signed payload; empty when it can.
std::string unsignable(std::string_view text) {
    if (text == "null") return "reads as an unset one in the payload";
    if (text.contains(',')) return "contains a comma, and payloads have no escaping";
    if (has_control_characters(text)) return "contains a control character";
    if (!is_utf8(text)) return "is not UTF-8";
    return {};
}

Result<void> all_signable(const Group& group, std::string_view sender, const std::vector<std::string>& add) {
    const auto check = [](std::string_view what, std::string_view text) -> Result<void> {
        const std::string why = unsignable(text);
        if (!why.empty()) return refuse(fmt::format("the {} {}", what, why));
        return {};
    };
    if (auto ok = check("sender's id", sender); !ok) return ok;
    for (const auto* ids : {&group.members, &group.admins, &group.pending, &add})
        for (const std::string& id : *ids)
            if (auto ok = check("user id", id); !ok) return ok;
    if (auto ok = check("title", group.title.value_or("")); !ok) return ok;
    return check("avatar URL", group.avatar_url.value_or(""));
}

std::optional<std::string> unless_empty(const std::optional<std::string>& text) {
    return text && text->empty() ? std::nullopt : text;
}

std::optional<std::int64_t> unless_negative(std::optional<std::int64_t> number) {
    return number.value_or(0) < 0 ? std::nullopt : number;
}

Result<std::uint64_t> next_key_version(const Group& group, std::uint64_t now_msec) {
    if (!group.conversation_key_version) return now_msec;
    const auto current = read_key_version(*group.conversation_key_version);
    if (!current) return refuse("the group's key version is no decimal number of 64 bits without leading zero");
    if (*current == std::numeric_limits<std::uint64_t>::max())
        return refuse("the group's key version is the highest there is");
    return std::max(now_msec, *current + 1);
}

Result<std::vector<Recipient>> recipients_of(const std::vector<std::string>& roster, const Users& users) {
    std::vector<Recipient> recipients;
    recipients.reserve(roster.size());
    for (const std::string& id : roster) {
        const User* user = find_user(users, id);
        const RegisteredKey* key = user ? user->latest_key() : nullptr;
        if (!key) return refuse(fmt::format("user {} has no registered key to wrap for", id));
        recipients.push_back({id, key->identity, key->version});
    }
    return recipients;
}

std::vector<std::string> roster_after(const Group& group, const std::vector<std::string>& add) {
    std::vector<std::string> roster;
    std::set<std::string_view> seen;
    for (const auto* ids : {&group.members, &add})
        for (const std::string& id : *ids)
            if (seen.insert(id).second) roster.push_back(id);
    return roster;
}

std::vector<ParticipantKey> as_request_keys(const std::vector<DetailParticipantKey>& keys) {
    std::vector<ParticipantKey> request_keys;
    request_keys.reserve(keys.size());
    for (const auto& key : keys)
        request_keys.push_back({key.user_id, key.encrypted_conversation_key, key.public_key_version});
    return request_keys;
}

// Key changes sign the canonical conversation id, member adds the id as given (fact sheet, section 1.5).
std::string signed_conversation_id(const AddMembersPlan& plan, const ThriftValue& detail) {
    return detail.find(arm::key_change) ? canonical_conversation_id(plan.conversation_id, plan.sender)
                                        : plan.conversation_id;
}

bool payload_holds_the_key(const ThriftValue& detail, int version) {
    return detail.find(arm::key_change) && version >= 6;
}

std::optional<std::string> seal_if_set(const std::optional<std::string>& text, const ConversationKey& key,
                                       Entropy& entropy) {
    if (!text) return std::nullopt;
    return seal_text(key, *text, entropy);
}

}  // namespace

Result<AddMembersPlan> plan_add_members(const Group& group, const Users& users, std::string_view sender,
                                        const std::vector<std::string>& add, std::uint64_t now_msec) {
    if (!is_group_id(group.id)) return refuse("the group's id is not g and 1 to 19 digits");
    if (auto ok = all_signable(group, sender, add); !ok) return std::unexpected(ok.error());
    const User* user = find_user(users, sender);
    const RegisteredKey* key = user ? user->latest_key() : nullptr;
    if (!key || !key->signing) return refuse(fmt::format("the sender {} has no registered signing key", sender));
    auto recipients = recipients_of(roster_after(group, add), users);
    if (!recipients) return std::unexpected(recipients.error());
    const auto key_version = next_key_version(group, now_msec);
    if (!key_version) return std::unexpected(key_version.error());

    AddMembersPlan plan{.conversation_id = group.id,
                        .sender = std::string(sender),
                        .signing_key_version = key->version,
                        .conversation_key_version = std::to_string(*key_version),
                        .user_ids = add,
                        .member_add = {},
                        .recipients = std::move(*recipients)};
    plan.member_add = {.new_members = add,
                       .current_members = group.members,
                       .current_admins = group.admins,
                       .title = unless_empty(group.title),
                       .avatar_url = unless_empty(group.avatar_url),
                       .conversation_key_version = plan.conversation_key_version,
                       .ttl_msec = unless_negative(group.ttl_msec),
                       .pending_members = group.pending,
                       .screen_capture_blocking = group.screen_capture_blocking,
                       .invite = {}};
    return plan;
}

Result<ActionSignature> sign_action(const AddMembersPlan& plan, const ThriftValue& detail, std::string message_id,
                                    const ConversationKey& key, const PrivateKey& signing_key) {
    const std::string conversation_id = signed_conversation_id(plan, detail);
    const PayloadSource source{detail, message_id, plan.sender, conversation_id, &key};
    auto payload = payload_to_sign(source, plan.signature_version);
    if (!payload) return refuse(payload.error().reason);
    const bool secret = payload_holds_the_key(detail, plan.signature_version);
    RequestSignature signature{
        sign_payload(signing_key, *payload), plan.signing_key_version, std::to_string(plan.signature_version), {}, {}};
    if (secret) sodium_memzero(payload->data(), payload->size());
    return ActionSignature{std::move(message_id), base64(write_thrift(detail, message_event_detail_schema)),
                           secret ? std::nullopt : std::optional(std::move(*payload)), std::move(signature)};
}

ConversationKey fresh_conversation_key(Entropy& entropy) {
    ConversationKey key;
    entropy.fill(key.writable());
    return key;
}

KeyChange wrap_for_recipients(const AddMembersPlan& plan, const ConversationKey& key, Entropy& entropy) {
    KeyChange change{plan.conversation_key_version, {}};
    change.participant_keys.reserve(plan.recipients.size());
    for (const Recipient& recipient : plan.recipients)
        change.participant_keys.push_back(
            {recipient.user_id, base64(wrap_key(key, recipient.identity, entropy)), recipient.public_key_version});
    return change;
}

AddMembersRequest assemble_request(const AddMembersPlan& plan, const KeyChange& key_change,
                                   std::vector<ActionSignature> signatures, const ConversationKey& key,
                                   Entropy& entropy) {
    return {.user_ids = plan.user_ids,
            .conversation_key_version = plan.conversation_key_version,
            .conversation_participant_keys = as_request_keys(key_change.participant_keys),
            .encrypted_title = seal_if_set(plan.member_add.title, key, entropy),
            .encrypted_avatar_url = seal_if_set(plan.member_add.avatar_url, key, entropy),
            .action_signatures = std::move(signatures)};
}

Result<AddMembersChange> make_change(const AddMembersPlan& plan, const PrivateKey& signing_key, Entropy& entropy) {
    const ConversationKey key = fresh_conversation_key(entropy);
    const KeyChange key_change = wrap_for_recipients(plan, key, entropy);
    std::vector<ActionSignature> signatures;
    for (const ThriftValue& detail : {key_change.to_detail(), plan.member_add.to_detail()}) {
        auto action = sign_action(plan, detail, entropy.uuid(), key, signing_key);
        if (!action) return std::unexpected(action.error());
        signatures.push_back(std::move(*action));
    }
    return AddMembersChange{assemble_request(plan, key_change, std::move(signatures), key, entropy), key};
}

}  // namespace keyturn
