// The actions that create a group, rotate its key and add members, and the events that carry actions, as values (fact
// sheet, sections 4 and 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/thrift_binary.h"

namespace keyturn {

// Arms of MessageEventDetail and of GroupChange.
namespace arm {
inline constexpr std::int16_t message_create = 1, key_change = 3, group_change = 4, message_failure = 5, typing = 6,
                              message_delete = 7, conversation_delete = 8, metadata_change = 9,
                              grok_search_response = 10, mark_read = 12, mark_unread = 13, account_delete = 14;
inline constexpr std::int16_t group_create = 1, title_change = 2, avatar_change = 3, admin_add = 4, member_add = 5,
                              admin_remove = 6, member_remove = 7, invite_enable = 8, invite_disable = 9,
                              join_request = 10, join_reject = 11, admin_settings_change = 12;
}  // namespace arm

struct DetailParticipantKey {
    std::string user_id;
    std::string encrypted_conversation_key;  // base64 text of a WrappedKey
    std::string public_key_version;
    friend auto operator<=>(const DetailParticipantKey&, const DetailParticipantKey&) = default;
};

struct KeyChange {
    std::string conversation_key_version;
    std::vector<DetailParticipantKey> participant_keys;

    // A MessageEventDetail as the official library writes it (for_key_rotation = false).
    ThriftValue to_detail() const;
    // The key change in a detail; nothing when it is another action. Unset texts read as empty.
    static std::optional<KeyChange> from_detail(const ThriftValue& detail);
    friend bool operator==(const KeyChange&, const KeyChange&) = default;
};

struct GroupInvite {
    std::optional<std::int64_t> expires_at_msec;
    std::optional<std::string> invite_url;
    std::optional<std::string> affiliate_id;
    friend bool operator==(const GroupInvite&, const GroupInvite&) = default;
};

struct MemberAdd {
    std::vector<std::string> new_members;
    std::vector<std::string> current_members;
    std::vector<std::string> current_admins;
    std::optional<std::string> title;
    std::optional<std::string> avatar_url;
    std::string conversation_key_version;
    std::optional<std::int64_t> ttl_msec;
    std::vector<std::string> pending_members;
    std::optional<bool> screen_capture_blocking;
    std::optional<GroupInvite> invite;  // read, never written by a signer

    ThriftValue to_detail() const;  // as the official library writes it: GroupChangeEvent field 2 = false
    static std::optional<MemberAdd> from_detail(const ThriftValue& detail);
    friend bool operator==(const MemberAdd&, const MemberAdd&) = default;
};

struct GroupCreate {
    std::vector<std::string> members;
    std::vector<std::string> admins;
    std::optional<std::string> title;
    std::optional<std::string> avatar_url;
    std::string conversation_key_version;
    std::optional<bool> is_legacy_upgrade;
    std::optional<std::int64_t> ttl_msec;

    ThriftValue to_detail() const;  // as the official library writes it: GroupChangeEvent field 2 = false
    static std::optional<GroupCreate> from_detail(const ThriftValue& detail);
    friend bool operator==(const GroupCreate&, const GroupCreate&) = default;
};

// MessageEventSignature; every field as it came.
struct EventSignature {
    std::optional<std::string> signature;  // base64 text
    std::optional<std::string> public_key_version;
    std::optional<std::string> signature_version;

    ThriftValue to_thrift() const;
    static EventSignature from_thrift(const ThriftValue& value);
    friend bool operator==(const EventSignature&, const EventSignature&) = default;
};

// A MessageEvent as a recipient judges it. What a relay adds (token, source, previous id, trust mark) and the keys that
// a signature carries along are read past: nothing may depend on them.
struct Event {
    std::optional<std::string> sequence_id = {};
    std::optional<std::string> message_id = {};
    std::optional<std::string> sender_id = {};
    std::optional<std::string> conversation_id = {};
    std::optional<std::string> created_at_msec = {};
    ThriftValue detail = {};  // a MessageEventDetail; without fields when the event has none
    EventSignature signature = {};

    Bytes write() const;
    static Result<Event> read(ByteView bytes);
    static Result<Event> read_base64(std::string_view text);
    friend bool operator==(const Event&, const Event&) = default;
};

// "ConversationKeyChangeEvent", "GroupChangeEvent.GroupMemberAddChange", … : the first component of the payload, or the
// like for an action that is never signed ("MessageTypingEvent", "GroupChangeEvent.GroupAdminSettingsChange"). A group
// or metadata event without a change has the event's name, a detail without an arm "". The detail must fit its schema.
std::string_view action_name(const ThriftValue& detail);

}  // namespace keyturn
