#include "protocol/add_members_change.h"

#include <gtest/gtest.h>

#include <set>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/change_test_support.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"
#include "protocol/sha256.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

using Ids = std::vector<std::string>;

AddMembersPlan plan_for(const Group& group, const Ids& add = {"5555", "6666"}) {
    return plan_add_members(group, team_users(), "1111", add, team_now_msec).value();
}

AddMembersChange change_of(const AddMembersPlan& plan, std::uint64_t seed = 1) {
    Entropy entropy("change", seed);
    return make_change(plan, scalar_key(2), entropy).value();
}

const ActionSignature& action(const AddMembersChange& change, std::size_t index) {
    return change.request.action_signatures->at(index);
}

ThriftValue detail_of(const ActionSignature& action) {
    const Bytes bytes = read_base64(*action.encoded_message_event_detail).value();
    EXPECT_TRUE(is_canonical(bytes, message_event_detail_schema));
    return read_thrift(bytes, message_event_detail_schema).value();
}

bool verifies(const AddMembersPlan& plan, const AddMembersChange& change, std::size_t index) {
    const ThriftValue detail = detail_of(action(change, index));
    const auto payload = signature_payload(
        {detail, *action(change, index).message_id, plan.sender, plan.conversation_id, &change.conversation_key},
        plan.signature_version);
    return payload_verifies(scalar_key(2).public_key(), payload.value(),
                            *action(change, index).message_event_signature->signature);
}

TEST(AddMembersChange, a_change_is_one_key_change_and_one_member_add_that_verify) {
    const AddMembersPlan plan = plan_for(team());
    const AddMembersChange change = change_of(plan);
    ASSERT_EQ(change.request.action_signatures->size(), 2u);

    const auto key_change = KeyChange::from_detail(detail_of(action(change, 0)));
    ASSERT_TRUE(key_change);
    EXPECT_EQ(key_change->conversation_key_version, std::to_string(team_now_msec));
    const auto& sent = *change.request.conversation_participant_keys;
    ASSERT_EQ(sent.size(), key_change->participant_keys.size());
    for (std::size_t i = 0; i < sent.size(); ++i)
        EXPECT_EQ(sent[i], (ParticipantKey{key_change->participant_keys[i].user_id,
                                           key_change->participant_keys[i].encrypted_conversation_key,
                                           key_change->participant_keys[i].public_key_version}));
    EXPECT_EQ(MemberAdd::from_detail(detail_of(action(change, 1))), plan.member_add);
    EXPECT_TRUE(verifies(plan, change, 0));
    EXPECT_TRUE(verifies(plan, change, 1));
}

TEST(AddMembersChange, what_is_signed_of_the_group_is_the_group) {
    const AddMembersPlan plan = plan_for(team());
    EXPECT_EQ(plan.conversation_id, "g1700000000000000001");
    EXPECT_EQ(plan.sender, "1111");
    EXPECT_EQ(plan.signing_key_version, "1700000000000");
    EXPECT_EQ(plan.signature_version, 7);
    EXPECT_EQ(plan.conversation_key_version, "1700000100000");
    EXPECT_EQ(plan.user_ids, (Ids{"5555", "6666"}));
    EXPECT_EQ(plan.member_add, (MemberAdd{{"5555", "6666"},
                                          {"1111", "2222", "3333"},
                                          {"1111", "2222"},
                                          "Team",
                                          "https://example.com/team.png",
                                          "1700000100000",
                                          86400000,
                                          {"4444"},
                                          false,
                                          {}}));
}

TEST(AddMembersChange, the_request_carries_versions_and_ids_of_what_was_signed) {
    const AddMembersChange change = change_of(plan_for(team()));
    EXPECT_EQ(change.request.user_ids, (Ids{"5555", "6666"}));
    EXPECT_EQ(change.request.conversation_key_version, "1700000100000");
    EXPECT_NE(action(change, 0).message_id, action(change, 1).message_id);
    for (const ActionSignature& signed_action : *change.request.action_signatures) {
        EXPECT_EQ(signed_action.message_id->size(), 36u);
        EXPECT_EQ(signed_action.message_event_signature->public_key_version, "1700000000000");
        EXPECT_EQ(signed_action.message_event_signature->signature_version, "7");
        EXPECT_FALSE(signed_action.message_event_signature->signing_public_key);
        EXPECT_FALSE(signed_action.message_event_signature->message_signing_key_info_list);
    }
}

TEST(AddMembersChange, the_updated_roster_and_nobody_else_opens_the_key) {
    const Users users = team_users();
    const AddMembersChange change = change_of(plan_for(team()));
    Ids recipients;
    for (const ParticipantKey& wrap : *change.request.conversation_participant_keys) {
        recipients.push_back(*wrap.user_id);
        const Bytes blob = read_base64(*wrap.encrypted_conversation_key).value();
        for (const auto& [id, user] : users) {
            const auto key = unwrap_key(blob, user.private_keys->identity);
            EXPECT_EQ(key.has_value(), id == *wrap.user_id);
            EXPECT_EQ(key.value_or(change.conversation_key), change.conversation_key);
        }
        EXPECT_EQ(*wrap.public_key_version, "1700000000000");
    }
    EXPECT_EQ(recipients, (Ids{"1111", "2222", "3333", "5555", "6666"}));
}

TEST(AddMembersChange, who_is_added_twice_or_is_a_member_gets_one_key) {
    const AddMembersPlan plan = plan_for(team(), {"2222", "5555", "5555"});
    Ids recipients;
    for (const Recipient& recipient : plan.recipients) recipients.push_back(recipient.user_id);
    EXPECT_EQ(recipients, (Ids{"1111", "2222", "3333", "5555"}));
    EXPECT_EQ(plan.member_add.new_members, (Ids{"2222", "5555", "5555"}));
}

TEST(AddMembersChange, ephemeral_keys_differ_within_a_change_and_between_changes) {
    const AddMembersPlan plan = plan_for(team());
    std::set<Bytes> points;
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        const AddMembersChange change = change_of(plan, seed);
        for (const ParticipantKey& wrap : *change.request.conversation_participant_keys) {
            const Bytes blob = read_base64(*wrap.encrypted_conversation_key).value();
            points.insert(copy(ByteView(blob).first(65)));
        }
    }
    EXPECT_EQ(points.size(), 15u);
    EXPECT_NE(change_of(plan, 1).conversation_key, change_of(plan, 2).conversation_key);
}

TEST(AddMembersChange, title_and_avatar_are_sealed_under_the_new_key) {
    const AddMembersChange change = change_of(plan_for(team()));
    EXPECT_EQ(open_text(change.conversation_key, *change.request.encrypted_title), "Team");
    EXPECT_EQ(open_text(change.conversation_key, *change.request.encrypted_avatar_url), "https://example.com/team.png");
}

TEST(AddMembersChange, what_is_unset_or_signed_as_unset_is_neither_signed_nor_sealed) {
    Group bare = team(), odd = team();
    bare.title = bare.avatar_url = std::nullopt;
    bare.ttl_msec.reset();
    bare.screen_capture_blocking.reset();
    odd.title = odd.avatar_url = "";
    odd.ttl_msec = -1;
    odd.screen_capture_blocking.reset();
    EXPECT_EQ(plan_for(bare).member_add, plan_for(odd).member_add);
    const AddMembersChange change = change_of(plan_for(odd));
    EXPECT_EQ(MemberAdd::from_detail(detail_of(action(change, 1)))->title, std::nullopt);
    EXPECT_NE(action(change, 1).signature_payload->find(",null,null,null,1700000100000,null"), std::string::npos);
    EXPECT_FALSE(change.request.encrypted_title);
    EXPECT_FALSE(change.request.encrypted_avatar_url);

    odd.ttl_msec = 0;
    EXPECT_EQ(plan_for(odd).member_add.ttl_msec, 0);
}

TEST(AddMembersChange, the_key_stands_nowhere_in_the_body_and_its_payload_is_withheld) {
    const AddMembersPlan plan = plan_for(team());
    const AddMembersChange change = change_of(plan);
    EXPECT_FALSE(action(change, 0).signature_payload);
    EXPECT_EQ(action(change, 1).signature_payload,
              "GroupChangeEvent.GroupMemberAddChange," + *action(change, 1).message_id +
                  ",1111,g1700000000000000001,5555,6666,1111,2222,3333,1111,2222,Team,https://example.com/team.png,"
                  "86400000,1700000100000,false");

    const std::string body = to_json(change.request.to_json());
    const ByteView key = change.conversation_key.reveal();
    const Ids spellings = {base64(key), base64_unpadded(key), base64_url_unpadded(key), hex(key)};
    for (const std::string& text : spellings) EXPECT_EQ(body.find(text), std::string::npos);
    for (const ActionSignature& signed_action : *change.request.action_signatures) {
        const Bytes detail = read_base64(*signed_action.encoded_message_event_detail).value();
        EXPECT_EQ(text_of(detail).find(text_of(key)), std::string_view::npos);
    }
}

TEST(AddMembersChange, the_payload_of_a_key_change_is_shown_where_it_holds_no_key) {
    for (int version = 2; version <= 7; ++version) {
        AddMembersPlan plan = plan_for(team());
        plan.signature_version = version;
        const AddMembersChange change = change_of(plan);
        EXPECT_EQ(action(change, 0).signature_payload.has_value(), version < 6) << version;
        EXPECT_TRUE(action(change, 1).signature_payload) << version;
        EXPECT_EQ(action(change, 0).message_event_signature->signature_version, std::to_string(version));
        EXPECT_TRUE(verifies(plan, change, 0)) << version;
        EXPECT_TRUE(verifies(plan, change, 1)) << version;
    }
}

TEST(AddMembersChange, a_key_change_signs_the_canonical_conversation_id_and_a_member_add_the_id_as_given) {
    AddMembersPlan plan = plan_for(team());
    plan.conversation_id = "2222-1111";
    const AddMembersChange change = change_of(plan);
    EXPECT_FALSE(verifies(plan, change, 0));
    EXPECT_TRUE(verifies(plan, change, 1));
    plan.conversation_id = "1111:2222";
    EXPECT_TRUE(verifies(plan, change, 0));
    EXPECT_FALSE(verifies(plan, change, 1));
}

TEST(AddMembersChange, the_same_seed_gives_the_same_bytes_on_every_machine) {
    const AddMembersPlan plan = plan_for(team());
    const std::string body = to_json(change_of(plan).request.to_json());
    EXPECT_EQ(to_json(change_of(plan).request.to_json()), body);
    EXPECT_NE(to_json(change_of(plan, 2).request.to_json()), body);
    EXPECT_EQ(hex(sha256(bytes_of(body))), "aed712e64573bf2031519f9426563b3512c54e3573253eb2c69737ba5fc8e69b");
}

TEST(AddMembersChange, the_steps_draw_from_one_entropy_in_the_order_key_wraps_ids_seals) {
    const AddMembersPlan plan = plan_for(team());
    Entropy entropy("change", 1);
    const ConversationKey key = fresh_conversation_key(entropy);
    const KeyChange key_change = wrap_for_recipients(plan, key, entropy);
    std::vector<ActionSignature> signatures;
    const ThriftValue details[] = {key_change.to_detail(), plan.member_add.to_detail()};
    for (const ThriftValue& detail : details)
        signatures.push_back(sign_action(plan, detail, entropy.uuid(), key, scalar_key(2)).value());
    EXPECT_EQ(assemble_request(plan, key_change, signatures, key, entropy), change_of(plan).request);
    EXPECT_EQ(key, change_of(plan).conversation_key);
}

}  // namespace
}  // namespace keyturn
