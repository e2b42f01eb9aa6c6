#include "protocol/event_detail.h"

#include <gtest/gtest.h>

#include <set>

#include "protocol/base64.h"
#include "protocol/test_support.h"
#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

const KeyChange rotation = {"17", {{"1", "a2V5", "7"}, {"2", "", ""}}};

const MemberAdd minimal = {.new_members = {"3"},
                           .current_members = {"1", "2"},
                           .current_admins = {"1"},
                           .title = std::nullopt,
                           .avatar_url = std::nullopt,
                           .conversation_key_version = "17",
                           .ttl_msec = std::nullopt,
                           .pending_members = {},
                           .screen_capture_blocking = std::nullopt,
                           .invite = std::nullopt};

const MemberAdd full = {.new_members = {"3"},
                        .current_members = {"1", "2"},
                        .current_admins = {"1"},
                        .title = "T",
                        .avatar_url = "A",
                        .conversation_key_version = "17",
                        .ttl_msec = 86'400'000,
                        .pending_members = {"4"},
                        .screen_capture_blocking = false,
                        .invite = GroupInvite{9, "u", "a"}};

const GroupCreate bare_group = {.members = {"1", "2"},
                                .admins = {},
                                .title = std::nullopt,
                                .avatar_url = std::nullopt,
                                .conversation_key_version = "17",
                                .is_legacy_upgrade = std::nullopt,
                                .ttl_msec = std::nullopt};

const GroupCreate whole_group = {.members = {"1", "2"},
                                 .admins = {"1"},
                                 .title = "T",
                                 .avatar_url = "A",
                                 .conversation_key_version = "17",
                                 .is_legacy_upgrade = true,
                                 .ttl_msec = 86'400'000};

TEST(EventDetail, a_key_change_is_written_as_the_official_library_does) {
    EXPECT_EQ(rotation.to_detail(), detail_of(R"({"conversation_key_change_event": {
        "conversation_key_version": "17", "for_key_rotation": false, "conversation_participant_keys": [
        {"user_id": "1", "encrypted_conversation_key": "a2V5", "public_key_version": "7"},
        {"user_id": "2", "encrypted_conversation_key": "", "public_key_version": ""}]}})"));
    EXPECT_EQ(KeyChange::from_detail(rotation.to_detail()), rotation);
}

TEST(EventDetail, an_unset_text_of_a_key_change_reads_as_empty) {
    const auto bare = KeyChange::from_detail(detail_of(R"({"conversation_key_change_event": {}})"));
    EXPECT_EQ(bare, KeyChange{});
    const auto key = KeyChange::from_detail(
        detail_of(R"({"conversation_key_change_event": {"conversation_participant_keys": [{}]}})"));
    EXPECT_EQ(key->participant_keys, std::vector<DetailParticipantKey>(1));
}

TEST(EventDetail, a_member_add_sets_what_the_official_library_sets) {
    EXPECT_EQ(minimal.to_detail(),
              detail_of(R"({"group_change_event": {"for_key_rotation": false, "group_change": {"member_add": {
        "member_ids": ["3"], "current_member_ids": ["1", "2"], "current_admin_ids": ["1"], "conversation_key_version": "17",
        "current_pending_member_ids": []}}}})"));
    EXPECT_EQ(full.to_detail(),
              detail_of(R"({"group_change_event": {"for_key_rotation": false, "group_change": {"member_add": {
        "member_ids": ["3"], "current_member_ids": ["1", "2"], "current_admin_ids": ["1"], "current_title": "T",
        "current_avatar_url": "A", "conversation_key_version": "17", "current_ttl_msec": 86400000,
        "current_pending_member_ids": ["4"], "screen_capture_blocking_enabled": false,
        "group_invite_enable": {"expires_at_msec": 9, "invite_url": "u", "affiliate_id": "a"}}}}})"));
}

TEST(EventDetail, a_member_add_reads_back_with_unset_and_empty_kept_apart) {
    MemberAdd empty_title = minimal, empty_invite = minimal;
    empty_title.title = "";
    empty_invite.invite = GroupInvite{};
    for (const MemberAdd& add : {minimal, full, empty_title, empty_invite})
        EXPECT_EQ(MemberAdd::from_detail(add.to_detail()), add);
    EXPECT_NE(empty_title, minimal);
    EXPECT_NE(empty_invite, minimal);
}

TEST(EventDetail, a_group_create_sets_what_the_official_library_sets) {
    EXPECT_EQ(bare_group.to_detail(),
              detail_of(R"({"group_change_event": {"for_key_rotation": false, "group_change": {"create": {
        "member_ids": ["1", "2"], "admin_ids": [], "conversation_key_version": "17"}}}})"));
    EXPECT_EQ(whole_group.to_detail(),
              detail_of(R"({"group_change_event": {"for_key_rotation": false, "group_change": {"create": {
        "member_ids": ["1", "2"], "admin_ids": ["1"], "title": "T", "avatar_url": "A", "conversation_key_version": "17",
        "is_legacy_group_upgrade": true, "ttl_msec": 86400000}}}})"));
}

TEST(EventDetail, a_group_create_reads_back_with_unset_and_empty_kept_apart) {
    GroupCreate empty_title = bare_group;
    empty_title.title = "";
    for (const GroupCreate& create : {bare_group, whole_group, empty_title})
        EXPECT_EQ(GroupCreate::from_detail(create.to_detail()), create);
    EXPECT_NE(empty_title, bare_group);
    const auto without_version = detail_of(R"({"group_change_event": {"group_change": {"create": {}}}})");
    EXPECT_EQ(GroupCreate::from_detail(without_version), GroupCreate{});
}

TEST(EventDetail, an_action_is_not_read_out_of_another) {
    EXPECT_EQ(GroupCreate::from_detail(minimal.to_detail()), std::nullopt);
    EXPECT_EQ(GroupCreate::from_detail(rotation.to_detail()), std::nullopt);
    EXPECT_EQ(MemberAdd::from_detail(whole_group.to_detail()), std::nullopt);
    EXPECT_EQ(KeyChange::from_detail(minimal.to_detail()), std::nullopt);
    EXPECT_EQ(MemberAdd::from_detail(rotation.to_detail()), std::nullopt);
    EXPECT_EQ(MemberAdd::from_detail(detail_of(R"({"group_change_event": {}})")), std::nullopt);
    EXPECT_EQ(MemberAdd::from_detail(detail_of(R"({"group_change_event": {"group_change": {"title": {}}}})")),
              std::nullopt);
    EXPECT_EQ(MemberAdd::from_detail(thrift_struct()), std::nullopt);
}

TEST(EventDetail, an_event_is_written_field_by_field_and_read_back) {
    const Event event = {.sequence_id = "1",
                         .message_id = "m",
                         .sender_id = "s",
                         .conversation_id = "c",
                         .created_at_msec = "6",
                         .detail = detail_of(R"({"message_typing_event": {}})"),
                         .signature = {"sig", "8", "7"}};
    const Bytes bytes = wire(
        "0b0001 00000001 31  0b0002 00000001 6d  0b0003 00000001 73  0b0004 00000001 63  0b0006 00000001 36"
        "0c0007 0c0006 00 00  0c0009 0b0001 00000003 736967 0b0002 00000001 38 0b0003 00000001 37 00  00");
    EXPECT_EQ(hex(event.write()), hex(bytes));
    EXPECT_EQ(Event::read(bytes).value(), event);
    EXPECT_EQ(Event::read_base64(base64(bytes)).value(), event);
}

TEST(EventDetail, an_event_keeps_apart_what_is_unset) {
    EXPECT_EQ(hex(Event{}.write()), "00");
    EXPECT_EQ(Event::read(wire("00")).value(), Event{});
    const Event unsigned_version = {.signature = {std::nullopt, "8", std::nullopt}};
    EXPECT_EQ(hex(unsigned_version.write()), hex(wire("0c0009 0b0002 00000001 38 00 00")));
    EXPECT_EQ(Event::read(unsigned_version.write()).value(), unsigned_version);
}

TEST(EventDetail, a_signing_key_inside_a_signature_is_read_past) {
    const auto event =
        Event::read(wire("0c0009 0b0001 00000001 61 0b0004 00000001 62 0f0005 0c 00000000 00 0b000a 00000000 00"));
    EXPECT_EQ(event->signature, (EventSignature{"a", std::nullopt, std::nullopt}));
}

TEST(EventDetail, an_event_that_cannot_be_read_says_why) {
    EXPECT_EQ(reason(Event::read(wire("00 00"))), "bytes after the end of the struct");
    EXPECT_EQ(reason(Event::read_base64("AAA=")), "bytes after the end of the struct");
    EXPECT_FALSE(reason(Event::read_base64("A")).empty());
}

// The arm by its number in a struct with one field: the name is that of the arm's struct, behind the event's.
void expect_names(std::int16_t event_arm, const ThriftStructSchema& arms, const std::string& event_name) {
    for (const ThriftFieldSchema& arm : arms.fields) {
        const ThriftValue change = thrift_struct({{arm.id, thrift_struct()}});
        EXPECT_EQ(action_name(thrift_struct({{event_arm, thrift_struct({{1, change}})}})),
                  event_name + "." + std::string(arm.of->name));
    }
    EXPECT_EQ(action_name(thrift_struct({{event_arm, thrift_struct()}})), event_name);
}

TEST(EventDetail, an_action_has_the_name_of_its_struct) {
    for (const ThriftFieldSchema& arm : message_event_detail_schema.fields)
        EXPECT_EQ(action_name(thrift_struct({{arm.id, thrift_struct()}})), arm.of->name);
    expect_names(arm::group_change, struct_named("GroupChange"), "GroupChangeEvent");
    expect_names(arm::metadata_change, struct_named("ConversationMetadataChange"), "ConversationMetadataChangeEvent");
    EXPECT_EQ(action_name(thrift_struct()), "");
}

TEST(EventDetail, arms_are_those_of_the_schema) {
    using Arm = std::pair<std::int16_t, const char*>;
    for (const auto& [id, name] :
         {Arm{arm::message_create, "MessageCreateEvent"}, Arm{arm::key_change, "ConversationKeyChangeEvent"},
          Arm{arm::group_change, "GroupChangeEvent"}, Arm{arm::message_failure, "MessageFailureEvent"},
          Arm{arm::typing, "MessageTypingEvent"}, Arm{arm::message_delete, "MessageDeleteEvent"},
          Arm{arm::conversation_delete, "ConversationDeleteEvent"},
          Arm{arm::metadata_change, "ConversationMetadataChangeEvent"},
          Arm{arm::grok_search_response, "GrokSearchResponseEvent"}, Arm{arm::mark_read, "MarkConversationReadEvent"},
          Arm{arm::mark_unread, "MarkConversationUnreadEvent"}, Arm{arm::account_delete, "MemberAccountDeleteEvent"}})
        EXPECT_EQ(message_event_detail_schema.find(id)->of->name, name);
    for (const auto& [id, name] :
         {Arm{arm::group_create, "GroupCreate"}, Arm{arm::title_change, "GroupTitleChange"},
          Arm{arm::avatar_change, "GroupAvatarUrlChange"}, Arm{arm::admin_add, "GroupAdminAddChange"},
          Arm{arm::member_add, "GroupMemberAddChange"}, Arm{arm::admin_remove, "GroupAdminRemoveChange"},
          Arm{arm::member_remove, "GroupMemberRemoveChange"}, Arm{arm::invite_enable, "GroupInviteEnable"},
          Arm{arm::invite_disable, "GroupInviteDisable"}, Arm{arm::join_request, "GroupJoinRequest"},
          Arm{arm::join_reject, "GroupJoinReject"}, Arm{arm::admin_settings_change, "GroupAdminSettingsChange"}})
        EXPECT_EQ(struct_named("GroupChange").find(id)->of->name, name);
}

}  // namespace
}  // namespace keyturn
