// Requests, details and events that a state verifies and opens.
#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "conformance/verify_input.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

std::size_t broken_rules(const Explanation& explanation) {
    return static_cast<std::size_t>(
        std::ranges::count_if(explanation.rules, [](const RuleResult& result) { return result.finding.broken(); }));
}

TEST(ExplainWithState, a_request_is_verified_and_opened) {
    const MadeRequest made = made_request();
    const Explanation explanation = explained(made.body(), made.options());
    EXPECT_EQ(checks_of(explanation),
              "the key wrapped for \"1111\" opens: yes\n"
              "the key wrapped for \"2222\" opens: yes\n"
              "the key wrapped for \"3333\" opens: yes\n"
              "the key wrapped for \"4444\" opens: yes\n"
              "title opens: yes\n"
              "avatar URL opens: yes\n"
              "the signature of action 1 verifies: yes\n"
              "the signature of action 2 verifies: yes\n");
    EXPECT_TRUE(joined(explanation.lines).ends_with("title: \"Team\"\navatar URL: \"https://example.com/a.png\"\n"));
    EXPECT_GT(explanation.rules.size(), 30u);
    EXPECT_EQ(broken_rules(explanation), 0u);
    EXPECT_FALSE(joined(explanation.lines).contains("the state has nothing"));
}

TEST(ExplainWithState, what_does_not_open_or_verify_is_told) {
    const auto checks_with = [](const std::string& deviation) {
        const MadeRequest made = made_request(deviation);
        return checks_of(explained(made.body(), made.options()));
    };
    EXPECT_TRUE(checks_with("damaged-signature").contains("the signature of action 2 verifies: no: "));
    EXPECT_TRUE(checks_with("damaged-wrap").contains(" opens: no: "));
    EXPECT_TRUE(checks_with("unregistered-signing-key").contains("the signature of action 1 verifies: no: "));
    EXPECT_TRUE(checks_with("cut-detail").contains("the signature of action 1 verifies: ")) << "what can be read";
    EXPECT_FALSE(checks_with("cut-detail").contains("the signature of action 2 verifies: "));
}

TEST(ExplainWithState, keys_of_another_change_are_another_key) {
    const MadeRequest made = made_request();
    JsonValue body = parse_json(made.body()).value();
    Entropy entropy("another", 2);
    const auto another =
        compose(made.invented.given, made.group().id, "1111", made.invented.add, "", 1'790'000'000'000, entropy);
    const JsonValue other = parse_json(another->request.body).value();
    constexpr const char* last = "/conversation_participant_keys/3";
    *resolve(body, last) = *resolve(other, last);
    EXPECT_TRUE(checks_of(explained(to_json(body), made.options()))
                    .contains("all wrapped keys open to one key: no: some open to another one\n"));
}

TEST(ExplainWithState, without_private_keys_nothing_opens) {
    const MadeRequest made = made_request();
    ExplainOptions options = made.options();
    for (auto& [id, user] : options.state->users) user.private_keys.reset();
    const std::string checks = checks_of(explained(made.body(), options));
    EXPECT_TRUE(checks.starts_with("the signature of action 1 verifies: no: ")) << "the key is what it signs";
    EXPECT_TRUE(checks.ends_with("the signature of action 2 verifies: yes\n"));
}

TEST(ExplainWithState, a_title_under_another_key_does_not_open) {
    const MadeRequest made = made_request();
    JsonValue body = parse_json(made.body()).value();
    body.set("encrypted_title", json_string(base64(Bytes(50))));
    body.erase("encrypted_avatar_url");
    const Explanation explanation = explained(to_json(body), made.options());
    EXPECT_TRUE(checks_of(explanation).contains("title opens: no: "));
    EXPECT_FALSE(checks_of(explanation).contains("avatar URL opens"));
    EXPECT_FALSE(joined(explanation.lines).contains("\ntitle: \"Team\"\n")) << "what does not open is not shown";
    body.erase("encrypted_title");
    EXPECT_FALSE(checks_of(explained(to_json(body), made.options())).contains("title opens"));
}

TEST(ExplainWithState, sender_conversation_and_time_can_be_given) {
    const MadeRequest made = made_request();
    ExplainOptions options = made.options();
    options.sender = "2222";
    EXPECT_GT(broken_rules(explained(made.body(), options)), 0u);
    options = made.options();
    options.conversation_id = made.group().id;
    EXPECT_EQ(broken_rules(explained(made.body(), options)), 0u);
    options.conversation_id = "g5";
    EXPECT_EQ(refusal_of(made.body(), options), "the state has no group \"g5\"");
    options = made.options();
    options.now_msec = 1'600'000'000'000;
    EXPECT_GT(broken_rules(explained(made.body(), options)), 0u) << "its key version is far ahead";
    options = made.options();
    options.seen_message_ids.emplace(made.composed.message_ids.begin(), made.composed.message_ids.end());
    EXPECT_GT(broken_rules(explained(made.body(), options)), 0u);
}

TEST(ExplainWithState, of_several_groups_one_must_be_named) {
    const MadeRequest made = made_request();
    ExplainOptions options = made.options();
    options.state->groups.push_back(options.state->groups.front());
    options.state->groups.back().id = "g2";
    EXPECT_EQ(refusal_of(made.body(), options), "the state has 2 groups, and which of them is meant is not said");
}

TEST(ExplainWithState, a_request_with_its_state_in_it) {
    const MadeRequest made = made_request();
    const VerifyInput input{made.invented.given, "1111", made.group().id, made.body(), 1'790'000'000'000, {}};
    JsonValue whole = to_json(input);
    const Explanation explanation = explained(to_json(whole));
    EXPECT_EQ(explanation.kind, "request with its state");
    EXPECT_EQ(explanation.lines.front(), "sent by \"1111\" to \"" + made.group().id + "\"");
    EXPECT_TRUE(checks_of(explanation).contains("the signature of action 2 verifies: yes\n"));
    EXPECT_EQ(broken_rules(explanation), 0u);
    whole.set("now_msec", json_number("1600000000000"));
    EXPECT_GT(broken_rules(explained(to_json(whole))), 0u);
    whole.set("seen_message_ids", json_string("x"));
    EXPECT_EQ(lines_of(to_json(whole)), "a request with a state that can't be read\n");
    EXPECT_TRUE(oddities_of(to_json(whole)).contains("seen_message_ids"));
    whole.erase("seen_message_ids");
    whole.set("seen_message_ids", json_array({json_string(made.composed.message_ids.front())}));
    whole.erase("now_msec");
    EXPECT_GT(broken_rules(explained(to_json(whole))), 0u) << "seen before";
    whole.erase("body");
    whole.set("body_base64", json_string(base64(bytes_of("no JSON"))));
    EXPECT_TRUE(oddities_of(to_json(whole)).starts_with("the body is no JSON: "));
    EXPECT_TRUE(explained(to_json(whole)).rules.empty());
}

TEST(ExplainWithState, nobody_sees_a_secret_of_the_state) {
    const MadeRequest made = made_request();
    JsonValue body = parse_json(made.body()).value();
    const User& user = made.invented.given.users.at("2222");
    Bytes both = copy(user.private_keys->identity.reveal());
    both.insert(both.end(), user.private_keys->signing.reveal().begin(), user.private_keys->signing.reveal().end());
    body.set("conversation_key_version", json_string(base64(both)));
    body.find("user_ids")->elements = {json_string(*user.token), json_string(hex(user.private_keys->signing.reveal()))};
    const Explanation explanation = explained(to_json(body), made.options());
    const std::string all = joined(explanation.lines) + joined(explanation.oddities) + to_json(explanation.decoded);
    EXPECT_TRUE(all.contains("(a secret, not shown)"));
    for (const std::string& secret : {base64(both), *user.token, hex(user.private_keys->signing.reveal())})
        EXPECT_FALSE(all.contains(secret.substr(0, 16))) << secret;
    const VerifyInput input{made.invented.given, "1111", made.group().id, to_json(body), {}, {}};
    const Explanation with_its_state = explained(to_json(to_json(input)));
    EXPECT_FALSE(joined(with_its_state.lines).contains(*user.token));
}

// The event of one action of the request.
Event event_of(const MadeRequest& made, std::size_t action) {
    const JsonValue body = parse_json(made.body()).value();
    const JsonValue& source = resolve(body, "/action_signatures")->elements[action];
    const JsonValue& signature = *source.find("message_event_signature");
    const Bytes detail = read_base64(source.find("encoded_message_event_detail")->text).value();
    return {.message_id = source.find("message_id")->text,
            .sender_id = "1111",
            .conversation_id = made.group().id,
            .detail = read_thrift(detail, message_event_detail_schema).value(),
            .signature = {signature.find("signature")->text, signature.find("public_key_version")->text,
                          signature.find("signature_version")->text}};
}

std::string checks_of(const Event& event, const ExplainOptions& options) {
    return checks_of(explained(base64(event.write()), options));
}

TEST(ExplainWithState, an_event_is_verified_and_compared_with_the_group) {
    const MadeRequest made = made_request();
    EXPECT_EQ(checks_of(event_of(made, 1), made.options()),
              "the signature verifies: yes\nit agrees with the group of the state: yes\n");
    EXPECT_EQ(checks_of(event_of(made, 0), made.options()),
              "the key wrapped for \"1111\" opens: yes\nthe key wrapped for \"2222\" opens: yes\n"
              "the key wrapped for \"3333\" opens: yes\nthe key wrapped for \"4444\" opens: yes\n"
              "the signature verifies: yes\n");
    Event moved = event_of(made, 1);
    moved.sender_id = "2222";
    EXPECT_TRUE(checks_of(moved, made.options()).starts_with("the signature verifies: no: "));
    ExplainOptions other_group = made.options();
    other_group.state->groups.front().title = "Other";
    EXPECT_TRUE(
        checks_of(event_of(made, 1), other_group)
            .ends_with("it agrees with the group of the state: no: what it states as title is not the group's\n"));
}

TEST(ExplainWithState, only_changes_of_known_groups_are_compared) {
    const MadeRequest made = made_request();
    const auto is_compared = [&](const Event& event) {
        return checks_of(event, made.options()).contains("agrees with the group");
    };
    Event event = event_of(made, 1);
    EXPECT_TRUE(is_compared(event));
    event.conversation_id = "g5";
    EXPECT_FALSE(is_compared(event));
    event = event_of(made, 1);
    event.signature.signature_version = "9";
    EXPECT_FALSE(is_compared(event));
    event = event_of(made, 1);
    event.detail = thrift_struct({{arm::metadata_change, thrift_struct({{1, thrift_struct({{2, thrift_struct()}})}})}});
    EXPECT_TRUE(is_compared(event));
    event.detail = thrift_struct({{arm::group_change, thrift_struct()}});
    EXPECT_FALSE(is_compared(event)) << "without a change inside";
    event.detail = {};
    EXPECT_FALSE(is_compared(event));
}

TEST(ExplainWithState, a_detail_opens_its_wrapped_keys) {
    const MadeRequest made = made_request();
    const Bytes key_change = write_thrift(event_of(made, 0).detail, message_event_detail_schema),
                member_add = write_thrift(event_of(made, 1).detail, message_event_detail_schema);
    EXPECT_TRUE(
        checks_of(explained(hex(key_change), made.options())).starts_with("the key wrapped for \"1111\" opens: yes\n"));
    const Explanation explanation = explained(hex(member_add), made.options());
    EXPECT_EQ(checks_of(explanation), "");
    EXPECT_EQ(explanation.lines.back(), "the state has nothing to verify or open here");
    EXPECT_FALSE(lines_of(hex(member_add)).contains("the state"));
}

TEST(ExplainWithState, a_wrapped_key_that_is_no_base64_does_not_open) {
    const MadeRequest made = made_request();
    JsonValue body = parse_json(made.body()).value();
    resolve(body, "/conversation_participant_keys/0")->set("encrypted_conversation_key", json_string("?"));
    EXPECT_TRUE(
        checks_of(explained(to_json(body), made.options())).contains(" opens: no: " + read_base64("?").error().reason));
}

}  // namespace
}  // namespace keyturn
