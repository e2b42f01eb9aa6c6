#include <gtest/gtest.h>

#include "conformance/composer.h"
#include "conformance/server/server_test_support.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"

namespace keyturn {
namespace {

const std::string members_path = "/2/chat/conversations/" + team_id + "/members";
const std::vector<std::string> roster_before = {"1111", "2222", "3333"};

Composed composed(std::string_view deviation, std::vector<std::string> add = {"5555"},
                  std::string_view sender = "1111") {
    Entropy entropy("test", 1);
    return compose(team(), team_id, sender, add, deviation, test_now_msec, entropy).value();
}

HttpRequest as(HttpRequest request, std::string_view user) {
    request.headers.emplace_back("Authorization", "Bearer token-" + std::string(user));
    return request;
}

HttpRequest adding(std::string_view deviation, std::vector<std::string> add = {"5555"}) {
    return as(composed(deviation, std::move(add)).request, "1111");
}

const Conversation& team_in(const TestServer& server) { return *server.state.find(team_id); }

void leave_out(TestServer& server, std::string_view rule) {
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{std::string(rule)});
}

TEST(AddMembers, an_accepted_change_takes_effect_as_a_whole) {
    TestServer server(team());
    const Composed change = composed("", {"5555", "6666"});
    const HttpResponse response = server.send(as(change.request, "1111"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"data":{"conversation_id":"g1700000000000000001","sequence_id":"2"}})");
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
    EXPECT_EQ(team_in(server).group.members, (std::vector<std::string>{"1111", "2222", "3333", "5555", "6666"}));
    EXPECT_EQ(team_in(server).group.conversation_key_version, change.conversation_key_version);
    EXPECT_EQ(team_in(server).group.admins, std::vector<std::string>{"1111"});
}

TEST(AddMembers, its_events_are_the_key_change_and_then_the_member_add) {
    for (const char* order : {"", "swapped-order"}) {
        TestServer server(team());
        const Composed change = composed(order);
        server.send(as(change.request, "1111"));
        const std::vector<Event> events = events_of(server, team_id, "5555");
        ASSERT_EQ(events.size(), 2u);
        EXPECT_EQ(action_name(events[0].detail), "ConversationKeyChangeEvent");
        EXPECT_EQ(action_name(events[1].detail), "GroupChangeEvent.GroupMemberAddChange");
        EXPECT_TRUE(verify_event(events[0], team().users, &change.key).has_value());
        EXPECT_TRUE(verify_event(events[1], team().users).has_value());
    }
}

TEST(AddMembers, an_event_says_where_when_and_by_whom) {
    TestServer server(team());
    server.state.next_sequence_id = 41;
    const Composed change = composed("");
    server.send(as(change.request, "1111"));
    const std::vector<Event> events = events_of(server, team_id, "1111");
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].sequence_id, "41");
    EXPECT_EQ(events[1].sequence_id, "42");
    EXPECT_EQ(events[0].message_id, change.message_ids[0]);
    EXPECT_EQ(events[1].message_id, change.message_ids[1]);
    EXPECT_EQ(events[0].sender_id, "1111");
    EXPECT_EQ(events[0].conversation_id, team_id);
    EXPECT_EQ(events[0].created_at_msec, std::to_string(test_now_msec));
    EXPECT_EQ(events[0].signature.public_key_version, "1");
    EXPECT_EQ(events[0].signature.signature_version, "7");
    EXPECT_EQ(server.state.next_sequence_id, 43u);
}

TEST(AddMembers, what_the_server_keeps_of_an_event_agrees_with_it) {
    TestServer server(team());
    const Composed change = composed("");
    server.send(as(change.request, "1111"));
    const auto& events = team_in(server).events;
    ASSERT_EQ(events.size(), 2u);
    EXPECT_TRUE(events[0]->is_key_change);
    EXPECT_FALSE(events[1]->is_key_change);
    EXPECT_EQ(events[1]->sequence_id, 2u);
    EXPECT_EQ(events[1]->message_id, change.message_ids[1]);
    EXPECT_EQ(events[1]->sender_id, "1111");
    EXPECT_EQ(events[1]->created_at_msec, test_now_msec);
}

TEST(AddMembers, only_the_group_in_question_changes) {
    TestServer server(team());
    server.set_up(R"({"group": {"id": "g2", "members": ["1111"]}})");
    const auto before = server.state.conversations.find("g2")->second;
    server.send(adding(""));
    EXPECT_EQ(server.state.conversations.find("g2")->second, before);
    EXPECT_EQ(server.state.conversations.size(), 2u);
}

TEST(AddMembers, the_same_body_again_is_answered_as_before_and_changes_nothing) {
    TestServer server(team());
    const HttpResponse first = server.send(adding(""));
    const Handled again = server.ask(adding(""));
    EXPECT_EQ(again.response.status, 200);
    EXPECT_EQ(again.response.body, first.body);
    EXPECT_FALSE(again.next.has_value());
}

TEST(AddMembers, the_same_body_by_another_sender_is_no_repetition) {
    TestServer server(team());
    const Composed change = composed("");
    server.send(as(change.request, "1111"));
    expect_refused(server, as(change.request, "2222"), 403);
}

TEST(AddMembers, another_body_with_the_same_message_ids_is_refused) {
    TestServer server(team());
    server.send(adding(""));
    HttpRequest other = adding("");
    other.body += ' ';
    expect_refused_at(server, other, 409, "/action_signatures/0/message_id");
    leave_out(server, "repeated_body_is_idempotent");
    expect_refused(server, adding(""), 409);
}

TEST(AddMembers, of_two_that_start_from_the_same_state_one_wins) {
    TestServer server(team());
    Entropy one("race", 1), two("race", 2);
    const auto first = compose(team(), team_id, "1111", {"5555"}, "", test_now_msec, one).value();
    const auto second = compose(team(), team_id, "1111", {"6666"}, "", test_now_msec + 1, two).value();
    EXPECT_EQ(server.send(as(first.request, "1111")).status, 200);
    expect_refused(server, as(second.request, "1111"), 409);
    EXPECT_FALSE(contains(team_in(server).group.members, "6666"));
}

TEST(AddMembers, a_second_change_follows_on_the_first) {
    TestServer server(team());
    server.send(adding(""));
    const ChangeBody second = adding_body(server, team_id, person(1), {"6666"}, 2);
    EXPECT_EQ(server.send(post(members_path, to_json(second.json))).status, 200);
    EXPECT_EQ(events_of(server, team_id, "6666", 3).size(), 4u);
}

struct Refused {
    const char* deviation;
    int status;
    const char* parameter;
};

TEST(AddMembers, a_refusal_has_the_status_of_its_rule_and_points_at_the_field) {
    const TestServer server(team());
    for (const Refused& row : std::initializer_list<Refused>{
             {"cut-body", 400, ""},
             {"empty-body", 400, ""},
             {"byte-order-mark", 400, ""},
             {"drop:/user_ids", 400, "/user_ids"},
             {"number:/conversation_key_version", 400, "/conversation_key_version"},
             {"double-key:/user_ids", 400, "/user_ids"},
             {"no-member-add", 400, "/action_signatures"},
             {"cut-detail", 400, "/action_signatures/1/encoded_message_event_detail"},
             {"damaged-signature", 400, "/action_signatures/1/message_event_signature/signature"},
             {"key-version-far-ahead", 400, "/conversation_key_version"},
             {"leaves-out-a-wrap", 400, "/conversation_participant_keys"},
             {"key-version-as-before", 409, "/conversation_key_version"},
             {"signs-stale-members", 409, "/action_signatures/1/encoded_message_event_detail"}})
        expect_refused_at(server, adding(row.deviation), row.status, row.parameter);
}

TEST(AddMembers, a_refusal_names_its_rule) {
    const HttpResponse response = expect_refused(TestServer(team()), adding("key-version-as-before"), 409);
    EXPECT_EQ(text_in(response, "/detail"), "the request breaks the rule: key version moves forward (AM-ROT-002)");
}

TEST(AddMembers, who_is_no_admin_or_no_member_is_forbidden) {
    const TestServer server(team());
    EXPECT_EQ(
        text_in(expect_refused(server, as(composed("", {"5555"}, "2222").request, "2222"), 403), "/resource_type"),
        "conversation");
    expect_refused(server, as(composed("", {"6666"}, "5555").request, "5555"), 403);
}

TEST(AddMembers, a_group_that_does_not_exist_is_not_found) {
    TestServer server(team());
    HttpRequest request = adding("");
    request.target = "/2/chat/conversations/g7/members";
    EXPECT_EQ(text_in(expect_refused(server, request, 404), "/detail"), "there is no such group");
    leave_out(server, "group_exists");
    const Handled handled = server.ask(request);
    EXPECT_EQ(handled.response.status, 200);
    EXPECT_EQ(handled.response.body, "{}");
    EXPECT_FALSE(handled.next.has_value());
}

TEST(AddMembers, no_deviation_that_breaks_a_requirement_changes_the_state) {
    const TestServer server(team());
    std::size_t refused = 0;
    for (const Deviation& row : deviations()) {
        if (row.requirement.empty() || !row.argument.empty()) continue;
        Entropy entropy("test", 1);
        const auto change = compose(team(), team_id, "1111", {"5555"}, row.kind, test_now_msec, entropy);
        if (!change || row.requirement == "AM-REQ-013" || row.requirement == "AM-REQ-015") continue;
        const HttpRequest request = change->anonymous ? change->request : as(change->request, "1111");
        const Handled handled = server.ask(request);
        EXPECT_GE(handled.response.status, 400) << row.kind;
        EXPECT_FALSE(handled.next.has_value()) << row.kind;
        ++refused;
    }
    EXPECT_GE(refused, 60u);
}

TEST(AddMembers, a_server_without_the_rule_of_one_document_reads_what_it_can) {
    TestServer server(team());
    leave_out(server, "body_is_one_object");
    for (const char* readable : {"byte-order-mark", "body-and-more", "two-documents"}) {
        const Handled handled = server.ask(adding(readable));
        ASSERT_TRUE(handled.next.has_value()) << readable;
        EXPECT_TRUE(contains(handled.next->find(team_id)->group.members, "5555")) << readable;
    }
    for (const char* unreadable : {"cut-body", "empty-body"}) {
        EXPECT_EQ(server.send(adding(unreadable)).status, 200);
        EXPECT_EQ(team_in(server).group, *team().find_group(team_id));
    }
}

TEST(AddMembers, a_server_without_the_rule_of_details_reads_them_up_to_the_mistake) {
    TestServer server(team());
    leave_out(server, "details_decode");
    EXPECT_EQ(server.ask(adding("trailing-byte-in-detail")).response.status, 200);
}

TEST(AddMembers, a_server_with_rules_left_out_stores_only_whole_events) {
    for (const char* deviation : {"no-member-add", "cut-detail", "drop:/action_signatures/1/message_event_signature"}) {
        TestServer server(team());
        server.state.left_out = std::make_shared<const LeftOut>(
            LeftOut{"one_key_change_and_one_member_add", "details_decode", "signature_fields_are_there"});
        EXPECT_EQ(server.send(adding(deviation)).status, 200) << deviation;
        ASSERT_EQ(team_in(server).events.size(), 1u) << deviation;
        EXPECT_TRUE(team_in(server).events.front()->is_key_change);
    }
}

TEST(AddMembers, a_server_without_the_rule_of_members_adds_nobody_twice) {
    TestServer server(team());
    leave_out(server, "added_users_are_no_members");
    EXPECT_EQ(server.send(adding("", {"2222"})).status, 200);
    EXPECT_EQ(team_in(server).group.members, roster_before);
}

TEST(AddMembers, a_server_that_asks_for_no_field_keeps_what_is_there) {
    TestServer server(team());
    for (const auto& rule : {"user_ids_are_texts", "key_version_agrees", "user_ids_are_the_signed_ones",
                             "one_key_change_and_one_member_add", "wrapped_for_whole_roster"}) {
        auto left_out = *server.state.left_out;
        left_out.insert(rule);
        server.state.left_out = std::make_shared<const LeftOut>(left_out);
    }
    const HttpResponse response = server.send(post(members_path, "{}"));
    EXPECT_EQ(response.body, R"({"data":{"conversation_id":"g1700000000000000001"}})");
    EXPECT_EQ(team_in(server).group, *team().find_group(team_id));
    EXPECT_TRUE(team_in(server).events.empty());
}

// ---- the refusals that the guides word

const std::string cannot_add =
    "Cannot add all members: one or more of the requested members cannot be added to this conversation.";
const std::string too_many = "Too many members: adding these members would exceed the allowed group size.";

TEST(AddMembers, a_user_who_has_no_keys_is_refused_in_the_words_of_the_guides) {
    const TestServer server(team());
    const HttpResponse response = expect_refused(server, adding("adds-unknown-user"), 400);
    EXPECT_EQ(text_in(response, "/detail"), cannot_add);
    EXPECT_EQ(text_in(response, "/parameter"), "/user_ids");
    TestServer careless(team());
    leave_out(careless, "added_users_can_be_added");
    EXPECT_NE(text_in(expect_refused(careless, adding("adds-unknown-user"), 409), "/detail"), cannot_add);
}

TEST(AddMembers, a_known_user_without_a_key_can_not_be_added_either) {
    TestServer server(team());
    auto users = *server.state.users;
    users.at("5555").keys.clear();
    server.state.users = std::make_shared<const Users>(users);
    EXPECT_EQ(text_in(expect_refused(server, adding(""), 400), "/detail"), cannot_add);
}

TEST(AddMembers, rights_and_shape_are_told_before_who_can_be_added) {
    const TestServer server(team());
    const HttpRequest by_member = as(composed("adds-unknown-user", {"5555"}, "2222").request, "2222");
    EXPECT_NE(text_in(expect_refused(server, by_member, 403), "/detail"), cannot_add);
}

// The answer of a server whose group has that many members to the addition of one more.
HttpResponse answer_at_size(std::size_t members) {
    Given given = team();
    Group& group = given.groups.front();
    const RegisteredKey key = given.users.at("3333").keys.front();
    while (group.members.size() < members) {
        group.members.push_back(std::to_string(100'000 + group.members.size()));
        given.users[group.members.back()].keys = {key};
    }
    Entropy entropy("test", 1);
    const auto change = compose(given, team_id, "1111", {"5555"}, "", test_now_msec, entropy);
    return TestServer(given).send(as(change->request, "1111"));
}

TEST(AddMembers, a_group_has_1024_members_at_most) {
    EXPECT_EQ(answer_at_size(1023).status, 200);
    const HttpResponse response = answer_at_size(1024);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(text_in(response, "/detail"), too_many);
}

}  // namespace
}  // namespace keyturn
