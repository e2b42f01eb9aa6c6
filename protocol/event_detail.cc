#include "protocol/event_detail.h"

#include <algorithm>

#include "protocol/base64.h"

namespace keyturn {
namespace {

// Field ids (fact sheet, section 5).
namespace key_change_field {
constexpr std::int16_t version = 1, participant_keys = 2, for_key_rotation = 5;
}
namespace participant_field {
constexpr std::int16_t user_id = 1, encrypted_key = 2, public_key_version = 3;
}
namespace group_event_field {
constexpr std::int16_t group_change = 1, for_key_rotation = 2;
}
namespace add_field {
constexpr std::int16_t new_members = 1, current_members = 2, current_admins = 3, title = 4, avatar_url = 5,
                       key_version = 6, ttl_msec = 7, pending_members = 8, screen_capture_blocking = 9, invite = 11;
}
namespace create_field {
constexpr std::int16_t members = 1, admins = 2, title = 3, avatar_url = 4, key_version = 5, is_legacy_upgrade = 6,
                       ttl_msec = 7;
}
namespace invite_field {
constexpr std::int16_t expires_at_msec = 1, invite_url = 2, affiliate_id = 3;
}
namespace signature_field {
constexpr std::int16_t signature = 1, public_key_version = 2, signature_version = 3;
}
namespace event_field {
constexpr std::int16_t sequence_id = 1, message_id = 2, sender_id = 3, conversation_id = 4, created_at_msec = 6,
                       detail = 7, signature = 9;
}

void set_text(ThriftValue& value, std::int16_t id, const std::optional<std::string>& text) {
    if (text) value.set(id, thrift_text(*text));
}

void set_i64(ThriftValue& value, std::int16_t id, const std::optional<std::int64_t>& number) {
    if (number) value.set(id, thrift_i64(*number));
}

std::string text_or_empty(const ThriftValue& value, std::int16_t id) { return value.text_at(id).value_or(""); }

// The struct at the end of the path; nullptr when a field on the way is unset.
const ThriftValue* at(const ThriftValue& value, std::initializer_list<std::int16_t> path) {
    const ThriftValue* found = &value;
    for (const std::int16_t id : path)
        if (found) found = found->find(id);
    return found;
}

const ThriftValue* group_change_at(const ThriftValue& detail, std::int16_t change_arm) {
    return at(detail, {arm::group_change, group_event_field::group_change, change_arm});
}

ThriftValue group_change_detail(std::int16_t change_arm, ThriftValue change) {
    ThriftValue changes = thrift_struct({{change_arm, std::move(change)}});
    return thrift_struct({{arm::group_change, thrift_struct({
                                                  {group_event_field::group_change, std::move(changes)},
                                                  {group_event_field::for_key_rotation, thrift_boolean(false)},
                                              })}});
}

DetailParticipantKey participant_key(const ThriftValue& value) {
    return {text_or_empty(value, participant_field::user_id), text_or_empty(value, participant_field::encrypted_key),
            text_or_empty(value, participant_field::public_key_version)};
}

ThriftValue to_thrift(const DetailParticipantKey& key) {
    return thrift_struct({{participant_field::user_id, thrift_text(key.user_id)},
                          {participant_field::encrypted_key, thrift_text(key.encrypted_conversation_key)},
                          {participant_field::public_key_version, thrift_text(key.public_key_version)}});
}

ThriftValue to_thrift(const GroupInvite& invite) {
    ThriftValue value = thrift_struct();
    set_i64(value, invite_field::expires_at_msec, invite.expires_at_msec);
    set_text(value, invite_field::invite_url, invite.invite_url);
    set_text(value, invite_field::affiliate_id, invite.affiliate_id);
    return value;
}

std::optional<GroupInvite> invite_of(const ThriftValue& add) {
    const ThriftValue* invite = add.find(add_field::invite);
    if (!invite) return std::nullopt;
    return GroupInvite{invite->number_at(invite_field::expires_at_msec), invite->text_at(invite_field::invite_url),
                       invite->text_at(invite_field::affiliate_id)};
}

// By arm of the union inside the event; the first is the event without one.
constexpr std::string_view group_change_names[] = {
    "GroupChangeEvent",
    "GroupChangeEvent.GroupCreate",
    "GroupChangeEvent.GroupTitleChange",
    "GroupChangeEvent.GroupAvatarUrlChange",
    "GroupChangeEvent.GroupAdminAddChange",
    "GroupChangeEvent.GroupMemberAddChange",
    "GroupChangeEvent.GroupAdminRemoveChange",
    "GroupChangeEvent.GroupMemberRemoveChange",
    "GroupChangeEvent.GroupInviteEnable",
    "GroupChangeEvent.GroupInviteDisable",
    "GroupChangeEvent.GroupJoinRequest",
    "GroupChangeEvent.GroupJoinReject",
    "GroupChangeEvent.GroupAdminSettingsChange",
};
constexpr std::string_view metadata_change_names[] = {
    "ConversationMetadataChangeEvent",
    "ConversationMetadataChangeEvent.MessageDurationChange",
    "ConversationMetadataChangeEvent.MessageDurationRemove",
    "ConversationMetadataChangeEvent.MuteConversation",
    "ConversationMetadataChangeEvent.UnmuteConversation",
    "ConversationMetadataChangeEvent.EnableScreenCaptureDetection",
    "ConversationMetadataChangeEvent.DisableScreenCaptureDetection",
    "ConversationMetadataChangeEvent.EnableScreenCaptureBlocking",
    "ConversationMetadataChangeEvent.DisableScreenCaptureBlocking",
};

// The arm that is set in the union at field 1 of such an event; 0 when there is none.
std::size_t change_arm(const ThriftValue& event) {
    const ThriftValue* change = event.find(1);
    return change && !change->fields.empty() ? static_cast<std::size_t>(change->fields.front().first) : 0;
}

}  // namespace

ThriftValue KeyChange::to_detail() const {
    std::vector<ThriftValue> keys;
    keys.reserve(participant_keys.size());
    for (const DetailParticipantKey& key : participant_keys) keys.push_back(to_thrift(key));
    return thrift_struct({{arm::key_change, thrift_struct({
                                                {key_change_field::version, thrift_text(conversation_key_version)},
                                                {key_change_field::participant_keys, thrift_list(std::move(keys))},
                                                {key_change_field::for_key_rotation, thrift_boolean(false)},
                                            })}});
}

std::optional<KeyChange> KeyChange::from_detail(const ThriftValue& detail) {
    const ThriftValue* change = detail.find(arm::key_change);
    if (!change) return std::nullopt;
    KeyChange read = {text_or_empty(*change, key_change_field::version), {}};
    if (const ThriftValue* keys = change->find(key_change_field::participant_keys))
        std::ranges::transform(keys->elements, std::back_inserter(read.participant_keys), participant_key);
    return read;
}

ThriftValue MemberAdd::to_detail() const {
    ThriftValue add = thrift_struct({
        {add_field::new_members, thrift_texts(new_members)},
        {add_field::current_members, thrift_texts(current_members)},
        {add_field::current_admins, thrift_texts(current_admins)},
        {add_field::key_version, thrift_text(conversation_key_version)},
        {add_field::pending_members, thrift_texts(pending_members)},
    });
    set_text(add, add_field::title, title);
    set_text(add, add_field::avatar_url, avatar_url);
    set_i64(add, add_field::ttl_msec, ttl_msec);
    if (screen_capture_blocking) add.set(add_field::screen_capture_blocking, thrift_boolean(*screen_capture_blocking));
    if (invite) add.set(add_field::invite, to_thrift(*invite));
    return group_change_detail(arm::member_add, std::move(add));
}

std::optional<MemberAdd> MemberAdd::from_detail(const ThriftValue& detail) {
    const ThriftValue* add = group_change_at(detail, arm::member_add);
    if (!add) return std::nullopt;
    return MemberAdd{
        .new_members = add->texts_at(add_field::new_members),
        .current_members = add->texts_at(add_field::current_members),
        .current_admins = add->texts_at(add_field::current_admins),
        .title = add->text_at(add_field::title),
        .avatar_url = add->text_at(add_field::avatar_url),
        .conversation_key_version = text_or_empty(*add, add_field::key_version),
        .ttl_msec = add->number_at(add_field::ttl_msec),
        .pending_members = add->texts_at(add_field::pending_members),
        .screen_capture_blocking = add->boolean_at(add_field::screen_capture_blocking),
        .invite = invite_of(*add),
    };
}

ThriftValue GroupCreate::to_detail() const {
    ThriftValue create = thrift_struct({
        {create_field::members, thrift_texts(members)},
        {create_field::admins, thrift_texts(admins)},
        {create_field::key_version, thrift_text(conversation_key_version)},
    });
    set_text(create, create_field::title, title);
    set_text(create, create_field::avatar_url, avatar_url);
    if (is_legacy_upgrade) create.set(create_field::is_legacy_upgrade, thrift_boolean(*is_legacy_upgrade));
    set_i64(create, create_field::ttl_msec, ttl_msec);
    return group_change_detail(arm::group_create, std::move(create));
}

std::optional<GroupCreate> GroupCreate::from_detail(const ThriftValue& detail) {
    const ThriftValue* create = group_change_at(detail, arm::group_create);
    if (!create) return std::nullopt;
    return GroupCreate{
        .members = create->texts_at(create_field::members),
        .admins = create->texts_at(create_field::admins),
        .title = create->text_at(create_field::title),
        .avatar_url = create->text_at(create_field::avatar_url),
        .conversation_key_version = text_or_empty(*create, create_field::key_version),
        .is_legacy_upgrade = create->boolean_at(create_field::is_legacy_upgrade),
        .ttl_msec = create->number_at(create_field::ttl_msec),
    };
}

ThriftValue EventSignature::to_thrift() const {
    ThriftValue value = thrift_struct();
    set_text(value, signature_field::signature, signature);
    set_text(value, signature_field::public_key_version, public_key_version);
    set_text(value, signature_field::signature_version, signature_version);
    return value;
}

EventSignature EventSignature::from_thrift(const ThriftValue& value) {
    return {value.text_at(signature_field::signature), value.text_at(signature_field::public_key_version),
            value.text_at(signature_field::signature_version)};
}

Bytes Event::write() const {
    ThriftValue event = thrift_struct();
    set_text(event, event_field::sequence_id, sequence_id);
    set_text(event, event_field::message_id, message_id);
    set_text(event, event_field::sender_id, sender_id);
    set_text(event, event_field::conversation_id, conversation_id);
    set_text(event, event_field::created_at_msec, created_at_msec);
    if (!detail.fields.empty()) event.set(event_field::detail, detail);
    if (signature != EventSignature{}) event.set(event_field::signature, signature.to_thrift());
    return write_thrift(event, message_event_schema);
}

Result<Event> Event::read(ByteView bytes) {
    auto value = read_thrift(bytes, message_event_schema);
    if (!value) return std::unexpected(value.error());
    Event event = {
        .sequence_id = value->text_at(event_field::sequence_id),
        .message_id = value->text_at(event_field::message_id),
        .sender_id = value->text_at(event_field::sender_id),
        .conversation_id = value->text_at(event_field::conversation_id),
        .created_at_msec = value->text_at(event_field::created_at_msec),
    };
    if (ThriftValue* detail = value->find(event_field::detail)) event.detail = std::move(*detail);
    if (const ThriftValue* signature = value->find(event_field::signature))
        event.signature = EventSignature::from_thrift(*signature);
    return event;
}

Result<Event> Event::read_base64(std::string_view text) {
    const auto bytes = keyturn::read_base64(text);
    if (!bytes) return std::unexpected(bytes.error());
    return read(*bytes);
}

std::string_view action_name(const ThriftValue& detail) {
    if (detail.fields.empty()) return "";
    const auto& [id, event] = detail.fields.front();
    if (id == arm::group_change) return group_change_names[change_arm(event)];
    if (id == arm::metadata_change) return metadata_change_names[change_arm(event)];
    return message_event_detail_schema.find(id)->of->name;
}

}  // namespace keyturn
