#include "protocol/signature_payload.h"

#include <gtest/gtest.h>

#include "protocol/test_support.h"
#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

std::expected<std::string, PayloadRefusal> payload(const char* json, int version,
                                                   std::optional<std::string_view> conversation_id = "cid") {
    const ThriftValue detail = detail_of(json);
    const ConversationKey key = conversation_key(3);
    return signature_payload({detail, "mid", "snd", conversation_id, &key}, version);
}

struct Row {
    const char* detail;
    int oldest, newest;
    const char* payload;
};

void expect_payload(const Row& row) {
    for (int version = row.oldest; version <= row.newest; ++version) {
        const auto built = payload(row.detail, version);
        ASSERT_TRUE(built) << row.payload << " at version " << version << ": " << built.error().reason;
        EXPECT_EQ(*built, row.payload) << "at version " << version;
    }
}

TEST(SignaturePayload, a_message_signs_its_contents) {
    expect_payload(
        {R"({"message_create_event": {"contents": "/+8=", "conversation_key_version": "17", "ttl_msec": 5}})", 2, 7,
         "MessageCreateEvent,mid,snd,cid,17,/+8"});
    expect_payload({R"({"message_create_event": {"contents": "", "conversation_key_version": ""}})", 2, 7,
                    "MessageCreateEvent,mid,snd,cid,,"});
}

TEST(SignaturePayload, a_key_change_signs_the_wrapped_keys_up_to_version_5_and_the_key_itself_from_6) {
    const char* const detail =
        R"({"conversation_key_change_event": {"conversation_key_version": "17", "for_key_rotation": true,
        "conversation_participant_keys": [
        {"user_id": "2", "encrypted_conversation_key": "Yg==", "public_key_version": "8"},
        {"user_id": "1", "encrypted_conversation_key": "YQ==", "public_key_version": "9"}]}})";
    expect_payload({detail, 2, 5, "ConversationKeyChangeEvent,mid,snd,cid,17,2,Yg==,8,1,YQ==,9"});
    expect_payload(
        {detail, 6, 7, "ConversationKeyChangeEvent,mid,snd,cid,17,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM"});
    expect_payload({R"({"conversation_key_change_event": {"conversation_key_version": "17",
        "conversation_participant_keys": [{"public_key_version": "8"}, {"user_id": "1"}, {"encrypted_conversation_key": "YQ=="}]}})",
                    2, 5, "ConversationKeyChangeEvent,mid,snd,cid,17,,,8,1,,,,YQ==,"});
    expect_payload(
        {R"({"conversation_key_change_event": {"conversation_key_version": "17", "conversation_participant_keys": []}})",
         2, 5, "ConversationKeyChangeEvent,mid,snd,cid,17"});
    expect_payload({R"({"conversation_key_change_event": {"conversation_key_version": "17"}})", 6, 7,
                    "ConversationKeyChangeEvent,mid,snd,cid,17,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM"});
}

TEST(SignaturePayload, a_member_add_signs_the_group_as_its_version_says) {
    const char* const full = R"({"group_change_event": {"for_key_rotation": true, "group_change": {"member_add": {
        "member_ids": ["n1", "n2"], "current_member_ids": ["m1", "m2"], "current_admin_ids": ["a1", "a2"], "current_title": "T",
        "current_avatar_url": "A", "conversation_key_version": "17", "current_ttl_msec": 86400000,
        "current_pending_member_ids": ["p1", "p2"], "screen_capture_blocking_enabled": true, "admin_settings": {"add_member": true}}}}})";
    expect_payload({full, 2, 2, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,n1,n2,m1,m2,a1,a2,T,A,86400000,17"});
    expect_payload(
        {full, 3, 4, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,n1,n2,m1,m2,a1,a2,p1,p2,T,A,86400000,17"});
    expect_payload(
        {full, 5, 6, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,n1,n2,m1,m2,a1,a2,p1,p2,T,A,86400000,17,true"});
    expect_payload(
        {full, 7, 7, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,n1,n2,m1,m2,a1,a2,T,A,86400000,17,true"});
}

TEST(SignaturePayload, what_a_member_add_leaves_unset_is_null) {
    const char* const bare = R"({"group_change_event": {"group_change": {"member_add": {
        "member_ids": [], "current_member_ids": ["m"], "current_admin_ids": [], "conversation_key_version": "17"}}}})";
    expect_payload({bare, 2, 4, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,m,null,null,null,17"});
    expect_payload({bare, 5, 7, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,m,null,null,null,17,null"});
}

TEST(SignaturePayload, what_is_set_and_empty_or_negative_or_false_is_no_null) {
    const char* const edges = R"({"group_change_event": {"group_change": {"member_add": {
        "member_ids": ["n"], "current_member_ids": [""], "current_admin_ids": ["a"], "current_title": "", "current_avatar_url": "null",
        "conversation_key_version": "17", "current_ttl_msec": -9223372036854775808, "screen_capture_blocking_enabled": false}}}})";
    expect_payload(
        {edges, 7, 7, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,n,,a,,null,-9223372036854775808,17,false"});
}

TEST(SignaturePayload, an_invite_is_signed_with_a_member_add_from_version_7) {
    const std::string head =
        R"({"group_change_event": {"group_change": {"member_add": {"member_ids": [], "current_member_ids": [],
        "current_admin_ids": [], "conversation_key_version": "17", "group_invite_enable": )";
    const std::string signed_7 = "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,null,null,null,17,null";
    const std::string all = head + R"({"expires_at_msec": 9, "invite_url": "u", "affiliate_id": "a"}}}}})";
    expect_payload({all.c_str(), 7, 7, (signed_7 + ",u,a,9").c_str()});
    expect_payload({all.c_str(), 5, 6, signed_7.c_str()});
    expect_payload({all.c_str(), 2, 4, "GroupChangeEvent.GroupMemberAddChange,mid,snd,cid,null,null,null,17"});
    expect_payload({(head + "{}}}}}").c_str(), 7, 7, (signed_7 + ",null,null,null").c_str()});
}

TEST(SignaturePayload, a_group_create_has_no_conversation_id) {
    const char* const full =
        R"({"group_change_event": {"group_change": {"create": {"member_ids": ["1", "2"], "admin_ids": ["3"],
        "title": "T", "avatar_url": "A", "conversation_key_version": "17", "is_legacy_group_upgrade": true, "ttl_msec": 5}}}})";
    expect_payload({full, 2, 3, "GroupChangeEvent.GroupCreate,mid,snd,17,1,2"});
    expect_payload({full, 4, 7, "GroupChangeEvent.GroupCreate,mid,snd,17,1,2,true,T,A"});
    const char* const bare =
        R"({"group_change_event": {"group_change": {"create": {"member_ids": [], "conversation_key_version": "17"}}}})";
    expect_payload({bare, 2, 3, "GroupChangeEvent.GroupCreate,mid,snd,17"});
    expect_payload({bare, 4, 7, "GroupChangeEvent.GroupCreate,mid,snd,17,null,null,null"});
}

TEST(SignaturePayload, the_other_group_changes_have_one_layout) {
    for (
        const Row& row : {
            Row{R"({"group_change_event": {"group_change": {"member_remove": {"member_ids": ["1", "2"]}}}})", 2, 7,
                "GroupChangeEvent.GroupMemberRemoveChange,mid,snd,cid,1,2"},
            Row{R"({"group_change_event": {"group_change": {"admin_add": {"admin_ids": ["1", "2"]}}}})", 2, 7,
                "GroupChangeEvent.GroupAdminAddChange,mid,snd,cid,1,2"},
            Row{R"({"group_change_event": {"group_change": {"admin_remove": {"admin_ids": []}}}})", 2, 7,
                "GroupChangeEvent.GroupAdminRemoveChange,mid,snd,cid"},
            Row{R"({"group_change_event": {"group_change": {"title": {"title": "New", "conversation_key_version": "17"}}}})",
                2, 7, "GroupChangeEvent.GroupTitleChange,mid,snd,cid,17,New"},
            Row{R"({"group_change_event": {"group_change": {"title": {"conversation_key_version": "17"}}}})", 2, 7,
                "GroupChangeEvent.GroupTitleChange,mid,snd,cid,17,"},
            Row{R"({"group_change_event": {"group_change": {"avatar": {"avatar_url": "A", "conversation_key_version": "17"}}}})",
                2, 7, "GroupChangeEvent.GroupAvatarUrlChange,mid,snd,cid,17,A"},
            Row{R"({"group_change_event": {"group_change": {"avatar": {"conversation_key_version": "17"}}}})", 2, 7,
                "GroupChangeEvent.GroupAvatarUrlChange,mid,snd,cid,17,"},
            Row{R"({"group_change_event": {"group_change": {"invite_enable":
                 {"expires_at_msec": 9, "invite_url": "u", "affiliate_id": "a"}}}})",
                2, 7, "GroupChangeEvent.GroupInviteEnable,mid,snd,cid,u,9,a"},
            Row{R"({"group_change_event": {"group_change": {"invite_enable": {"invite_url": "u"}}}})", 2, 7,
                "GroupChangeEvent.GroupInviteEnable,mid,snd,cid,u,null,null"},
            Row{R"({"group_change_event": {"group_change": {"invite_disable": {"disabled_by_member_id": "1"}}}})", 2, 7,
                "GroupChangeEvent.GroupInviteDisable,mid,snd,cid,1"},
            Row{R"({"group_change_event": {"group_change": {"join_request": {"user_id": "1"}}}})", 2, 7,
                "GroupChangeEvent.GroupJoinRequest,mid,snd,cid,1"},
            Row{R"({"group_change_event": {"group_change": {"join_reject": {"user_ids": ["1", "2"]}}}})", 2, 7,
                "GroupChangeEvent.GroupJoinReject,mid,snd,cid,1,2"},
        })
        expect_payload(row);
}

TEST(SignaturePayload, actions_on_messages_and_conversations_have_one_layout) {
    for (
        const Row& row : {
            Row{R"({"message_delete_event": {"sequence_ids": ["5", "6"], "action": 2}})", 2, 7,
                "MessageDeleteEvent,mid,snd,cid,2,5,6"},
            Row{R"({"message_delete_event": {"sequence_ids": [], "action": -1}})", 2, 7,
                "MessageDeleteEvent,mid,snd,cid,-1"},
            Row{R"({"mark_conversation_read_event": {"seen_until_sequence_id": "5", "seen_at_millis": 6}})", 2, 7,
                "MarkConversationReadEvent,mid,snd,cid,5,6"},
            Row{R"({"mark_conversation_read_event": {"seen_until_sequence_id": "5"}})", 2, 7,
                "MarkConversationReadEvent,mid,snd,cid,5"},
            Row{R"({"mark_conversation_unread_event": {"seen_until_sequence_id": "5"}})", 2, 7,
                "MarkConversationUnreadEvent,mid,snd,cid,5"},
            Row{R"({"mark_conversation_unread_event": {}})", 2, 7, "MarkConversationUnreadEvent,mid,snd,cid"},
            Row{R"({"conversation_delete_event": {"conversation_id": "x", "options": {"clear_all": true, "sort_order_msec": 7}}})",
                2, 7, "ConversationDeleteEvent,mid,snd,cid,true,7"},
            Row{R"({"conversation_delete_event": {"options": {"clear_all": false}}})", 2, 7,
                "ConversationDeleteEvent,mid,snd,cid,false"},
            Row{R"({"conversation_delete_event": {"options": {"sort_order_msec": -7}}})", 2, 7,
                "ConversationDeleteEvent,mid,snd,cid,-7"},
            Row{R"({"conversation_delete_event": {"options": {}}})", 2, 7, "ConversationDeleteEvent,mid,snd,cid"},
            Row{R"({"conversation_delete_event": {"conversation_id": "x"}})", 2, 7,
                "ConversationDeleteEvent,mid,snd,cid"},
        })
        expect_payload(row);
}

TEST(SignaturePayload, metadata_changes_have_one_layout) {
    const auto expect_change = [](const std::string& change, const std::string& signed_as) {
        const std::string detail =
            R"({"conversation_metadata_change_event": {"conversation_metadata_change": )" + change + "}}";
        expect_payload({detail.c_str(), 2, 7, ("ConversationMetadataChangeEvent." + signed_as).c_str()});
    };
    expect_change(R"({"message_duration_change": {"ttl_msec": 5, "apply_to_all": true}})",
                  "MessageDurationChange,mid,snd,cid,5");
    expect_change(R"({"message_duration_change": {"ttl_msec": -5}})", "MessageDurationChange,mid,snd,cid,-5");
    expect_change(R"({"message_duration_remove": {"ttl_msec": 5}})", "MessageDurationRemove,mid,snd,cid");
    expect_change(R"({"mute_conversation": {"muted_conversation_ids": ["5", "6"]}})",
                  "MuteConversation,mid,snd,cid,5,6");
    expect_change(R"({"mute_conversation": {}})", "MuteConversation,mid,snd,cid");
    expect_change(R"({"unmute_conversation": {"unmuted_conversation_ids": ["5", "6"]}})",
                  "UnmuteConversation,mid,snd,cid,5,6");
    expect_change(R"({"unmute_conversation": {}})", "UnmuteConversation,mid,snd,cid");
    expect_change(R"({"enable_screen_capture_detection": {"placeholder": "x"}})",
                  "EnableScreenCaptureDetection,mid,snd,cid");
    expect_change(R"({"disable_screen_capture_detection": {"placeholder": "x"}})",
                  "DisableScreenCaptureDetection,mid,snd,cid");
    expect_change(R"({"enable_screen_capture_blocking": {"placeholder": "x"}})",
                  "EnableScreenCaptureBlocking,mid,snd,cid");
    expect_change(R"({"disable_screen_capture_blocking": {"placeholder": "x"}})",
                  "DisableScreenCaptureBlocking,mid,snd,cid");
}

TEST(SignaturePayload, an_event_without_a_conversation_id_has_no_such_component) {
    const char* const unread = R"({"mark_conversation_unread_event": {}})";
    EXPECT_EQ(payload(unread, 7, std::nullopt), "MarkConversationUnreadEvent,mid,snd");
    EXPECT_EQ(payload(unread, 7, ""), "MarkConversationUnreadEvent,mid,snd,");
}

struct Refused {
    const char* detail;
    PayloadObstacle obstacle;
    const char* reason;
};

void expect_refused(const Refused& expected, int version) {
    const auto built = payload(expected.detail, version);
    ASSERT_FALSE(built) << expected.detail;
    EXPECT_EQ(built.error().obstacle, expected.obstacle) << expected.detail;
    EXPECT_EQ(built.error().reason, expected.reason) << expected.detail;
}

TEST(SignaturePayload, only_versions_2_to_7_are_accepted_for_any_action) {
    for (const char* detail : {R"({"mark_conversation_unread_event": {}})", R"({"conversation_key_change_event": {}})",
                               R"({"group_change_event": {"group_change": {"member_add": {}}}})",
                               R"({"group_change_event": {"group_change": {"create": {}}}})"})
        for (const int version : {-1, 0, 1, 8, 100})
            expect_refused({detail, PayloadObstacle::version_not_accepted,
                            ("signature version " + std::to_string(version) + " is not one of 2 to 7").c_str()},
                           version);
}

TEST(SignaturePayload, some_actions_are_unsigned_by_design) {
    for (const auto& [detail, reason] :
         {std::pair{R"({"message_typing_event": {}})", "MessageTypingEvent is not signed"},
          std::pair{R"({"message_failure_event": {}})", "MessageFailureEvent is not signed"},
          std::pair{R"({"grok_search_response_event": {}})", "GrokSearchResponseEvent is not signed"},
          std::pair{R"({"member_account_delete_event": {}})", "MemberAccountDeleteEvent is not signed"}})
        for (const int version : {1, 7}) expect_refused({detail, PayloadObstacle::unsigned_by_design, reason}, version);
    const ThriftValue nothing = thrift_struct();
    const auto built = signature_payload({nothing, "mid", "snd", "cid"}, 7);
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().obstacle, PayloadObstacle::unsigned_by_design);
    EXPECT_EQ(built.error().reason, "a detail without an action is not signed");
}

TEST(SignaturePayload, some_actions_can_never_be_verified) {
    for (const auto& [detail, reason] :
         {std::pair{R"({"group_change_event": {"group_change": {"admin_settings_change": {"add_member": true}}}})",
                    "GroupChangeEvent.GroupAdminSettingsChange can't be verified"},
          std::pair{R"({"group_change_event": {"for_key_rotation": false}})", "GroupChangeEvent can't be verified"},
          std::pair{R"({"conversation_metadata_change_event": {}})",
                    "ConversationMetadataChangeEvent can't be verified"}})
        expect_refused({detail, PayloadObstacle::never_verifiable, reason}, 7);
}

TEST(SignaturePayload, a_key_change_from_version_6_needs_the_key) {
    const ThriftValue detail = detail_of(
        R"({"conversation_key_change_event": {"conversation_key_version": "17", "conversation_participant_keys": []}})");
    for (const int version : {6, 7}) {
        const auto built = signature_payload({detail, "mid", "snd", "cid"}, version);
        ASSERT_FALSE(built);
        EXPECT_EQ(built.error().obstacle, PayloadObstacle::needs_conversation_key);
        EXPECT_EQ(built.error().reason,
                  "from version 6 a key change signs the conversation key, which the event does not hold");
    }
    EXPECT_TRUE(signature_payload({detail, "mid", "snd", "cid"}, 5));
}

TEST(SignaturePayload, a_part_that_has_to_be_set_is_missed) {
    const auto missing = [](const std::string& detail, const std::string& field, int version = 7) {
        expect_refused({detail.c_str(), PayloadObstacle::missing_part, (field + " is not set").c_str()}, version);
    };
    const auto missing_in_change = [&](const std::string& change, const std::string& field) {
        missing(R"({"group_change_event": {"group_change": )" + change + "}}", field);
    };
    missing(R"({"message_create_event": {"contents": ""}})", "conversation_key_version");
    missing(R"({"message_create_event": {"conversation_key_version": "1"}})", "contents");
    missing(R"({"conversation_key_change_event": {"conversation_participant_keys": []}})", "conversation_key_version",
            5);
    missing(R"({"conversation_key_change_event": {"conversation_participant_keys": []}})", "conversation_key_version",
            6);
    missing(R"({"conversation_key_change_event": {"conversation_key_version": "1"}})", "conversation_participant_keys",
            5);
    missing(R"({"message_delete_event": {"sequence_ids": []}})", "action");
    missing(R"({"message_delete_event": {"action": 1}})", "sequence_ids");
    missing(R"({"mark_conversation_read_event": {"seen_at_millis": 6}})", "seen_until_sequence_id");
    missing(
        R"({"conversation_metadata_change_event": {"conversation_metadata_change": {"message_duration_change": {}}}})",
        "ttl_msec");
    missing_in_change(R"({"title": {"title": "T"}})", "conversation_key_version");
    missing_in_change(R"({"avatar": {"avatar_url": "A"}})", "conversation_key_version");
    missing_in_change(R"({"invite_enable": {"expires_at_msec": 9}})", "invite_url");
    missing_in_change(R"({"invite_disable": {}})", "disabled_by_member_id");
    missing_in_change(R"({"join_request": {}})", "user_id");
    missing_in_change(R"({"join_reject": {}})", "user_ids");
    missing_in_change(R"({"admin_add": {}})", "admin_ids");
    missing_in_change(R"({"admin_remove": {}})", "admin_ids");
    missing_in_change(R"({"member_remove": {}})", "member_ids");
}

TEST(SignaturePayload, a_member_add_or_group_create_needs_its_lists_and_key_version) {
    const ThriftValue add = detail_of(R"({"group_change_event": {"group_change": {"member_add": {"member_ids": [],
        "current_member_ids": [], "current_admin_ids": [], "conversation_key_version": "17"}}}})");
    const ThriftValue create = detail_of(
        R"({"group_change_event": {"group_change": {"create": {"member_ids": [], "conversation_key_version": "17"}}}})");
    const auto obstacle_without = [](ThriftValue detail, std::int16_t change, std::int16_t field, int version) {
        detail.find(4)->find(1)->find(change)->erase(field);
        return signature_payload({detail, "mid", "snd", "cid"}, version).error().obstacle;
    };
    for (int version = 2; version <= 7; ++version) {
        for (const std::int16_t field : std::initializer_list<std::int16_t>{1, 2, 3, 6})
            EXPECT_EQ(obstacle_without(add, 5, field, version), PayloadObstacle::missing_part);
        for (const std::int16_t field : std::initializer_list<std::int16_t>{1, 5})
            EXPECT_EQ(obstacle_without(create, 1, field, version), PayloadObstacle::missing_part);
    }
}

TEST(SignaturePayload, a_comma_inside_a_component_is_refused_with_the_components_name) {
    const auto comma = [](const char* detail, const std::string& field, int version = 7) {
        expect_refused({detail, PayloadObstacle::comma_in_component,
                        (field + " contains a comma, which separates components and can't be escaped").c_str()},
                       version);
    };
    comma(R"({"group_change_event": {"group_change": {"title": {"title": "a,b", "conversation_key_version": "17"}}}})",
          "title");
    comma(R"({"group_change_event": {"group_change": {"join_reject": {"user_ids": ["1", ","]}}}})", "user_ids");
    comma(R"({"conversation_key_change_event": {"conversation_key_version": "17",
        "conversation_participant_keys": [{"user_id": "1,2"}]}})",
          "user_id", 5);
}

TEST(SignaturePayload, a_comma_in_an_id_is_refused_and_one_in_an_unsigned_field_is_not) {
    const ThriftValue unread = detail_of(R"({"mark_conversation_unread_event": {}})");
    const auto component_of = [&](std::string_view message, std::string_view sender, std::string_view conversation) {
        const auto built = signature_payload({unread, message, sender, conversation}, 7);
        return built ? "" : built.error().reason.substr(0, built.error().reason.find(' '));
    };
    EXPECT_EQ(component_of("m,", "s", "c"), "message_id");
    EXPECT_EQ(component_of("m", "s,", "c"), "sender_id");
    EXPECT_EQ(component_of("m", "s", ",c"), "conversation_id");
    EXPECT_EQ(component_of("m", "s", "c"), "");
    EXPECT_TRUE(payload(R"({"conversation_delete_event": {"conversation_id": "a,b"}})", 7));
    EXPECT_TRUE(
        payload(R"({"group_change_event": {"group_change": {"member_add": {"member_ids": [], "current_member_ids": [],
        "current_admin_ids": [], "conversation_key_version": "17", "current_pending_member_ids": ["a,b"]}}}})",
                7));
}

TEST(SignaturePayload, a_signer_signs_what_a_verifier_rebuilds) {
    const ThriftValue title = detail_of(
        R"({"group_change_event": {"group_change": {"title": {"title": "null", "conversation_key_version": "17"}}}})");
    const PayloadSource source = {title, "mid", "snd", "cid"};
    EXPECT_EQ(payload_to_sign(source, 7), "GroupChangeEvent.GroupTitleChange,mid,snd,cid,17,null");
    EXPECT_EQ(payload_to_sign(source, 7), signature_payload(source, 7).value());
    EXPECT_EQ(payload_to_sign(source, 1).error().obstacle, PayloadObstacle::version_not_accepted);
}

TEST(SignaturePayload, a_signer_does_not_sign_the_text_null_for_what_is_written_so_when_unset) {
    const ThriftValue create = detail_of(R"({"group_change_event": {"group_change": {"create": {"member_ids": [],
        "conversation_key_version": "17", "title": "null"}}}})");
    const PayloadSource source = {create, "mid", "snd", std::nullopt};
    EXPECT_EQ(signature_payload(source, 7), "GroupChangeEvent.GroupCreate,mid,snd,17,null,null,null");
    const auto to_sign = payload_to_sign(source, 7);
    ASSERT_FALSE(to_sign);
    EXPECT_EQ(to_sign.error().obstacle, PayloadObstacle::text_spells_null);
    EXPECT_EQ(to_sign.error().reason, "title is the text null, which is signed like an unset one");
    EXPECT_TRUE(payload_to_sign(source, 3));
}

TEST(SignaturePayload, a_signature_version_is_one_digit_from_2_to_7) {
    for (int version = 2; version <= 7; ++version) EXPECT_EQ(signature_version(std::to_string(version)), version);
    for (const char* text : {"", "0", "1", "8", "9", "07", "+7", "-2", "7 ", " 7", "77", "seven", "2.0"})
        EXPECT_EQ(signature_version(text), std::nullopt) << text;
    EXPECT_EQ(newest_signature_version, 7);
}

}  // namespace
}  // namespace keyturn
