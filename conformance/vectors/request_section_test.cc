// Captured requests that are wrong in a way that a damaged character is not.
#include <gtest/gtest.h>

#include "conformance/vectors/entry_test_support.h"
#include "conformance/vectors/sample_test_support.h"
#include "protocol/add_members_change.h"
#include "protocol/base64.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

AddMembersPlan plan() {
    AddMembersPlan made{.conversation_id = "g7",
                        .sender = "1111",
                        .signing_key_version = "1",
                        .conversation_key_version = "500",
                        .user_ids = {{"3333"}},
                        .member_add = {},
                        .recipients = {}};
    made.member_add.new_members = {"3333"};
    made.member_add.current_members = {"1111", "2222"};
    made.member_add.current_admins = {"1111"};
    made.member_add.conversation_key_version = "500";
    for (const char* user : {"3333", "1111", "2222"})
        made.recipients.push_back({user, cast_identity_key(user)->public_key(), "1"});
    return made;
}

struct Captured {
    AddMembersRequest request;
    ConversationKey key;
    std::string path = "/2/chat/conversations/g7/members";

    std::vector<ActionSignature>& signatures() { return *request.action_signatures; }
    JsonValue entry() const {
        return json_object({{"method", json_string("POST")},
                            {"path", json_string(path)},
                            {"body", request.to_json()},
                            {"conversation_key_hex", json_string(hex(key.reveal()))}});
    }
    std::string told() const { return keyturn::told(report_on(json_object({{"request_capture", entry()}}))); }
};

Captured captured(const AddMembersPlan& planned = plan()) {
    Entropy entropy("capture", 1);
    auto change = make_change(planned, cast_signing_key(), entropy).value();
    return {std::move(change.request), change.conversation_key};
}

std::string line(const std::string& place, const std::string& rest) {
    return "request_capture  body/" + place + ": " + rest + "\n";
}

TEST(RequestCapture, any_right_request_passes) {
    EXPECT_EQ(captured().told(), "");
    AddMembersPlan rich = plan();
    rich.member_add.title = "Grüße";
    rich.member_add.avatar_url = "https://img.example/a.png";
    rich.member_add.pending_members = {"4444", "5555"};
    rich.member_add.screen_capture_blocking = true;
    EXPECT_EQ(captured(rich).told(), "");
}

TEST(RequestCapture, the_wrapped_keys_may_stand_in_any_order) {
    Captured capture = captured();
    std::swap(capture.request.conversation_participant_keys->front(),
              capture.request.conversation_participant_keys->back());
    EXPECT_EQ(capture.told(), "");
}

TEST(RequestCapture, the_path_is_that_of_a_group) {
    for (const char* path : {"", "/members", "/2/chat/conversations/members", "/2/chat/conversations//members",
                             "/2/chat/conversations/g7/member", "/3/chat/conversations/g7/members",
                             "/2/chat/conversations/1111/members", "/2/chat/conversations/g7/members?", "\n"}) {
        Captured capture = captured();
        capture.path = path;
        EXPECT_TRUE(capture.told().starts_with(
            "request_capture  path: expected /2/chat/conversations/ a group id /members, found \""))
            << path;
    }
}

TEST(RequestCapture, the_body_has_the_shape_of_a_request) {
    JsonValue entry = captured().entry();
    entry.find("body")->set("user_ids", json_string("3333"));
    EXPECT_TRUE(told(report_on(json_object({{"request_capture", entry}})))
                    .starts_with("request_capture  body/user_ids: expected "));
}

TEST(RequestCapture, there_are_two_actions_the_key_change_first) {
    Captured swapped = captured(), one = captured(), three = captured(), none = captured(), same = captured();
    std::swap(swapped.signatures()[0], swapped.signatures()[1]);
    EXPECT_EQ(
        swapped.told(),
        line("action_signatures",
             "expected a key change, then a member add, as the official library writes them, found other details"));
    same.signatures()[1] = same.signatures()[0];
    EXPECT_EQ(
        same.told(),
        line("action_signatures",
             "expected a key change, then a member add, as the official library writes them, found other details"));
    one.signatures().pop_back();
    EXPECT_EQ(one.told(), line("action_signatures", "expected two, found 1"));
    three.signatures().push_back(three.signatures().back());
    EXPECT_EQ(three.told(), line("action_signatures", "expected two, found 3"));
    none.request.action_signatures.reset();
    EXPECT_EQ(none.told(), line("action_signatures", "expected two, found 0"));
}

// The change of the plan with one detail exchanged, signed as it should be.
std::string told_with_detail(std::size_t index, const ThriftValue& detail) {
    Captured capture = captured();
    capture.signatures()[index] = sign_action(plan(), detail, "a-message", capture.key, cast_signing_key()).value();
    return capture.told();
}

TEST(RequestCapture, details_are_as_the_official_library_writes_them) {
    const std::string refused =
        line("action_signatures",
             "expected a key change, then a member add, as the official library writes them, found other details");
    ThriftValue add = plan().member_add.to_detail();
    EXPECT_EQ(told_with_detail(1, add), "");
    add.find(arm::group_change)->set(2, thrift_boolean(true));
    EXPECT_EQ(told_with_detail(1, add), refused);
    EXPECT_EQ(told_with_detail(0, plan().member_add.to_detail()), refused);
    Captured capture = captured();
    ThriftValue change =
        read_thrift(*read_base64(*capture.signatures()[0].encoded_message_event_detail), message_event_detail_schema)
            .value();
    EXPECT_EQ(told_with_detail(0, change), "");
    change.find(arm::key_change)->set(5, thrift_boolean(true));
    EXPECT_EQ(told_with_detail(0, change), refused);
}

TEST(RequestCapture, details_are_canonical_base64) {
    for (const std::size_t index : {0u, 1u}) {
        Captured capture = captured();
        capture.signatures()[index].encoded_message_event_detail->append("AAAA");
        EXPECT_EQ(capture.told(), line("action_signatures/" + std::to_string(index) + "/encoded_message_event_detail",
                                       "expected base64 of a detail as a writer makes it, found something else"));
    }
}

TEST(RequestCapture, pending_users_are_no_members) {
    for (const char* user : {"1111", "2222", "3333"}) {
        AddMembersPlan planned = plan();
        planned.member_add.pending_members = {"4444", user};
        EXPECT_EQ(captured(planned).told(), line("action_signatures/1/encoded_message_event_detail",
                                                 "expected pending users who are no members, found members"));
    }
}

TEST(RequestCapture, keys_are_wrapped_for_the_new_roster) {
    AddMembersPlan fewer = plan(), more = plan();
    fewer.recipients.pop_back();
    more.recipients.push_back({"4444", small_scalar(9).public_key(), "1"});
    const std::string other = line("conversation_participant_keys",
                                   "expected a key for each member and new member, and no other, found other users");
    EXPECT_EQ(captured(fewer).told(), other);
    EXPECT_EQ(captured(more).told(), other);
}

TEST(RequestCapture, wrapped_keys_are_those_of_the_key_change) {
    Captured capture = captured();
    capture.request.conversation_participant_keys->front().public_key_version = "2";
    EXPECT_EQ(capture.told(),
              line("conversation_participant_keys", "expected the wrapped keys of the key change, found others"));
}

TEST(RequestCapture, wrapped_keys_open_to_the_conversation_key) {
    AddMembersPlan stranger = plan();
    stranger.recipients[0].identity = small_scalar(9).public_key();
    EXPECT_EQ(captured(stranger).told(),
              line("conversation_participant_keys",
                   "expected wrapped keys that the cast opens to conversation_key_hex, found the wrapped key of 3333: "
                   "the tag of the wrapped key does not fit"));
    Captured capture = captured();
    capture.key = key_ending_in(1);
    EXPECT_TRUE(capture.told().contains(
        "expected wrapped keys that the cast opens to conversation_key_hex, found another key"));
}

TEST(RequestCapture, users_and_version_are_those_signed) {
    AddMembersPlan other_users = plan(), other_version = plan(), other_signed_version = plan(), two_users = plan();
    other_users.user_ids = {{"3333", "2222"}};
    EXPECT_EQ(captured(other_users).told(),
              line("user_ids", "expected the new members of the member add, found others"));
    other_version.conversation_key_version = "501";
    EXPECT_EQ(captured(other_version).told(), line("conversation_key_version", "expected \"501\", found \"501\""));
    two_users.user_ids = {{"2222", "3333"}};
    two_users.member_add.new_members = {"3333", "2222"};
    EXPECT_EQ(captured(two_users).told(), "");
}

TEST(RequestCapture, title_and_avatar_are_sealed_when_they_are_signed) {
    const auto told_with = [](std::optional<std::string> signed_title, std::optional<std::string> sealed) {
        AddMembersPlan planned = plan();
        planned.member_add.title = signed_title;
        Captured capture = captured(planned);
        capture.request.encrypted_title = sealed;
        return capture.told();
    };
    Entropy entropy("title", 1);
    const std::string other = seal_text(captured().key, "Other", entropy);
    EXPECT_EQ(told_with("Team", other),
              line("encrypted_title", "expected what opens to the text in the member add, found another text"));
    EXPECT_EQ(told_with("Team", std::nullopt), line("encrypted_title", "expected a sealed text, found nothing"));
    EXPECT_TRUE(
        told_with(std::nullopt, other).starts_with(line("encrypted_title", "expected nothing, found ").substr(0, 60)));
    AddMembersPlan planned = plan();
    planned.member_add.avatar_url = "https://img.example/a.png";
    Captured capture = captured(planned);
    capture.request.encrypted_avatar_url.reset();
    EXPECT_EQ(capture.told(), line("encrypted_avatar_url", "expected a sealed text, found nothing"));
}

TEST(RequestCapture, the_payload_of_the_key_change_is_withheld) {
    Captured capture = captured();
    capture.signatures()[0].signature_payload = "shown";
    EXPECT_EQ(capture.told(), line("action_signatures/0/signature_payload", "expected nothing, found \"shown\""));
    capture = captured();
    capture.signatures()[1].signature_payload.reset();
    EXPECT_TRUE(capture.told().contains(
        "action_signatures/1/signature_payload: expected \"GroupChangeEvent.GroupMemberAddChange,"));
}

TEST(RequestCapture, the_key_stands_nowhere_in_the_body) {
    const ConversationKey key = captured().key;
    const ByteView bytes = key.reveal();
    const std::string raw(text_of(bytes));
    for (const std::string& spelling :
         {hex(bytes), base64(bytes), base64_unpadded(bytes), base64_url_unpadded(bytes), "a " + hex(bytes) + ".",
          base64(bytes_of("x" + raw + "y")), base64(bytes_of("key=" + hex(bytes)))}) {
        JsonValue entry = captured().entry();
        entry.find("body")->set("remark", json_object({{"list", json_array({json_string(spelling)})}}));
        EXPECT_EQ(told(report_on(json_object({{"request_capture", entry}}))),
                  line("", "expected a body without the conversation key, found the key stands in it"));
    }
}

TEST(RequestCapture, signatures_are_the_casts) {
    Entropy entropy("capture", 1);
    auto change = make_change(plan(), small_scalar(4), entropy).value();
    const std::string text = Captured{std::move(change.request), change.conversation_key}.told();
    for (const char* index : {"0", "1"}) {
        const std::string place =
            std::string("action_signatures/") + index + "/message_event_signature/signature: expected ";
        EXPECT_TRUE(text.contains(place + "the deterministic signature of the rebuilt payload, found \"")) << text;
        EXPECT_TRUE(text.contains(place + "a signature that verifies, found \"")) << text;
    }
    Captured unsigned_request = captured();
    unsigned_request.signatures()[0].message_event_signature->public_key_version = "3";
    EXPECT_EQ(unsigned_request.told(), line("action_signatures/0/message_event_signature/public_key_version",
                                            "expected a version with a registered signing key, found \"3\""));
}

}  // namespace
}  // namespace keyturn
