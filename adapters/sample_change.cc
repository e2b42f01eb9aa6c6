#include "adapters/sample_change.h"

#include "protocol/action_signature.h"
#include "protocol/add_members_request.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

constexpr std::string_view sender = "1111", member = "2222", added = "3333", invited = "4444";

User registered(std::string_view id) {
    const PrivateKeys keys = *PrivateKeys::read(sample_private_keys(id));
    const PublicKey identity = keys.identity.public_key();
    return {{{"1", identity, keys.signing.public_key(), sign_binding(keys.signing, identity.spki())}}, {}, {}};
}

std::string event_of(const ActionSignature& action, const PrepareAddMembers& change, std::size_t place) {
    const RequestSignature& signature = *action.message_event_signature;
    const Event event{
        .sequence_id = std::to_string(place + 1),
        .message_id = action.message_id,
        .sender_id = change.sender,
        .conversation_id = change.group.id,
        .detail = *read_thrift(*read_base64(*action.encoded_message_event_detail), message_event_detail_schema),
        .signature = {signature.signature, signature.public_key_version, signature.signature_version}};
    return base64(event.write());
}

}  // namespace

Bytes sample_private_keys(std::string_view user) {
    const auto number = static_cast<std::uint8_t>(user.front() - '0');
    Bytes keys(64, 0);
    keys[31] = number;
    keys[63] = static_cast<std::uint8_t>(number + 100);
    return keys;
}

PrepareAddMembers sample_change() {
    PrepareAddMembers change{.group = {.id = "g1700000000000000001",
                                       .members = {std::string(sender), std::string(member)},
                                       .admins = {std::string(sender)},
                                       .pending = {std::string(invited)},
                                       .title = "Team",
                                       .avatar_url = {},
                                       .ttl_msec = {},
                                       .screen_capture_blocking = {},
                                       .conversation_key_version = "1690000000000"},
                             .users = {},
                             .sender = std::string(sender),
                             .private_keys = sample_private_keys(sender),
                             .add = {std::string(added)}};
    for (const std::string_view id : {sender, member, added, invited}) change.users.emplace(id, registered(id));
    return change;
}

std::vector<std::string> events_of(const PreparedChange& prepared, const PrepareAddMembers& change) {
    const auto actions = AddMembersRequest::read(*parse_json(prepared.body)).request.action_signatures.value();
    std::vector<std::string> events;
    for (const ActionSignature& action : actions) events.push_back(event_of(action, change, events.size()));
    return events;
}

JsonValue sample_detail() {
    const PrepareAddMembers change = sample_change();
    MemberAdd add;
    add.new_members = change.add;
    add.current_members = change.group.members;
    add.current_admins = change.group.admins;
    add.pending_members = change.group.pending;
    add.title = change.group.title;
    add.conversation_key_version = "1700000000123";
    return thrift_to_json(add.to_detail(), message_event_detail_schema);
}

}  // namespace keyturn
