#include "adapters/bent_change.h"

#include "adapters/changed_text.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/sha256.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

ThriftValue without_commas(ThriftValue value) {
    value.text = replaced(std::move(value.text), ",", comma_stand_in);
    for (ThriftValue& element : value.elements) element = without_commas(std::move(element));
    for (auto& [id, field] : value.fields) field = without_commas(std::move(field));
    return value;
}

std::string payload_of(const ChangeInHand& change, const ThriftValue& detail, const std::string& message_id,
                       int signature_version) {
    const ThriftValue signable = without_commas(detail);
    const auto payload = signature_payload(
        {signable, message_id, change.plan.sender, change.plan.conversation_id, &change.key}, signature_version);
    return payload ? replaced(*payload, comma_stand_in, ",") : std::string();
}

void call(const Bend::Step& step, ChangeInHand& change) {
    if (step) step(change);
}

void sign_both(ChangeInHand& change) {
    const ThriftValue details[] = {change.key_change.to_detail(), change.plan.member_add.to_detail()};
    for (std::size_t action = 0; action < 2; ++action)
        change.signatures.push_back(
            signed_action(change, details[action], change.message_ids[action], change.plan.signature_version));
}

}  // namespace

ActionSignature signed_action(const ChangeInHand& change, const ThriftValue& detail, const std::string& message_id,
                              int signature_version) {
    const std::string payload = payload_of(change, detail, message_id, signature_version);
    RequestSignature signature{sign_payload(change.sender_keys.signing, payload),
                               change.plan.signing_key_version,
                               std::to_string(change.plan.signature_version),
                               {},
                               {}};
    ActionSignature action{
        message_id, base64(write_thrift(detail, message_event_detail_schema)), {}, std::move(signature)};
    if (!detail.find(arm::key_change)) action.signature_payload = payload;
    return action;
}

Answer<PreparedChange> bent_change(const PrepareAddMembers& asked, const Surroundings& surroundings, const Bend& bend) {
    const auto keys = PrivateKeys::read(asked.private_keys);
    if (!keys) return std::unexpected(NoValue{NoValueKind::refused, keys.error().reason});
    auto plan = plan_add_members(asked.group, asked.users, asked.sender, asked.add, surroundings.now_msec);
    if (!plan) return std::unexpected(NoValue{NoValueKind::refused, plan.error().reason});
    Entropy entropy(surroundings.entropy);
    ChangeInHand change{asked, std::move(*plan), fresh_conversation_key(entropy), entropy, *keys};
    call(bend.plan, change);
    call(bend.key, change);
    change.key_change = wrap_for_recipients(change.plan, change.key, entropy);
    call(bend.key_change, change);
    change.message_ids = {entropy.uuid(), entropy.uuid()};
    call(bend.message_ids, change);
    sign_both(change);
    call(bend.signatures, change);
    AddMembersRequest request =
        assemble_request(change.plan, change.key_change, change.signatures, change.key, entropy);
    if (bend.request) bend.request(request, change);
    return PreparedChange{to_json(request.to_json()), copy(change.key.reveal())};
}

void bend_changes(LibraryFunctions& library, Bend bend) {
    library.prepare_add_members = [bend = std::move(bend)](const PrepareAddMembers& asked,
                                                           const Surroundings& surroundings) {
        return bent_change(asked, surroundings, bend);
    };
}

ConversationKey key_from(std::string_view text) {
    return ConversationKey(std::span<const std::uint8_t, 32>(sha256(bytes_of(text))));
}

}  // namespace keyturn
