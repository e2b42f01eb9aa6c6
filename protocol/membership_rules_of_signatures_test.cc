// Each rule about the two signed actions, broken alone.
#include <gtest/gtest.h>

#include "protocol/action_signature.h"
#include "protocol/attempt_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

const std::string detail_of_first = "/action_signatures/0/encoded_message_event_detail";
const std::string detail_of_second = "/action_signatures/1/encoded_message_event_detail";
const std::string signature_of_first = "/action_signatures/0/message_event_signature/";
const std::string signature_of_second = "/action_signatures/1/message_event_signature/";

template <class Change>
Bend detail_bytes(std::size_t index, Change change) {
    return {.request = [=](AddMembersRequest& request) {
        std::string& detail = *action(request, index).encoded_message_event_detail;
        Bytes bytes = read_base64(detail).value();
        change(bytes);
        detail = base64(bytes);
    }};
}

// GroupChangeEvent's `for_key_rotation` in front of the change instead of behind it: the same value.
void reorder(Bytes& member_add) {
    const Bytes rotation(member_add.end() - 6, member_add.end() - 2);
    member_add.erase(member_add.end() - 6, member_add.end() - 2);
    member_add.insert(member_add.begin() + 3, rotation.begin(), rotation.end());
}

Bend signature_bytes(std::size_t index, ByteView bytes) {
    return {.request = [=, text = base64_unpadded(bytes)](AddMembersRequest& request) {
        signature(request, index).signature = text;
    }};
}

Bend signature_version(std::size_t index, std::string text) {
    return {.request = [=](AddMembersRequest& request) { signature(request, index).signature_version = text; }};
}

TEST(MembershipRulesOfSignatures, each_is_broken_alone) {
    Bytes zero_r(64, 1);
    std::fill_n(zero_r.begin(), 32, std::uint8_t{0});
    const std::string form = "base64 of r || s, 64 bytes, each in [1, n-1]", known = "one of the texts 2 to 7";
    expect_each_alone({
        {"a byte too many", "details_decode", detail_bytes(1, [](Bytes& bytes) { bytes.push_back(0); }),
         detail_of_second, "a message event detail", "bytes after the end of the struct"},
        {"an empty detail in another order", "details_canonical", detail_bytes(1, reorder), detail_of_second,
         "the canonical bytes of its value", "other bytes for the same value"},
        {"one id for both",
         "message_ids_differ",
         {.draft = [](Draft& draft) { draft.message_ids[1] = draft.message_ids[0]; }},
         "/action_signatures/1/message_id",
         "an id of its own",
         "\"id-of-key-change\" (string) again"},
        {"an id of before",
         "message_ids_are_new",
         {.server = [](World& world) { world.seen_message_ids->insert("id-of-member-add"); }},
         "/action_signatures/1/message_id",
         "a fresh id",
         "\"id-of-member-add\" (string), which was used before"},
        {"63 bytes", "signatures_well_formed", signature_bytes(0, Bytes(63, 1)), signature_of_first + "signature", form,
         reason(signature_of(Bytes(63, 1)))},
        {"r of zero", "signatures_well_formed", signature_bytes(1, zero_r), signature_of_second + "signature", form,
         reason(signature_of(zero_r))},
        {"version 1", "signature_version_not_below_two", signature_version(0, "1"),
         signature_of_first + "signature_version", "a version from 2", "\"1\" (string)"},
        {"version 001", "signature_version_not_below_two", signature_version(1, "001"),
         signature_of_second + "signature_version", "a version from 2", "\"001\" (string)"},
        {"version 8", "signature_version_known", signature_version(0, "8"), signature_of_first + "signature_version",
         known, "\"8\" (string)"},
        {"version 07", "signature_version_known", signature_version(1, "07"), signature_of_second + "signature_version",
         known, "\"07\" (string)"},
        {"an unregistered version",
         "signing_key_registered",
         {.request = [](AddMembersRequest& request) { signature(request, 1).public_key_version = "7"; }},
         signature_of_second + "public_key_version",
         "a version at which the sender \"1111\" (string) registered a signing key",
         "\"7\" (string)"},
        {"a registration without a signing key",
         "signing_key_registered",
         {.request = [](AddMembersRequest& request) { signature(request, 0).public_key_version = "999999"; },
          .server = [](World& world) { world.users["1111"].keys[0].signing.reset(); }},
         signature_of_first + "public_key_version",
         "a version at which the sender \"1111\" (string) registered a signing key",
         "\"999999\" (string)"},
    });
}

TEST(MembershipRulesOfSignatures, a_signature_version_that_is_no_number_is_unknown_not_old) {
    for (const char* version : {"x", "-1", "1.0"})
        EXPECT_EQ(judge(signature_version(0, version)).broken(),
                  (Names{"signature_fields_have_their_form", "signature_version_known"}))
            << version;
}

TEST(MembershipRulesOfSignatures, there_is_one_key_change_and_one_member_add) {
    const std::string rule = "one_key_change_and_one_member_add", expected = "one key change and one member add";
    const auto none = [](AddMembersRequest& request) { request.action_signatures.reset(); };
    const auto first = [](AddMembersRequest& request) { request.action_signatures->pop_back(); };
    const auto second = [](AddMembersRequest& request) {
        request.action_signatures->erase(request.action_signatures->begin());
    };
    const auto two_key_changes = [](AddMembersRequest& request) {
        action(request, 1) = action(request, 0);
        action(request, 1).message_id = "another";
    };
    const auto two_member_adds = [](AddMembersRequest& request) {
        action(request, 0) = action(request, 1);
        action(request, 0).message_id = "another";
    };
    const auto third = [](AddMembersRequest& request) {
        ActionSignature title = action(request, 1);
        title.message_id = "another";
        title.encoded_message_event_detail =
            base64(hex_bytes("0c00040c00010c00020b0001000000024869000000"
                             "00"));
        request.action_signatures->push_back(title);
    };
    const auto unread_third = [](AddMembersRequest& request) {
        request.action_signatures->push_back(action(request, 1));
        action(request, 2).message_id = "another";
        action(request, 2).encoded_message_event_detail.reset();
    };
    const std::string at = "/action_signatures";
    expect_each_alone({
        {"none", rule, {.request = none}, at, expected, "0 signatures, 0 of a key change and 0 of a member add"},
        {"only the key change",
         rule,
         {.request = first},
         at,
         expected,
         "1 signatures, 1 of a key change and 0 of a member add"},
        {"only the member add",
         rule,
         {.request = second},
         at,
         expected,
         "1 signatures, 0 of a key change and 1 of a member add"},
        {"two key changes",
         rule,
         {.request = two_key_changes},
         at,
         expected,
         "2 signatures, 2 of a key change and 0 of a member add"},
        {"two member adds",
         rule,
         {.request = two_member_adds},
         at,
         expected,
         "2 signatures, 0 of a key change and 2 of a member add"},
        {"a third action",
         rule,
         {.request = third},
         at,
         expected,
         "3 signatures, 1 of a key change and 1 of a member add"},
    });
    EXPECT_EQ(judge({.request = unread_third}).broken(),
              (Names{"one_key_change_and_one_member_add", "signature_fields_are_there"}));
}

TEST(MembershipRulesOfSignatures, what_an_unreadable_detail_could_be_is_left_open) {
    const Judgement cut = judge(detail_bytes(1, [](Bytes& bytes) { bytes.pop_back(); }));
    EXPECT_EQ(cut.broken(), Names{"details_decode"});
    EXPECT_EQ(cut.why_undecided("one_key_change_and_one_member_add"), "a detail can't be read");
    for (const char* rule : {"member_add_signature_verifies", "signed_admins_are_members", "signed_members_are_current",
                             "signed_admins_are_current", "signed_pending_are_current", "signed_title_is_current",
                             "signed_avatar_is_current", "signed_ttl_is_current", "signed_screen_capture_is_current"})
        EXPECT_EQ(cut.why_undecided(rule), "there is not one member add") << rule;
    EXPECT_EQ(cut.why_undecided("user_ids_are_the_signed_ones"),
              "there are no user_ids or there is not one member add");
    EXPECT_EQ(cut.undecided().size(), 11u);

    const Judgement no_base64 =
        judge({.request = [](AddMembersRequest& request) { action(request, 0).encoded_message_event_detail = "A"; }});
    EXPECT_EQ(no_base64.broken(), Names{"base64_readable"});
    EXPECT_EQ(no_base64.undecided(),
              (Names{"details_decode", "one_key_change_and_one_member_add", "wrapped_keys_are_the_signed_ones"}));
    EXPECT_EQ(no_base64.why_undecided("details_decode"), "a detail is absent or its base64 can't be read");
    EXPECT_EQ(no_base64.why_undecided("wrapped_keys_are_the_signed_ones"), "there is not one key change");

    const Judgement both = judge({.request = [](AddMembersRequest& request) {
        action(request, 0).encoded_message_event_detail.reset();
        action(request, 1).encoded_message_event_detail = "AAAA";
    }});
    EXPECT_EQ(both.broken(), (Names{"details_decode", "signature_fields_are_there"}));
    EXPECT_EQ(both.why_undecided("details_decode"), "");
}

TEST(MembershipRulesOfSignatures, of_two_member_adds_none_counts) {
    const Judgement judgement = judge({.request = [](AddMembersRequest& request) {
        request.action_signatures->push_back(action(request, 1));
        action(request, 2).message_id = "another";
        request.action_signatures->push_back(action(request, 0));
        action(request, 3).message_id = "one more";
    }});
    EXPECT_EQ(judgement.broken(), Names{"one_key_change_and_one_member_add"});
    EXPECT_EQ(judgement.why_undecided("member_add_signature_verifies"), "there is not one member add");
    EXPECT_EQ(judgement.why_undecided("wrapped_keys_are_the_signed_ones"), "there is not one key change");
}

TEST(MembershipRulesOfSignatures, the_member_add_is_signed_over_its_own_payload) {
    const std::string rule = "member_add_signature_verifies", at = signature_of_second + "signature";
    const std::string actual = "one that does not verify";
    const auto payload = [](const std::string& start) {
        return "a signature over \"GroupChangeEvent.GroupMemberAddChange," + start + "… (string)";
    };
    const auto swapped = [](AddMembersRequest& request) {
        std::swap(*action(request, 0).message_event_signature, *action(request, 1).message_event_signature);
    };
    const auto other_id = [](AddMembersRequest& request) { action(request, 1).message_id = "another"; };
    const auto damaged = [](AddMembersRequest& request) {
        Signature bytes = read_signature(*signature(request, 1).signature).value();
        bytes[40] ^= 1;
        signature(request, 1).signature = signature_text(bytes);
    };
    const auto other_key = [](World& world) { world.users["1111"].keys[1].signing = scalar_key(3).public_key(); };
    const auto other_version = [](AddMembersRequest& request) { signature(request, 1).signature_version = "3"; };
    const std::string own = payload("id-of-member-add,1111,g170000000000000000");
    expect_each_alone({
        {"swapped signatures", rule, {.request = swapped}, at, own, actual},
        {"another message id",
         rule,
         {.request = other_id},
         at,
         payload("another,1111,g1700000000000000001,5555,11"),
         actual},
        {"a flipped bit", rule, {.request = damaged}, at, own, actual},
        {"another registered key", rule, {.server = other_key}, at, own, actual},
        {"the layout of another version", rule, {.request = other_version}, at, own, actual},
    });
    EXPECT_EQ(judge({.request =
                         [](AddMembersRequest& request) {
                             Signature other = twin(read_signature(*signature(request, 1).signature).value());
                             signature(request, 1).signature = signature_text(other);
                         }})
                  .broken(),
              Names{})
        << "(r, n-s) verifies as well";
}

TEST(MembershipRulesOfSignatures, another_path_or_sender_is_another_payload) {
    const World world;
    JsonValue body;
    judge({.body = [&](JsonValue& made) { body = made; }});
    World elsewhere, other_sender;
    elsewhere.group.id = "g2";
    other_sender.users["2222"].keys = world.users.at("1111").keys;
    other_sender.sender = "2222";
    EXPECT_EQ(judge_body(body, world).broken(), Names{});
    EXPECT_EQ(judge_body(body, elsewhere).broken(), Names{"member_add_signature_verifies"});
    const auto broken = judge_body(body, other_sender).broken();
    EXPECT_NE(std::ranges::find(broken, "member_add_signature_verifies"), broken.end());
}

TEST(MembershipRulesOfSignatures, a_detail_whose_payload_could_be_read_in_two_ways_does_not_verify) {
    const auto comma = [](World& world) { world.group.title = "Team,null"; };
    const auto detail = [](AddMembersRequest& request) {
        const Bytes bytes = read_base64(*action(request, 1).encoded_message_event_detail).value();
        MemberAdd add = *MemberAdd::from_detail(read_thrift(bytes, message_event_detail_schema).value());
        add.title = "Team,null";
        action(request, 1).encoded_message_event_detail =
            base64(write_thrift(add.to_detail(), message_event_detail_schema));
    };
    expect_each_alone({{"a comma",
                        "member_add_signature_verifies",
                        {.request = detail, .server = comma},
                        detail_of_second,
                        "a detail that can be signed",
                        "current_title contains a comma, which separates components and can't be escaped"}});
}

TEST(MembershipRulesOfSignatures, without_its_parts_a_signature_is_not_judged) {
    const std::string why = "message id, signature, its version or its key can't be used";
    const std::function<void(AddMembersRequest&)> ways[] = {
        [](AddMembersRequest& request) { action(request, 1).message_id.reset(); },
        [](AddMembersRequest& request) { action(request, 1).message_event_signature.reset(); },
        [](AddMembersRequest& request) { signature(request, 1).signature.reset(); },
        [](AddMembersRequest& request) { signature(request, 1).signature = "AAAA"; },
        [](AddMembersRequest& request) { signature(request, 1).signature_version.reset(); },
        [](AddMembersRequest& request) { signature(request, 1).signature_version = "1"; },
        [](AddMembersRequest& request) { signature(request, 1).public_key_version.reset(); },
        [](AddMembersRequest& request) { signature(request, 1).public_key_version = "1"; },
    };
    for (const auto& way : ways) {
        const Judgement judgement = judge({.request = way});
        EXPECT_EQ(judgement.undecided(), Names{"member_add_signature_verifies"});
        EXPECT_EQ(judgement.why_undecided("member_add_signature_verifies"), why);
        EXPECT_EQ(judgement.broken().size(), 1u);
    }
}

}  // namespace
}  // namespace keyturn
