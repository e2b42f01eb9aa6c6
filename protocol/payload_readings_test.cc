#include "protocol/payload_readings.h"

#include <gtest/gtest.h>

#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::size_t plenty = 10'000;

// What a reader of the payload sees, a line a reading: versions, conversation, detail.
std::string lines_of(std::string_view payload) {
    std::string text;
    for (const PayloadReading& reading : payload_readings(payload, plenty).first)
        text += std::to_string(reading.oldest_version) + "-" + std::to_string(reading.newest_version) + " " +
                reading.conversation_id.value_or("none") + " " +
                to_json(thrift_to_json(reading.detail, message_event_detail_schema)) + "\n";
    return text;
}

std::size_t count(std::string_view payload) { return payload_readings(payload, plenty).first.size(); }

TEST(PayloadReadings, every_reading_has_the_payload_that_it_was_read_from) {
    const std::string key = base64_unpadded(Bytes(32, 7));
    ConversationKey conversation_key;
    std::ranges::fill(conversation_key.writable(), std::uint8_t{7});
    for (const std::string& payload :
         {std::string("GroupChangeEvent.GroupMemberAddChange,m,1,g1,3,1,2,1,null,,5,9"),
          std::string("GroupChangeEvent.GroupMemberAddChange,m,1,g1,3,1,1,t,u,null,9,true"),
          std::string("GroupChangeEvent.GroupMemberAddChange,m,1,3,1,1,t,null,null,9,null,null,a,null"),
          std::string("GroupChangeEvent.GroupMemberAddChange,m,1,g,3,1,1,t,null,1,9,false,u,a,5"),
          "ConversationKeyChangeEvent,m,1,g,9," + key, std::string("ConversationKeyChangeEvent,m,1,g,9,1,A,2,3,B,4"),
          std::string("GroupChangeEvent.GroupCreate,m,1,9,1,2,true,null,u"),
          std::string("GroupChangeEvent.GroupTitleChange,m,1,g,9,"),
          std::string("GroupChangeEvent.GroupInviteEnable,m,1,g,u,null,null"),
          std::string("ConversationDeleteEvent,m,1,g,true,5"), std::string("MarkConversationReadEvent,m,1,g,5,6"),
          std::string("MessageDeleteEvent,m,1,g,2,7,8"), std::string("MessageCreateEvent,m,1,g,9,aGk"),
          std::string("ConversationMetadataChangeEvent.MuteConversation,m,1,g"),
          std::string("ConversationMetadataChangeEvent.MessageDurationChange,m,1,g,-5")}) {
        const PayloadReadings readings = payload_readings(payload, plenty);
        EXPECT_EQ(readings.total, readings.first.size()) << payload;
        EXPECT_GT(readings.total, 0u) << payload;
        for (const PayloadReading& reading : readings.first)
            for (int version = reading.oldest_version; version <= reading.newest_version; ++version)
                EXPECT_EQ(signature_payload({reading.detail, reading.message_id, reading.sender_id,
                                             reading.conversation_id, &conversation_key},
                                            version)
                              .value_or("none"),
                          payload);
    }
}

TEST(PayloadReadings, what_has_one_reading) {
    EXPECT_EQ(
        lines_of("GroupChangeEvent.GroupInviteDisable,m,1,g,5"),
        "2-7 g {\"group_change_event\":{\"group_change\":{\"invite_disable\":{\"disabled_by_member_id\":\"5\"}}}}\n");
    EXPECT_EQ(lines_of("GroupChangeEvent.GroupInviteDisable,m,1,5"),
              "2-7 none "
              "{\"group_change_event\":{\"group_change\":{\"invite_disable\":{\"disabled_by_member_id\":\"5\"}}}}\n");
    const auto reading = payload_readings("MarkConversationUnreadEvent,m,1", 1).first.at(0);
    EXPECT_EQ(reading.message_id, "m");
    EXPECT_EQ(reading.sender_id, "1");
}

TEST(PayloadReadings, a_conversation_id_that_may_be_a_component_of_the_action) {
    EXPECT_EQ(lines_of("MarkConversationReadEvent,m,1,5,6"),
              "2-7 none {\"mark_conversation_read_event\":{\"seen_until_sequence_id\":\"5\",\"seen_at_millis\":6}}\n"
              "2-7 5 {\"mark_conversation_read_event\":{\"seen_until_sequence_id\":\"6\"}}\n");
}

TEST(PayloadReadings, every_cut_of_the_lists_of_a_member_add) {
    const auto adds = [](std::string_view ids, int version) {
        std::size_t found = 0;
        const std::string payload = "GroupChangeEvent.GroupMemberAddChange,m,1,g" + std::string(ids) + ",t,u,5,9,true";
        for (const PayloadReading& reading : payload_readings(payload, plenty).first)
            found += reading.conversation_id && reading.oldest_version == version;
        return found;
    };
    EXPECT_EQ(adds("", 7), 1u);
    EXPECT_EQ(adds(",1", 7), 3u);
    EXPECT_EQ(adds(",1,2", 7), 6u);
    EXPECT_EQ(adds(",1,2", 5), 10u);
    EXPECT_EQ(adds(",1,2", 3), 20u) << "the title as one more id, the flag as key version";
}

TEST(PayloadReadings, null_is_unset_or_the_text) {
    const auto titles = [](std::string_view title) {
        std::vector<std::optional<std::string>> found;
        const std::string payload = "GroupChangeEvent.GroupMemberAddChange,m,1,g," + std::string(title) + ",u,5,9,true";
        for (const PayloadReading& reading : payload_readings(payload, plenty).first)
            if (reading.conversation_id && reading.oldest_version == 7)
                found.push_back(MemberAdd::from_detail(reading.detail)->title);
        return found;
    };
    EXPECT_EQ(titles("null"), (std::vector<std::optional<std::string>>{std::nullopt, "null"}));
    EXPECT_EQ(titles("nul"), (std::vector<std::optional<std::string>>{"nul"}));
    EXPECT_EQ(titles(""), (std::vector<std::optional<std::string>>{""}));
    EXPECT_EQ(count("GroupChangeEvent.GroupTitleChange,m,1,g,9,"), 2u) << "unset, or the empty text";
    EXPECT_EQ(count("GroupChangeEvent.GroupTitleChange,m,1,g,9,null"), 1u);
}

TEST(PayloadReadings, an_invite_stands_with_all_its_parts_or_not_at_all) {
    const auto invites = [](std::string_view invite) {
        std::size_t found = 0;
        const std::string payload = "GroupChangeEvent.GroupMemberAddChange,m,1,g,t,u,5,9,true," + std::string(invite);
        for (const PayloadReading& reading : payload_readings(payload, plenty).first) {
            const auto add = MemberAdd::from_detail(reading.detail);
            EXPECT_TRUE(!add->invite || reading.oldest_version == 7);
            found += reading.conversation_id && add->invite;
        }
        return found;
    };
    EXPECT_EQ(invites("null,null,null"), 4u) << "url and affiliate unset, or the text";
    EXPECT_EQ(invites("a,b,5"), 1u);
    EXPECT_EQ(invites("a,b,x"), 0u);
}

TEST(PayloadReadings, numbers_and_flags_are_canonical) {
    for (const char* sent : {"5", "-5", "0", "9223372036854775807", "-9223372036854775808"})
        EXPECT_EQ(count("ConversationMetadataChangeEvent.MessageDurationChange,m,1,g," + std::string(sent)), 1u)
            << sent;
    for (const char* sent : {"", "05", "+5", "5 ", "9223372036854775808", "-0", "x", "0x5"})
        EXPECT_EQ(count("ConversationMetadataChangeEvent.MessageDurationChange,m,1,g," + std::string(sent)), 0u)
            << sent;
    EXPECT_EQ(count("MessageDeleteEvent,m,1,g,2147483647"), 1u);
    EXPECT_EQ(count("MessageDeleteEvent,m,1,g,2147483648"), 0u);
    EXPECT_EQ(count("ConversationDeleteEvent,m,1,g,true"), 1u);
    EXPECT_EQ(count("ConversationDeleteEvent,m,1,g,false"), 1u);
    EXPECT_EQ(count("ConversationDeleteEvent,m,1,g,yes"), 0u);
}

TEST(PayloadReadings, contents_and_keys_are_canonical_base64) {
    EXPECT_EQ(count("MessageCreateEvent,m,1,g,9,aGk"), 1u);
    EXPECT_EQ(count("MessageCreateEvent,m,1,g,9,aGk="), 0u);
    EXPECT_EQ(count("MessageCreateEvent,m,1,g,9,a"), 0u);
    const auto with_key = [](std::size_t size) {
        return payload_readings("ConversationKeyChangeEvent,m,1,g,9," + base64_unpadded(Bytes(size, 1)), plenty);
    };
    ASSERT_EQ(with_key(32).total, 1u);
    EXPECT_EQ(with_key(32).first[0].oldest_version, 6);
    EXPECT_EQ(KeyChange::from_detail(with_key(32).first[0].detail)->participant_keys.size(), 0u);
    EXPECT_EQ(with_key(31).total, 0u);
    EXPECT_EQ(count("ConversationKeyChangeEvent,m,1,g,9,?"), 0u);
}

TEST(PayloadReadings, a_key_change_up_to_version_5_lists_triples) {
    EXPECT_EQ(
        lines_of("ConversationKeyChangeEvent,m,1,g,9,u,k,v"),
        "2-5 g {\"conversation_key_change_event\":{\"conversation_key_version\":\"9\",\"conversation_participant_"
        "keys\":[{\"user_id\":\"u\",\"encrypted_conversation_key\":\"k\",\"public_key_version\":\"v\"}],\"for_key_"
        "rotation\":false}}\n");
    EXPECT_EQ(count("ConversationKeyChangeEvent,m,1,g,9,u"), 0u);
    EXPECT_EQ(count("ConversationKeyChangeEvent,m,1,g,9"), 1u);
}

TEST(PayloadReadings, a_group_create_reads_by_two_layouts) {
    std::vector<int> versions;
    for (const PayloadReading& reading :
         payload_readings("GroupChangeEvent.GroupCreate,m,1,9,1,true,t,u", plenty).first)
        versions.push_back(reading.newest_version);
    EXPECT_EQ(versions, (std::vector<int>{3, 7}));
}

TEST(PayloadReadings, none_of_what_nobody_signs) {
    for (const char* text : {"", "GroupChangeEvent.GroupInviteDisable", "GroupChangeEvent.GroupInviteDisable,m",
                             "GroupChangeEvent.GroupInviteDisable,m,1", "MessageTypingEvent,m,1,g", "x,m,1",
                             "GroupChangeEvent.GroupInviteDisable,m,1,g,5,6"})
        EXPECT_EQ(payload_readings(text, plenty).total, 0u) << text;
}

TEST(PayloadReadings, the_first_ones_of_too_many) {
    std::string payload = "GroupChangeEvent.GroupMemberAddChange,m,1,g";
    for (int i = 0; i < 2000; ++i) payload += ",1";
    payload += ",t,u,5,9,true";
    const PayloadReadings readings = payload_readings(payload, 3);
    EXPECT_EQ(readings.first.size(), 3u);
    EXPECT_GT(readings.total, 1'000'000'000u);
    EXPECT_EQ(payload_readings(payload, 0).total, readings.total);
    EXPECT_TRUE(payload_readings(payload, 0).first.empty());
}

// The lists of the possible readings at version 7 with a conversation, "new/members/admins" a line.
std::string possible(std::string_view ids, std::string_view sender = "1") {
    std::string text;
    const auto listed = [](const std::vector<std::string>& list) {
        std::string all;
        for (const std::string& id : list) all += (all.empty() ? "" : " ") + id;
        return all;
    };
    const std::string payload =
        "GroupChangeEvent.GroupMemberAddChange,m," + std::string(sender) + ",g" + std::string(ids) + ",T,U,null,9,null";
    for (const PayloadReading& reading : payload_readings(payload, plenty, WhichReadings::possible).first) {
        const auto add = MemberAdd::from_detail(reading.detail);
        if (reading.conversation_id && reading.oldest_version == 7)
            text += listed(add->new_members) + "/" + listed(add->current_members) + "/" + listed(add->current_admins) +
                    "\n";
    }
    return text;
}

TEST(PayloadReadings, possible_ones_have_lists_that_agree) {
    EXPECT_EQ(possible(",3,1,2,1"), "3/1 2/1\n");
    EXPECT_EQ(possible(",3,4,1,2,1"), "3/4 1 2/1\n3 4/1 2/1\n") << "who is new is not certain";
    EXPECT_EQ(possible(",3,1,2,2,1"), "3/1 2/2 1\n");
    EXPECT_EQ(possible(",3,1,2"), "3/1 2/\n");
    EXPECT_EQ(possible(",3,1,2,4"), "3/1 2 4/\n");
    EXPECT_EQ(possible(",3,3,1"), "") << "nobody is new twice";
    EXPECT_EQ(possible(",3,1,2,1,1"), "") << "nobody is an admin twice";
    EXPECT_EQ(possible(",3,1,2,3"), "") << "an admin is a member";
    EXPECT_EQ(possible(",3,1,x,1"), "") << "x is no user id";
    EXPECT_EQ(possible(",1,2,1", "2"), "") << "1 would be new, and an admin";
    EXPECT_EQ(possible(""), "");
}

TEST(PayloadReadings, possible_pending_users_are_no_members) {
    const auto pending = [](std::string_view ids) {
        std::vector<std::vector<std::string>> found;
        const std::string payload =
            "GroupChangeEvent.GroupMemberAddChange,m,1,g" + std::string(ids) + ",T,U,null,9,null";
        for (const PayloadReading& reading : payload_readings(payload, plenty, WhichReadings::possible).first)
            if (reading.conversation_id && reading.oldest_version == 5)
                found.push_back(MemberAdd::from_detail(reading.detail)->pending_members);
        return found;
    };
    using Lists = std::vector<std::vector<std::string>>;
    EXPECT_EQ(pending(",3,1,2,1,5"), (Lists{{"5"}}));
    EXPECT_EQ(pending(",3,1,2,1,3"), (Lists{{"3"}})) << "of new users nobody says so";
    EXPECT_EQ(pending(",3,1,2,1,5,5"), Lists{});
    EXPECT_EQ(pending(",3,1,1,2"), (Lists{{"2"}}));
}

TEST(PayloadReadings, of_other_actions_all_are_possible) {
    const std::string_view payload = "GroupChangeEvent.GroupCreate,m,1,9,2,2,true,t,u";
    EXPECT_EQ(payload_readings(payload, plenty, WhichReadings::possible).first.size(), count(payload));
}

// A member add of 99999 to users 1, 2, …, by the admin 1.
std::string large_add(int members, std::string_view sender) {
    std::string payload = "GroupChangeEvent.GroupMemberAddChange,m," + std::string(sender) + ",g,99999";
    for (int i = 1; i <= members; ++i) payload += "," + std::to_string(i);
    return payload + ",1,T,U,null,9,null";
}

TEST(PayloadReadings, possible_ones_are_found_in_large_groups) {
    std::size_t right = 0;
    for (const PayloadReading& reading : payload_readings(large_add(1000, "1"), 5, WhichReadings::possible).first)
        right += MemberAdd::from_detail(reading.detail)->new_members == std::vector<std::string>{"99999"};
    EXPECT_GT(right, 0u);
}

TEST(PayloadReadings, looking_for_possible_ones_has_an_end) {
    std::string payload = large_add(40'000, "40000");
    payload.replace(payload.rfind(",1,T"), 2, ",5,5");
    const PayloadReadings readings = payload_readings(payload, 1, WhichReadings::possible);
    EXPECT_TRUE(readings.first.empty()) << "an admin stands there twice, which shows at the end of the lists only";
    EXPECT_GT(readings.total, 0u);
}

TEST(PayloadReadings, a_bound_of_components) {
    const auto of_size = [](std::size_t components) {
        std::string payload = "MessageDeleteEvent,m,1,g,2";
        for (std::size_t i = 5; i < components; ++i) payload += ",7";
        return payload_readings(payload, 1).total;
    };
    EXPECT_EQ(of_size(PayloadReadings::most_components), 1u);
    EXPECT_EQ(of_size(PayloadReadings::most_components + 1), 0u);
}

}  // namespace
}  // namespace keyturn
