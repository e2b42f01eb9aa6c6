#include "protocol/thrift_schema.h"

#include <algorithm>

namespace keyturn {
namespace {

constexpr ThriftFieldSchema boolean(std::int16_t id, std::string_view name) { return {id, name, ThriftKind::boolean}; }
constexpr ThriftFieldSchema i32(std::int16_t id, std::string_view name) { return {id, name, ThriftKind::i32}; }
constexpr ThriftFieldSchema i64(std::int16_t id, std::string_view name) { return {id, name, ThriftKind::i64}; }
constexpr ThriftFieldSchema text(std::int16_t id, std::string_view name) { return {id, name, ThriftKind::text}; }
constexpr ThriftFieldSchema binary(std::int16_t id, std::string_view name) { return {id, name, ThriftKind::binary}; }
constexpr ThriftFieldSchema texts(std::int16_t id, std::string_view name) {
    return {id, name, ThriftKind::list, ThriftKind::text};
}
constexpr ThriftFieldSchema i32s(std::int16_t id, std::string_view name) {
    return {id, name, ThriftKind::list, ThriftKind::i32};
}
constexpr ThriftFieldSchema structure(std::int16_t id, std::string_view name, const ThriftStructSchema& of) {
    return {id, name, ThriftKind::structure, ThriftKind::text, &of};
}
constexpr ThriftFieldSchema structures(std::int16_t id, std::string_view name, const ThriftStructSchema& of) {
    return {id, name, ThriftKind::list, ThriftKind::structure, &of};
}

constexpr bool is_union = true;

// Messages.

constexpr ThriftFieldSchema message_create_fields[] = {
    binary(100, "contents"), text(101, "conversation_key_version"), boolean(102, "should_notify"),
    i64(103, "ttl_msec"),    i64(104, "delivered_at_msec"),         boolean(105, "is_pending_public_key"),
    i32(106, "priority"),    i32s(107, "additional_action_list"),   boolean(109, "is_message_request"),
};
constexpr ThriftStructSchema message_create = {"MessageCreateEvent", !is_union, message_create_fields};

constexpr ThriftFieldSchema message_failure_fields[] = {i32(1, "failure_type"), i32(2, "rate_limit_tier")};
constexpr ThriftStructSchema message_failure = {"MessageFailureEvent", !is_union, message_failure_fields};

constexpr ThriftFieldSchema message_typing_fields[] = {text(1, "conversation_id")};
constexpr ThriftStructSchema message_typing = {"MessageTypingEvent", !is_union, message_typing_fields};

constexpr ThriftFieldSchema message_delete_fields[] = {texts(1, "sequence_ids"), i32(2, "action")};
constexpr ThriftStructSchema message_delete = {"MessageDeleteEvent", !is_union, message_delete_fields};

constexpr ThriftFieldSchema search_response_fields[] = {text(1, "search_response_id")};
constexpr ThriftStructSchema search_response = {"GrokSearchResponseEvent", !is_union, search_response_fields};

constexpr ThriftFieldSchema account_delete_fields[] = {text(1, "member_id")};
constexpr ThriftStructSchema account_delete = {"MemberAccountDeleteEvent", !is_union, account_delete_fields};

// Key changes.

constexpr ThriftFieldSchema participant_key_fields[] = {
    text(1, "user_id"),
    text(2, "encrypted_conversation_key"),
    text(3, "public_key_version"),
};
constexpr ThriftStructSchema participant_key = {"ConversationParticipantKey", !is_union, participant_key_fields};

// The fact sheet names this struct without any field of it.
constexpr ThriftStructSchema ratchet_tree_change = {"RatchetTreeChange", !is_union, {}};

constexpr ThriftFieldSchema key_change_fields[] = {
    text(1, "conversation_key_version"),
    structures(2, "conversation_participant_keys", participant_key),
    structure(4, "ratchet_tree_change", ratchet_tree_change),
    boolean(5, "for_key_rotation"),
};
constexpr ThriftStructSchema key_change = {"ConversationKeyChangeEvent", !is_union, key_change_fields};

// Group changes.

constexpr ThriftFieldSchema group_create_fields[] = {
    texts(1, "member_ids"),
    texts(2, "admin_ids"),
    text(3, "title"),
    text(4, "avatar_url"),
    text(5, "conversation_key_version"),
    boolean(6, "is_legacy_group_upgrade"),
    i64(7, "ttl_msec"),
};
constexpr ThriftStructSchema group_create = {"GroupCreate", !is_union, group_create_fields};

constexpr ThriftFieldSchema title_change_fields[] = {text(1, "title"), text(2, "conversation_key_version")};
constexpr ThriftStructSchema title_change = {"GroupTitleChange", !is_union, title_change_fields};

constexpr ThriftFieldSchema avatar_change_fields[] = {text(1, "avatar_url"), text(2, "conversation_key_version")};
constexpr ThriftStructSchema avatar_change = {"GroupAvatarUrlChange", !is_union, avatar_change_fields};

constexpr ThriftFieldSchema admin_ids_fields[] = {texts(1, "admin_ids")};
constexpr ThriftStructSchema admin_add = {"GroupAdminAddChange", !is_union, admin_ids_fields};
constexpr ThriftStructSchema admin_remove = {"GroupAdminRemoveChange", !is_union, admin_ids_fields};

constexpr ThriftFieldSchema member_remove_fields[] = {texts(1, "member_ids")};
constexpr ThriftStructSchema member_remove = {"GroupMemberRemoveChange", !is_union, member_remove_fields};

constexpr ThriftFieldSchema invite_enable_fields[] = {
    i64(1, "expires_at_msec"),
    text(2, "invite_url"),
    text(3, "affiliate_id"),
};
constexpr ThriftStructSchema invite_enable = {"GroupInviteEnable", !is_union, invite_enable_fields};

constexpr ThriftFieldSchema invite_disable_fields[] = {text(1, "disabled_by_member_id")};
constexpr ThriftStructSchema invite_disable = {"GroupInviteDisable", !is_union, invite_disable_fields};

constexpr ThriftFieldSchema join_request_fields[] = {text(1, "user_id")};
constexpr ThriftStructSchema join_request = {"GroupJoinRequest", !is_union, join_request_fields};

constexpr ThriftFieldSchema join_reject_fields[] = {texts(1, "user_ids")};
constexpr ThriftStructSchema join_reject = {"GroupJoinReject", !is_union, join_reject_fields};

constexpr ThriftFieldSchema admin_settings_fields[] = {
    boolean(1, "edit_group_info"), boolean(2, "edit_message_ttl"), boolean(3, "block_screen_capture"),
    boolean(4, "add_member"),      boolean(5, "send_message"),     boolean(6, "start_call"),
};
constexpr ThriftStructSchema admin_settings = {"GroupAdminSettings", !is_union, admin_settings_fields};
// The fact sheet gives no fields of its own for the change; the official reader takes the same six booleans here.
constexpr ThriftStructSchema admin_settings_change = {"GroupAdminSettingsChange", !is_union, admin_settings_fields};

constexpr ThriftFieldSchema member_add_fields[] = {
    texts(1, "member_ids"),
    texts(2, "current_member_ids"),
    texts(3, "current_admin_ids"),
    text(4, "current_title"),
    text(5, "current_avatar_url"),
    text(6, "conversation_key_version"),
    i64(7, "current_ttl_msec"),
    texts(8, "current_pending_member_ids"),
    boolean(9, "screen_capture_blocking_enabled"),
    structure(11, "group_invite_enable", invite_enable),
    structure(12, "admin_settings", admin_settings),
};
constexpr ThriftStructSchema member_add = {"GroupMemberAddChange", !is_union, member_add_fields};

constexpr ThriftFieldSchema group_change_arms[] = {
    structure(1, "create", group_create),           structure(2, "title", title_change),
    structure(3, "avatar", avatar_change),          structure(4, "admin_add", admin_add),
    structure(5, "member_add", member_add),         structure(6, "admin_remove", admin_remove),
    structure(7, "member_remove", member_remove),   structure(8, "invite_enable", invite_enable),
    structure(9, "invite_disable", invite_disable), structure(10, "join_request", join_request),
    structure(11, "join_reject", join_reject),      structure(12, "admin_settings_change", admin_settings_change),
};
constexpr ThriftStructSchema group_change = {"GroupChange", is_union, group_change_arms};

constexpr ThriftFieldSchema group_change_event_fields[] = {
    structure(1, "group_change", group_change),
    boolean(2, "for_key_rotation"),
};
constexpr ThriftStructSchema group_change_event = {"GroupChangeEvent", !is_union, group_change_event_fields};

// Conversations.

constexpr ThriftFieldSchema delete_options_fields[] = {boolean(1, "clear_all"), i64(2, "sort_order_msec")};
constexpr ThriftStructSchema delete_options = {"ConversationDeleteOptions", !is_union, delete_options_fields};

constexpr ThriftFieldSchema conversation_delete_fields[] = {
    text(1, "conversation_id"),
    structure(2, "options", delete_options),
};
constexpr ThriftStructSchema conversation_delete = {"ConversationDeleteEvent", !is_union, conversation_delete_fields};

constexpr ThriftFieldSchema mark_read_fields[] = {text(1, "seen_until_sequence_id"), i64(2, "seen_at_millis")};
constexpr ThriftStructSchema mark_read = {"MarkConversationReadEvent", !is_union, mark_read_fields};

constexpr ThriftFieldSchema mark_unread_fields[] = {text(1, "seen_until_sequence_id")};
constexpr ThriftStructSchema mark_unread = {"MarkConversationUnreadEvent", !is_union, mark_unread_fields};

constexpr ThriftFieldSchema duration_change_fields[] = {i64(1, "ttl_msec"), boolean(2, "apply_to_all")};
constexpr ThriftStructSchema duration_change = {"MessageDurationChange", !is_union, duration_change_fields};

constexpr ThriftFieldSchema duration_remove_fields[] = {i64(1, "ttl_msec")};
constexpr ThriftStructSchema duration_remove = {"MessageDurationRemove", !is_union, duration_remove_fields};

constexpr ThriftFieldSchema mute_fields[] = {texts(1, "muted_conversation_ids")};
constexpr ThriftStructSchema mute = {"MuteConversation", !is_union, mute_fields};

constexpr ThriftFieldSchema unmute_fields[] = {texts(1, "unmuted_conversation_ids")};
constexpr ThriftStructSchema unmute = {"UnmuteConversation", !is_union, unmute_fields};

constexpr ThriftFieldSchema placeholder_fields[] = {text(1, "placeholder")};
constexpr ThriftStructSchema enable_detection = {"EnableScreenCaptureDetection", !is_union, placeholder_fields};
constexpr ThriftStructSchema disable_detection = {"DisableScreenCaptureDetection", !is_union, placeholder_fields};
constexpr ThriftStructSchema enable_blocking = {"EnableScreenCaptureBlocking", !is_union, placeholder_fields};
constexpr ThriftStructSchema disable_blocking = {"DisableScreenCaptureBlocking", !is_union, placeholder_fields};

constexpr ThriftFieldSchema metadata_change_arms[] = {
    structure(1, "message_duration_change", duration_change),
    structure(2, "message_duration_remove", duration_remove),
    structure(3, "mute_conversation", mute),
    structure(4, "unmute_conversation", unmute),
    structure(5, "enable_screen_capture_detection", enable_detection),
    structure(6, "disable_screen_capture_detection", disable_detection),
    structure(7, "enable_screen_capture_blocking", enable_blocking),
    structure(8, "disable_screen_capture_blocking", disable_blocking),
};
constexpr ThriftStructSchema metadata_change = {"ConversationMetadataChange", is_union, metadata_change_arms};

constexpr ThriftFieldSchema metadata_change_event_fields[] = {
    structure(1, "conversation_metadata_change", metadata_change),
};
constexpr ThriftStructSchema metadata_change_event = {"ConversationMetadataChangeEvent", !is_union,
                                                      metadata_change_event_fields};

// Events.

constexpr ThriftFieldSchema message_event_detail_arms[] = {
    structure(1, "message_create_event", message_create),
    structure(3, "conversation_key_change_event", key_change),
    structure(4, "group_change_event", group_change_event),
    structure(5, "message_failure_event", message_failure),
    structure(6, "message_typing_event", message_typing),
    structure(7, "message_delete_event", message_delete),
    structure(8, "conversation_delete_event", conversation_delete),
    structure(9, "conversation_metadata_change_event", metadata_change_event),
    structure(10, "grok_search_response_event", search_response),
    structure(12, "mark_conversation_read_event", mark_read),
    structure(13, "mark_conversation_unread_event", mark_unread),
    structure(14, "member_account_delete_event", account_delete),
};

constexpr ThriftFieldSchema signing_key_info_fields[] = {
    text(1, "member_id"),
    text(2, "public_key_version"),
    text(3, "signing_public_key"),
};
constexpr ThriftStructSchema signing_key_info = {"MessageSigningKeyInfo", !is_union, signing_key_info_fields};

constexpr ThriftFieldSchema message_event_signature_fields[] = {
    text(1, "signature"),
    text(2, "public_key_version"),
    text(3, "signature_version"),
    text(4, "signing_public_key"),
    structures(5, "message_signing_key_info_list", signing_key_info),
};

constexpr ThriftFieldSchema message_event_fields[] = {
    text(1, "sequence_id"),
    text(2, "message_id"),
    text(3, "sender_id"),
    text(4, "conversation_id"),
    text(5, "conversation_token"),
    text(6, "created_at_msec"),
    structure(7, "detail", message_event_detail_schema),
    i32(8, "relay_source"),
    structure(9, "message_event_signature", message_event_signature_schema),
    text(10, "previous_sequence_id"),
    boolean(11, "is_trusted"),
};

constexpr const ThriftStructSchema* structs[] = {
    &message_event_detail_schema,
    &message_event_schema,
    &message_event_signature_schema,
    &signing_key_info,
    &key_change,
    &participant_key,
    &ratchet_tree_change,
    &group_change_event,
    &group_change,
    &member_add,
    &group_create,
    &title_change,
    &avatar_change,
    &admin_add,
    &admin_remove,
    &member_remove,
    &invite_enable,
    &invite_disable,
    &join_request,
    &join_reject,
    &admin_settings,
    &admin_settings_change,
    &message_delete,
    &conversation_delete,
    &delete_options,
    &mark_read,
    &mark_unread,
    &metadata_change_event,
    &metadata_change,
    &duration_change,
    &duration_remove,
    &mute,
    &unmute,
    &enable_detection,
    &disable_detection,
    &enable_blocking,
    &disable_blocking,
    &message_create,
    &message_failure,
    &message_typing,
    &search_response,
    &account_delete,
};

}  // namespace

constexpr ThriftStructSchema message_event_detail_schema = {"MessageEventDetail", is_union, message_event_detail_arms};
constexpr ThriftStructSchema message_event_signature_schema = {"MessageEventSignature", !is_union,
                                                               message_event_signature_fields};
constexpr ThriftStructSchema message_event_schema = {"MessageEvent", !is_union, message_event_fields};

const ThriftFieldSchema* ThriftStructSchema::find(std::int16_t id) const {
    const auto at = std::ranges::find(fields, id, &ThriftFieldSchema::id);
    return at == fields.end() ? nullptr : &*at;
}

const ThriftFieldSchema* ThriftStructSchema::find(std::string_view wanted) const {
    const auto at = std::ranges::find(fields, wanted, &ThriftFieldSchema::name);
    return at == fields.end() ? nullptr : &*at;
}

std::span<const ThriftStructSchema* const> thrift_structs() { return structs; }

}  // namespace keyturn
