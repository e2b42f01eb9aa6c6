#include "properties/signing.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"
#include "protocol/action_signature.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

constexpr const char* group = "g1700000000000000001";

Action action_of(ThriftValue detail, std::string version = "7") {
    return {.detail = std::move(detail),
            .message_id = "m1",
            .sender = "1111",
            .conversation_id = group,
            .signature_version = std::move(version),
            .key = 3};
}

ThriftValue group_change(std::int16_t kind, ThriftValue change) {
    return thrift_struct({{arm::group_change, thrift_struct({{1, thrift_struct({{kind, std::move(change)}})}})}});
}

ThriftValue with_text(std::string text) { return thrift_struct({{1, thrift_text(std::move(text))}}); }

ThriftValue member_add(bool has_invite) {
    MemberAdd add;
    add.new_members = {"3333"};
    add.title = "Team";
    add.conversation_key_version = "17";
    ThriftValue detail = add.to_detail();
    if (has_invite)
        detail.find(arm::group_change)->find(1)->find(arm::member_add)->set(11, thrift_struct({{2, thrift_text("u")}}));
    return detail;
}

ThriftValue message() {
    return thrift_struct({{arm::message_create, thrift_struct({{100, thrift_binary("c")}, {101, thrift_text("17")}})}});
}

GroupCreate creation(std::optional<std::string> title) {
    GroupCreate create;
    create.members = {"1111"};
    create.title = std::move(title);
    create.conversation_key_version = "17";
    return create;
}

std::string told_of_payload(const Action& action, decltype(LibraryFunctions::signature_payload) signature_payload) {
    return told(payload_has_its_layout(
        *reference_but([&](LibraryFunctions& f) { f.signature_payload = signature_payload; }), action));
}

std::string requirement_of_wrong_payload(const Action& action) {
    EXPECT_EQ(told(payload_has_its_layout(*reference_library(), action)), "");
    EXPECT_EQ(told_of_payload(action, lacking<std::string>()), "");
    return told_of_payload(action, always(std::string("wrong"))).substr(0, 10);
}

TEST(SigningOracle, a_wrong_payload_breaks_the_requirement_of_its_layout) {
    EXPECT_EQ(requirement_of_wrong_payload(action_of(KeyChange{"17", {}}.to_detail())), "AM-SIG-016");
    EXPECT_EQ(requirement_of_wrong_payload(action_of(member_add(false))), "AM-SIG-057");
    EXPECT_EQ(requirement_of_wrong_payload(action_of(member_add(true))), "AM-SIG-064");
    EXPECT_EQ(requirement_of_wrong_payload(action_of(creation("Team").to_detail())), "AM-SIG-058");
    EXPECT_EQ(requirement_of_wrong_payload(action_of(message())), "AM-SIG-055");
    EXPECT_EQ(requirement_of_wrong_payload(action_of(group_change(arm::invite_disable, with_text("2222")))),
              "AM-SIG-017");
}

TEST(SigningOracle, a_deletion_is_signed_for_the_conversation_of_its_event) {
    const auto deletion_of = [](const char* named) {
        return action_of(thrift_struct({{arm::conversation_delete, with_text(named)}}));
    };
    EXPECT_EQ(requirement_of_wrong_payload(deletion_of("g2")), "AM-SIG-061");
    EXPECT_EQ(requirement_of_wrong_payload(deletion_of(group)), "AM-SIG-017");
    EXPECT_EQ(requirement_of_wrong_payload(action_of(thrift_struct({{arm::conversation_delete, thrift_struct()}}))),
              "AM-SIG-017");
}

TEST(SigningOracle, an_empty_component_and_an_absent_conversation_id_have_a_requirement_of_their_own) {
    EXPECT_EQ(requirement_of_wrong_payload(action_of(creation("").to_detail())), "AM-SIG-056");
    GroupCreate empty_avatar = creation("Team");
    empty_avatar.avatar_url = "";
    EXPECT_EQ(requirement_of_wrong_payload(action_of(empty_avatar.to_detail())), "AM-SIG-056");
    Action without_id = action_of(member_add(false));
    without_id.conversation_id.reset();
    EXPECT_EQ(requirement_of_wrong_payload(without_id), "AM-SIG-056");
}

TEST(SigningOracle, tells_what_is_signed_and_what_should_be) {
    const Action action = action_of(group_change(arm::invite_disable, with_text("2222")));
    EXPECT_EQ(told_of_payload(action, always(std::string("wrong"))),
              "AM-SIG-017 a GroupChangeEvent.GroupInviteDisable of signature version \"7\" is signed as \"wrong\", its "
              "layout is \"GroupChangeEvent.GroupInviteDisable,m1,1111,g1700000000000000001,2222\"");
    EXPECT_EQ(told_of_payload(action, refusing<std::string>()),
              "AM-SIG-017 a GroupChangeEvent.GroupInviteDisable of signature version \"7\" was refused: no");
}

std::string requirement_of_accepted(const Action& action) {
    EXPECT_EQ(told(payload_has_its_layout(*reference_library(), action)), "");
    const std::string found = told_of_payload(action, always(std::string("signed")));
    EXPECT_TRUE(found.ends_with(") was accepted")) << found;
    return found.substr(0, 10);
}

TEST(SigningOracle, what_has_no_payload_is_refused) {
    const ThriftValue typing = thrift_struct({{arm::typing, with_text("1111")}});
    EXPECT_EQ(requirement_of_accepted(action_of(typing)), "AM-SIG-043");
    const ThriftValue settings = group_change(arm::admin_settings_change, thrift_struct({{1, thrift_boolean(true)}}));
    EXPECT_EQ(requirement_of_accepted(action_of(settings)), "AM-SIG-044");
    EXPECT_EQ(requirement_of_accepted(action_of(group_change(arm::title_change, with_text("T")))), "AM-SIG-044");
    EXPECT_EQ(requirement_of_accepted(action_of(member_add(false), "8")), "AM-SIG-035");
    Action without_key = action_of(KeyChange{"17", {}}.to_detail());
    without_key.key.reset();
    EXPECT_EQ(requirement_of_accepted(without_key), "AM-SIG-016");
    EXPECT_EQ(requirement_of_accepted(action_of(creation("a,b").to_detail())), "AM-SIG-018");
}

TEST(SigningOracle, the_question_is_the_action) {
    PayloadQuestion asked;
    const Action action = action_of(member_add(false));
    told_of_payload(action, [&asked](const PayloadQuestion& question, const Surroundings&) -> Answer<std::string> {
        asked = question;
        return "";
    });
    EXPECT_EQ(asked.detail, json_form(action.detail));
    EXPECT_EQ(asked.message_id, "m1");
    EXPECT_EQ(asked.sender_id, "1111");
    EXPECT_EQ(asked.conversation_id, group);
    EXPECT_EQ(asked.signature_version, "7");
    EXPECT_EQ(asked.conversation_key, bytes_of_key(numbered_conversation_key(3)));
}

const SignInput payload = {.key = 3, .payload = "a,b"};

std::string told_of_signing(decltype(signature_verifies) oracle, decltype(LibraryFunctions::sign) sign) {
    return told(oracle(*reference_but([&](LibraryFunctions& f) { f.sign = sign; }), payload));
}

std::string right_signature() { return signature_text(sign(numbered_private_key(3), bytes_of("a,b"))); }

TEST(SigningOracle, finds_nothing_in_the_signatures_of_the_reference) {
    EXPECT_EQ(told(signature_is_deterministic(*reference_library(), payload)), "");
    EXPECT_EQ(told(signature_verifies(*reference_library(), payload)), "");
}

TEST(SigningOracle, a_signature_is_the_one_of_the_standard) {
    const auto told_of = [](auto sign) { return told_of_signing(signature_is_deterministic, sign); };
    EXPECT_EQ(told_of(refusing<std::string>()), "AM-SIG-022 a payload to sign was refused: no");
    EXPECT_EQ(told_of([](const Bytes&, const std::string&, const Surroundings& around) -> Answer<std::string> {
                  return hex(around.entropy.reveal());
              }),
              "AM-SIG-022 the same key and payload gave two signatures");
    const std::string other = signature_text(sign(numbered_private_key(3), bytes_of("another")));
    EXPECT_EQ(told_of(always(other)), "AM-SIG-022 the signature is not the one of RFC 6979");
    EXPECT_EQ(told_of(always(std::string("no signature"))), "");
}

TEST(SigningOracle, a_signature_is_86_characters_and_verifies) {
    const auto told_of = [](auto sign) { return told_of_signing(signature_verifies, sign); };
    EXPECT_EQ(told_of(refusing<std::string>()), "AM-SIG-023 a payload to sign was refused: no");
    EXPECT_TRUE(told_of(always(std::string("AAAA"))).starts_with("AM-SIG-023 a signature can't be read: "));
    EXPECT_EQ(told_of(always(right_signature() + "==")),
              "AM-SIG-023 the signature " + right_signature() + "== is no unpadded base64");
    const std::string other = signature_text(sign(numbered_private_key(3), bytes_of("another")));
    EXPECT_EQ(told_of(always(other)), "AM-SIG-023 a signature does not verify");
}

}  // namespace
}  // namespace keyturn
