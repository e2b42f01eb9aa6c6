// The structs of an event for Apache Thrift: the second opinion that tests compare our own reader and writer with.
// thrift_schema_test.cc holds this text and the table in thrift_schema.cc together.
namespace cpp keyturn.idl

struct MessageCreateEvent {
  100: optional binary contents
  101: optional string conversation_key_version
  102: optional bool should_notify
  103: optional i64 ttl_msec
  104: optional i64 delivered_at_msec
  105: optional bool is_pending_public_key
  106: optional i32 priority
  107: optional list<i32> additional_action_list
  109: optional bool is_message_request
}

struct MessageFailureEvent {
  1: optional i32 failure_type
  2: optional i32 rate_limit_tier
}

struct MessageTypingEvent {
  1: optional string conversation_id
}

struct MessageDeleteEvent {
  1: optional list<string> sequence_ids
  2: optional i32 action
}

struct GrokSearchResponseEvent {
  1: optional string search_response_id
}

struct MemberAccountDeleteEvent {
  1: optional string member_id
}

struct ConversationParticipantKey {
  1: optional string user_id
  2: optional string encrypted_conversation_key
  3: optional string public_key_version
}

struct RatchetTreeChange {
}

struct ConversationKeyChangeEvent {
  1: optional string conversation_key_version
  2: optional list<ConversationParticipantKey> conversation_participant_keys
  4: optional RatchetTreeChange ratchet_tree_change
  5: optional bool for_key_rotation
}

struct GroupCreate {
  1: optional list<string> member_ids
  2: optional list<string> admin_ids
  3: optional string title
  4: optional string avatar_url
  5: optional string conversation_key_version
  6: optional bool is_legacy_group_upgrade
  7: optional i64 ttl_msec
}

struct GroupTitleChange {
  1: optional string title
  2: optional string conversation_key_version
}

struct GroupAvatarUrlChange {
  1: optional string avatar_url
  2: optional string conversation_key_version
}

struct GroupAdminAddChange {
  1: optional list<string> admin_ids
}

struct GroupAdminRemoveChange {
  1: optional list<string> admin_ids
}

struct GroupMemberRemoveChange {
  1: optional list<string> member_ids
}

struct GroupInviteEnable {
  1: optional i64 expires_at_msec
  2: optional string invite_url
  3: optional string affiliate_id
}

struct GroupInviteDisable {
  1: optional string disabled_by_member_id
}

struct GroupJoinRequest {
  1: optional string user_id
}

struct GroupJoinReject {
  1: optional list<string> user_ids
}

struct GroupAdminSettings {
  1: optional bool edit_group_info
  2: optional bool edit_message_ttl
  3: optional bool block_screen_capture
  4: optional bool add_member
  5: optional bool send_message
  6: optional bool start_call
}

struct GroupAdminSettingsChange {
  1: optional bool edit_group_info
  2: optional bool edit_message_ttl
  3: optional bool block_screen_capture
  4: optional bool add_member
  5: optional bool send_message
  6: optional bool start_call
}

struct GroupMemberAddChange {
  1: optional list<string> member_ids
  2: optional list<string> current_member_ids
  3: optional list<string> current_admin_ids
  4: optional string current_title
  5: optional string current_avatar_url
  6: optional string conversation_key_version
  7: optional i64 current_ttl_msec
  8: optional list<string> current_pending_member_ids
  9: optional bool screen_capture_blocking_enabled
  11: optional GroupInviteEnable group_invite_enable
  12: optional GroupAdminSettings admin_settings
}

union GroupChange {
  1: optional GroupCreate create
  2: optional GroupTitleChange title
  3: optional GroupAvatarUrlChange avatar
  4: optional GroupAdminAddChange admin_add
  5: optional GroupMemberAddChange member_add
  6: optional GroupAdminRemoveChange admin_remove
  7: optional GroupMemberRemoveChange member_remove
  8: optional GroupInviteEnable invite_enable
  9: optional GroupInviteDisable invite_disable
  10: optional GroupJoinRequest join_request
  11: optional GroupJoinReject join_reject
  12: optional GroupAdminSettingsChange admin_settings_change
}

struct GroupChangeEvent {
  1: optional GroupChange group_change
  2: optional bool for_key_rotation
}

struct ConversationDeleteOptions {
  1: optional bool clear_all
  2: optional i64 sort_order_msec
}

struct ConversationDeleteEvent {
  1: optional string conversation_id
  2: optional ConversationDeleteOptions options
}

struct MarkConversationReadEvent {
  1: optional string seen_until_sequence_id
  2: optional i64 seen_at_millis
}

struct MarkConversationUnreadEvent {
  1: optional string seen_until_sequence_id
}

struct MessageDurationChange {
  1: optional i64 ttl_msec
  2: optional bool apply_to_all
}

struct MessageDurationRemove {
  1: optional i64 ttl_msec
}

struct MuteConversation {
  1: optional list<string> muted_conversation_ids
}

struct UnmuteConversation {
  1: optional list<string> unmuted_conversation_ids
}

struct EnableScreenCaptureDetection {
  1: optional string placeholder
}

struct DisableScreenCaptureDetection {
  1: optional string placeholder
}

struct EnableScreenCaptureBlocking {
  1: optional string placeholder
}

struct DisableScreenCaptureBlocking {
  1: optional string placeholder
}

union ConversationMetadataChange {
  1: optional MessageDurationChange message_duration_change
  2: optional MessageDurationRemove message_duration_remove
  3: optional MuteConversation mute_conversation
  4: optional UnmuteConversation unmute_conversation
  5: optional EnableScreenCaptureDetection enable_screen_capture_detection
  6: optional DisableScreenCaptureDetection disable_screen_capture_detection
  7: optional EnableScreenCaptureBlocking enable_screen_capture_blocking
  8: optional DisableScreenCaptureBlocking disable_screen_capture_blocking
}

struct ConversationMetadataChangeEvent {
  1: optional ConversationMetadataChange conversation_metadata_change
}

union MessageEventDetail {
  1: optional MessageCreateEvent message_create_event
  3: optional ConversationKeyChangeEvent conversation_key_change_event
  4: optional GroupChangeEvent group_change_event
  5: optional MessageFailureEvent message_failure_event
  6: optional MessageTypingEvent message_typing_event
  7: optional MessageDeleteEvent message_delete_event
  8: optional ConversationDeleteEvent conversation_delete_event
  9: optional ConversationMetadataChangeEvent conversation_metadata_change_event
  10: optional GrokSearchResponseEvent grok_search_response_event
  12: optional MarkConversationReadEvent mark_conversation_read_event
  13: optional MarkConversationUnreadEvent mark_conversation_unread_event
  14: optional MemberAccountDeleteEvent member_account_delete_event
}

struct MessageSigningKeyInfo {
  1: optional string member_id
  2: optional string public_key_version
  3: optional string signing_public_key
}

struct MessageEventSignature {
  1: optional string signature
  2: optional string public_key_version
  3: optional string signature_version
  4: optional string signing_public_key
  5: optional list<MessageSigningKeyInfo> message_signing_key_info_list
}

struct MessageEvent {
  1: optional string sequence_id
  2: optional string message_id
  3: optional string sender_id
  4: optional string conversation_id
  5: optional string conversation_token
  6: optional string created_at_msec
  7: optional MessageEventDetail detail
  8: optional i32 relay_source
  9: optional MessageEventSignature message_event_signature
  10: optional string previous_sequence_id
  11: optional bool is_trusted
}
