// What is signed of each action, as one table (fact sheet, section 4): signature_payload writes by it, payload_readings
// reads by it.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "protocol/signature_payload.h"

namespace keyturn::payload_layout {

// How a field that is unset stands in the payload.
enum class Unset { refused, null, empty, left_out };

enum class Part { none, conversation_id, conversation_key, field };

// One component of a payload; for a list, one per element. A field has its name in the schema; `within` names the
// struct of the action that holds it, and an unset struct leaves out what it would hold.
struct Component {
    Part part = Part::none;
    std::string_view field = {};
    Unset unset = Unset::refused;
    std::string_view within = {};
};

inline constexpr Component must(std::string_view field) { return {Part::field, field, Unset::refused}; }
inline constexpr Component or_null(std::string_view field) { return {Part::field, field, Unset::null}; }
inline constexpr Component or_empty(std::string_view field) { return {Part::field, field, Unset::empty}; }
inline constexpr Component if_set(std::string_view field) { return {Part::field, field, Unset::left_out}; }
inline constexpr Component within(std::string_view structure, Component component) {
    component.within = structure;
    return component;
}

inline constexpr Component cid = {Part::conversation_id};
inline constexpr Component key = {Part::conversation_key};
inline constexpr Component ckv = must("conversation_key_version");

inline constexpr Component added = must("member_ids");
inline constexpr Component current = must("current_member_ids");
inline constexpr Component admins = must("current_admin_ids");
inline constexpr Component pending = if_set("current_pending_member_ids");
inline constexpr Component title = or_null("current_title");
inline constexpr Component avatar = or_null("current_avatar_url");
inline constexpr Component ttl = or_null("current_ttl_msec");
inline constexpr Component blocking = or_null("screen_capture_blocking_enabled");
inline constexpr Component invite_url = within("group_invite_enable", or_null("invite_url"));
inline constexpr Component invite_affiliate = within("group_invite_enable", or_null("affiliate_id"));
inline constexpr Component invite_expires = within("group_invite_enable", or_null("expires_at_msec"));

struct Versions {
    int oldest, newest;
    constexpr bool include(int version) const { return version >= oldest && version <= newest; }
};

inline constexpr Versions any = {2, newest_signature_version};

struct Layout {
    std::string_view action;
    Versions versions;
    std::array<Component, 12> components;  // behind the action, the message id and the sender id
};

inline constexpr std::string_view key_change = "ConversationKeyChangeEvent";
inline constexpr std::string_view member_add = "GroupChangeEvent.GroupMemberAddChange";
inline constexpr std::string_view group_create = "GroupChangeEvent.GroupCreate";

// The table of section 4. Where the sheet is silent about an unset field, the row says what the official verifier does:
// it refuses an event without a list or a text that is a component (`must`), but reads a mute or unmute without its
// list.
inline constexpr Layout layouts[] = {
    {"MessageCreateEvent", any, {cid, ckv, must("contents")}},

    {key_change, {2, 5}, {cid, ckv, must("conversation_participant_keys")}},
    {key_change, {6, 7}, {cid, ckv, key}},

    {member_add, {2, 2}, {cid, added, current, admins, title, avatar, ttl, ckv}},
    {member_add, {3, 4}, {cid, added, current, admins, pending, title, avatar, ttl, ckv}},
    {member_add, {5, 6}, {cid, added, current, admins, pending, title, avatar, ttl, ckv, blocking}},
    {member_add,
     {7, 7},
     {cid, added, current, admins, title, avatar, ttl, ckv, blocking, invite_url, invite_affiliate, invite_expires}},

    {group_create, {2, 3}, {ckv, must("member_ids")}},
    {group_create,
     {4, 7},
     {ckv, must("member_ids"), or_null("is_legacy_group_upgrade"), or_null("title"), or_null("avatar_url")}},

    {"GroupChangeEvent.GroupMemberRemoveChange", any, {cid, must("member_ids")}},
    {"GroupChangeEvent.GroupAdminAddChange", any, {cid, must("admin_ids")}},
    {"GroupChangeEvent.GroupAdminRemoveChange", any, {cid, must("admin_ids")}},
    {"GroupChangeEvent.GroupTitleChange", any, {cid, ckv, or_empty("title")}},
    {"GroupChangeEvent.GroupAvatarUrlChange", any, {cid, ckv, or_empty("avatar_url")}},
    {"GroupChangeEvent.GroupInviteEnable",
     any,
     {cid, must("invite_url"), or_null("expires_at_msec"), or_null("affiliate_id")}},
    {"GroupChangeEvent.GroupInviteDisable", any, {cid, must("disabled_by_member_id")}},
    {"GroupChangeEvent.GroupJoinRequest", any, {cid, must("user_id")}},
    {"GroupChangeEvent.GroupJoinReject", any, {cid, must("user_ids")}},

    {"MessageDeleteEvent", any, {cid, must("action"), must("sequence_ids")}},
    {"MarkConversationReadEvent", any, {cid, must("seen_until_sequence_id"), if_set("seen_at_millis")}},
    {"MarkConversationUnreadEvent", any, {cid, if_set("seen_until_sequence_id")}},
    {"ConversationDeleteEvent",
     any,
     {cid, within("options", if_set("clear_all")), within("options", if_set("sort_order_msec"))}},

    {"ConversationMetadataChangeEvent.MessageDurationChange", any, {cid, must("ttl_msec")}},
    {"ConversationMetadataChangeEvent.MessageDurationRemove", any, {cid}},
    {"ConversationMetadataChangeEvent.EnableScreenCaptureDetection", any, {cid}},
    {"ConversationMetadataChangeEvent.DisableScreenCaptureDetection", any, {cid}},
    {"ConversationMetadataChangeEvent.EnableScreenCaptureBlocking", any, {cid}},
    {"ConversationMetadataChangeEvent.DisableScreenCaptureBlocking", any, {cid}},
    {"ConversationMetadataChangeEvent.MuteConversation", any, {cid, if_set("muted_conversation_ids")}},
    {"ConversationMetadataChangeEvent.UnmuteConversation", any, {cid, if_set("unmuted_conversation_ids")}},
};

inline constexpr bool has_one_layout(std::string_view action, int version) {
    return std::ranges::count_if(layouts, [&](const Layout& layout) {
               return layout.action == action && layout.versions.include(version);
           }) == 1;
}

inline constexpr bool has_one_layout_at_every_version(const Layout& layout) {
    for (int version = any.oldest; version <= any.newest; ++version)
        if (!has_one_layout(layout.action, version)) return false;
    return true;
}

static_assert(std::ranges::all_of(layouts, has_one_layout_at_every_version));

}  // namespace keyturn::payload_layout
