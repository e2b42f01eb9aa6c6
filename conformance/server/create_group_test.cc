#include <gtest/gtest.h>

#include "conformance/server/server_test_support.h"
#include "protocol/event_verification.h"

namespace keyturn {
namespace {

const std::string first_id = "g1800000000000000001";
const std::string group_path = "/2/chat/conversations/group";
const std::string key_version = "1790000000000";

// 1111 to 4444 with registered keys, and an id that 1111 was given.
TestServer initialized() {
    TestServer server;
    server.set_up(R"({"users": {"1111": {}, "2222": {}, "3333": {}, "4444": {}}})");
    for (const Person& who : people(4))
        server.send(post("/2/users/" + who.id + "/public_keys", to_json(registration_body(who)), who.id));
    server.send(post(group_path + "/initialize", ""));
    return server;
}

GroupCreate whole_group() {
    return {.members = {"1111", "2222", "3333"},
            .admins = {"1111", "2222"},
            .title = "Team",
            .avatar_url = "https://example.com/team.png",
            .conversation_key_version = key_version,
            .is_legacy_upgrade = std::nullopt,
            .ttl_msec = 86'400'000};
}

GroupCreate bare_group() {
    return {.members = {"1111", "2222", "3333"},
            .admins = {},
            .title = std::nullopt,
            .avatar_url = std::nullopt,
            .conversation_key_version = key_version,
            .is_legacy_upgrade = std::nullopt,
            .ttl_msec = std::nullopt};
}

ChangeBody creation(const GroupCreate& create = whole_group(), std::uint64_t seed = 1) {
    return creation_body(first_id, person(1), people(3), create, seed);
}

HttpRequest creating(const JsonValue& body, std::string_view user = "1111") {
    return post(group_path, to_json(body), user);
}

JsonValue creation_with(const std::string& field, JsonValue value) {
    JsonValue body = creation().json;
    body.set(field, std::move(value));
    return body;
}

JsonValue creation_without(const std::string& field) {
    JsonValue body = creation().json;
    EXPECT_TRUE(body.erase(field));
    return body;
}

JsonValue texts(const std::vector<std::string>& ids) {
    JsonValue array = json_array();
    for (const std::string& id : ids) array.elements.push_back(json_string(id));
    return array;
}

TEST(InitializeGroup, each_caller_is_given_ids_of_its_own) {
    TestServer server;
    server.set_up(R"({"users": {"1111": {}, "2222": {}}})");
    const HttpResponse first = server.send(post(group_path + "/initialize", "anything"));
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, R"({"data":{"conversation_id":"g1800000000000000001"}})");
    HttpRequest without_type = post(group_path + "/initialize", "", "2222");
    without_type.headers.pop_back();
    EXPECT_EQ(text_in(server.send(without_type), "/data/conversation_id"), "g1800000000000000002");
    EXPECT_EQ(server.state.initialized_groups.at(first_id), "1111");
    EXPECT_EQ(server.state.initialized_groups.at("g1800000000000000002"), "2222");
    EXPECT_TRUE(server.state.conversations.empty());
}

TEST(InitializeGroup, ids_that_are_taken_are_passed_over) {
    TestServer server;
    server.set_up(
        R"({"users": {"1111": {}}, "groups": [{"id": "g1800000000000000001"}, {"id": "g1800000000000000002"}]})");
    EXPECT_EQ(text_in(server.send(post(group_path + "/initialize", "")), "/data/conversation_id"),
              "g1800000000000000003");
}

TEST(CreateGroup, an_accepted_creation_makes_the_group_as_it_was_asked_for) {
    TestServer server = initialized();
    const HttpResponse response = server.send(creating(creation().json));
    EXPECT_EQ(response.status, 201) << response.body;
    EXPECT_EQ(response.body,
              R"({"data":{"conversation_id":"g1800000000000000001","conversation_key_change_sequence_id":"1"}})");
    EXPECT_EQ(server.state.find(first_id)->group, (Group{.id = first_id,
                                                         .members = {"1111", "2222", "3333"},
                                                         .admins = {"1111", "2222"},
                                                         .pending = {},
                                                         .title = "Team",
                                                         .avatar_url = "https://example.com/team.png",
                                                         .ttl_msec = 86'400'000,
                                                         .screen_capture_blocking = std::nullopt,
                                                         .conversation_key_version = key_version}));
    EXPECT_TRUE(server.state.initialized_groups.empty());
}

TEST(CreateGroup, what_is_not_said_is_unset) {
    TestServer server = initialized();
    JsonValue body = creation(bare_group()).json;
    body.erase("group_admins");
    EXPECT_EQ(server.send(creating(body)).status, 201);
    const Group& group = server.state.find(first_id)->group;
    EXPECT_TRUE(group.admins.empty());
    EXPECT_EQ(group.title, std::nullopt);
    EXPECT_EQ(group.avatar_url, std::nullopt);
    EXPECT_EQ(group.ttl_msec, std::nullopt);
}

TEST(CreateGroup, its_events_are_the_key_change_and_then_the_creation) {
    for (const bool swapped : {false, true}) {
        TestServer server = initialized();
        ChangeBody change = creation();
        auto& actions = change.json.find("action_signatures")->elements;
        if (swapped) std::swap(actions[0], actions[1]);
        server.send(creating(change.json));
        const std::vector<Event> events = events_of(server, first_id, "3333");
        ASSERT_EQ(events.size(), 2u);
        EXPECT_EQ(action_name(events[0].detail), "ConversationKeyChangeEvent");
        EXPECT_EQ(events[0].conversation_id, first_id);
        EXPECT_TRUE(verify_event(events[0], *server.state.users, &change.key).has_value());
        EXPECT_EQ(GroupCreate::from_detail(events[1].detail), whole_group());
        EXPECT_TRUE(verify_event(events[1], *server.state.users).has_value());
    }
}

TEST(CreateGroup, an_id_is_created_by_the_one_it_was_minted_for) {
    TestServer server = initialized();
    const JsonValue by_other = creation_body(first_id, person(2), people(3), whole_group()).json;
    expect_refused_at(server, creating(by_other, "2222"), 404, "/conversation_id");
    const JsonValue never_minted = creation_body("g7", person(1), people(3), whole_group()).json;
    expect_refused_at(server, creating(never_minted), 404, "/conversation_id");
}

TEST(CreateGroup, a_group_is_created_once) {
    TestServer server = initialized();
    server.send(creating(creation().json));
    expect_refused_at(server, creating(creation(whole_group(), 2).json), 409, "/conversation_id");
    expect_refused_at(server, creating(creation().json, "4444"), 404, "/conversation_id");
}

TEST(CreateGroup, the_same_body_again_is_answered_as_before) {
    TestServer server = initialized();
    const HttpResponse first = server.send(creating(creation().json));
    const Handled again = server.ask(creating(creation().json));
    EXPECT_EQ(again.response.status, 201);
    EXPECT_EQ(again.response.body, first.body);
    EXPECT_FALSE(again.next.has_value());
}

TEST(CreateGroup, the_request_says_what_was_signed) {
    const TestServer server = initialized();
    struct Row {
        const char* field;
        JsonValue value;
    };
    for (const Row& row : {Row{"group_name", json_string("team")}, Row{"group_name", json_string("")},
                           Row{"group_avatar_url", json_string("https://example.com/Team.png")},
                           Row{"ttl_msec", json_string("86400001")}, Row{"group_admins", texts({"1111"})},
                           Row{"group_admins", texts({"1111", "3333"})}}) {
        expect_refused_at(server, creating(creation_with(row.field, row.value)), 400, "/" + std::string(row.field));
    }
    for (const char* field : {"group_name", "group_avatar_url", "ttl_msec", "group_admins"})
        expect_refused_at(server, creating(creation_without(field)), 400, "/" + std::string(field));
    JsonValue titled = creation(bare_group()).json;
    titled.set("group_name", json_string("Team"));
    expect_refused_at(server, creating(titled), 400, "/group_name");
}

TEST(CreateGroup, the_members_are_those_that_were_signed) {
    const TestServer server = initialized();
    GroupCreate create = whole_group();
    create.members = {"1111", "2222", "4444"};
    JsonValue body = creation(create).json;
    body.set("group_members", texts({"1111", "2222", "3333"}));
    expect_refused_at(server, creating(body), 400, "/group_members");
    create.members = {"1111", "2222", "3333", "3333"};
    body = creation(create).json;
    body.set("group_members", texts({"1111", "2222", "3333"}));
    expect_refused_at(server, creating(body), 400, "/group_members");
}

TEST(CreateGroup, the_order_of_ids_means_nothing) {
    TestServer server = initialized();
    JsonValue body = creation_with("group_members", texts({"3333", "2222", "1111"}));
    body.set("group_admins", texts({"2222", "1111"}));
    EXPECT_EQ(server.send(creating(body)).status, 201);
    EXPECT_EQ(server.state.find(first_id)->group.members, (std::vector<std::string>{"3333", "2222", "1111"}));
}

TEST(CreateGroup, the_members_are_distinct_users_and_the_creator_is_one) {
    const TestServer server = initialized();
    for (const auto& members :
         {std::vector<std::string>{}, {"2222", "3333"}, {"1111", "2222", "2222"}, {"1111", "02222"}, {"1111", ""}})
        expect_refused_at(server, creating(creation_with("group_members", texts(members))), 400, "/group_members");
}

TEST(CreateGroup, the_admins_are_distinct_members) {
    const TestServer server = initialized();
    GroupCreate create = whole_group();
    for (const auto& admins : {std::vector<std::string>{"1111", "4444"}, {"1111", "1111"}}) {
        create.admins = admins;
        expect_refused_at(server, creating(creation(create).json), 400, "/group_admins");
    }
}

TEST(CreateGroup, an_empty_text_that_was_signed_as_such_is_taken) {
    TestServer server = initialized();
    GroupCreate create = bare_group();
    create.title = "";
    EXPECT_EQ(server.send(creating(creation(create).json)).status, 201);
    EXPECT_EQ(server.state.find(first_id)->group.title, "");
}

TEST(CreateGroup, a_ttl_is_decimal_text_of_63_bits) {
    const TestServer server = initialized();
    for (const JsonValue& wrong : {json_string(""), json_string("-1"), json_string("1.5"), json_string("86400000 "),
                                   json_string("day"), json_string("9223372036854775808"), json_number("86400000")})
        expect_refused_at(server, creating(creation_with("ttl_msec", wrong)), 400, "/ttl_msec");
    GroupCreate create = whole_group();
    for (const std::int64_t ttl : {std::int64_t{0}, std::int64_t{9223372036854775807}}) {
        create.ttl_msec = ttl;
        EXPECT_TRUE(server.ask(creating(creation(create).json)).next.has_value()) << ttl;
    }
}

TEST(CreateGroup, the_two_actions_are_a_key_change_and_a_group_create) {
    const TestServer server = initialized();
    const JsonValue whole = creation().json, again = creation(whole_group(), 2).json;
    const auto& actions = whole.find("action_signatures")->elements;
    const auto& others = again.find("action_signatures")->elements;
    for (const auto& wrong : {std::vector<JsonValue>{},
                              {actions[0]},
                              {actions[1]},
                              {actions[0], others[0]},
                              {actions[1], others[1]},
                              {actions[0], actions[1], others[1]}})
        expect_refused_at(server, creating(creation_with("action_signatures", json_array(wrong))), 400,
                          "/action_signatures");
    expect_refused_at(server, creating(creation_without("action_signatures")), 400, "/action_signatures");
}

TEST(CreateGroup, the_signature_verifies_over_the_signed_creation) {
    const TestServer server = initialized();
    const JsonValue other_ids = creation(whole_group(), 2).json;
    JsonValue body = creation().json;
    resolve(body, "/action_signatures/1/message_event_signature/signature")->text =
        resolve(other_ids, "/action_signatures/1/message_event_signature/signature")->text;
    expect_refused_at(server, creating(body), 400, "/action_signatures");
    Person forger = person(1);
    forger.keys = person(2).keys;
    expect_refused_at(server, creating(creation_body(first_id, forger, people(3), whole_group()).json), 400,
                      "/action_signatures");
}

TEST(CreateGroup, without_what_a_signature_needs_none_verifies) {
    TestServer server = initialized();
    server.state.left_out = std::make_shared<const LeftOut>(
        LeftOut{"signature_fields_are_there", "signatures_well_formed", "signature_version_known",
                "signature_version_not_below_two", "signing_key_registered"});
    for (const char* field : {"message_id", "message_event_signature"}) {
        JsonValue body = creation().json;
        resolve(body, "/action_signatures/1")->erase(field);
        expect_refused_at(server, creating(body), 400, "/action_signatures");
    }
    for (const char* field : {"signature", "public_key_version", "signature_version"}) {
        JsonValue body = creation().json;
        resolve(body, "/action_signatures/1/message_event_signature")->erase(field);
        expect_refused_at(server, creating(body), 400, "/action_signatures");
    }
}

TEST(CreateGroup, a_key_without_a_signing_key_verifies_nothing) {
    TestServer server = initialized();
    auto users = *server.state.users;
    users.at("1111").keys.front().signing.reset();
    server.state.users = std::make_shared<const Users>(users);
    expect_refused(server, creating(creation().json), 400);
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"signing_key_registered"});
    expect_refused_at(server, creating(creation().json), 400, "/action_signatures");
}

TEST(CreateGroup, the_version_is_the_same_wherever_it_stands) {
    const TestServer server = initialized();
    GroupCreate create = whole_group();
    create.conversation_key_version = "1790000000001";
    JsonValue body = creation().json;
    const JsonValue other = creation(create, 2).json;
    body.find("action_signatures")->elements[1] = other.find("action_signatures")->elements[1];
    expect_refused_at(server, creating(body), 400, "/conversation_key_version");
    expect_refused_at(server, creating(creation_with("conversation_key_version", json_string("1790000000001"))), 400,
                      "/conversation_key_version");
    expect_refused_at(server, creating(creation_without("conversation_key_version")), 400, "/conversation_key_version");
}

TEST(CreateGroup, the_rules_of_wrapped_keys_hold) {
    const TestServer server = initialized();
    expect_refused_at(server, creating(creation_body(first_id, person(1), people(2), whole_group()).json), 400,
                      "/conversation_participant_keys");
    expect_refused_at(server, creating(creation_without("conversation_participant_keys")), 400,
                      "/conversation_participant_keys");
    std::vector<Person> outdated = people(3);
    outdated[1].key_version = "99";
    expect_refused(server, creating(creation_body(first_id, person(1), outdated, whole_group()).json), 409);
}

TEST(CreateGroup, what_must_be_there_and_of_which_type) {
    const TestServer server = initialized();
    for (const char* field : {"conversation_id", "group_members"})
        expect_refused_at(server, creating(creation_without(field)), 400, "/" + std::string(field));
    for (const char* field : {"conversation_id", "group_members", "group_admins", "group_name", "group_avatar_url",
                              "group_description", "conversation_key_version", "conversation_participant_keys",
                              "action_signatures", "base64_encoded_key_rotation"})
        expect_refused_at(server, creating(creation_with(field, json_number("7"))), 400, "/" + std::string(field));
    expect_refused_at(server, creating(creation_with("group_members", json_array({json_number("1111")}))), 400,
                      "/group_members");
}

TEST(CreateGroup, what_the_server_does_not_judge_is_taken) {
    TestServer server = initialized();
    JsonValue body = creation_with("group_description", json_string("ours"));
    body.set("user_ids", json_number("1"));
    body.set("unknown", json_null());
    EXPECT_EQ(server.send(creating(body)).status, 201);
}

TEST(CreateGroup, a_body_is_one_json_object_with_each_key_once) {
    const TestServer server = initialized();
    for (const char* body : {"", "{", "[]", "7"}) expect_refused(server, post(group_path, body), 400);
    const std::string body = to_json(creation().json);
    expect_refused_at(server, post(group_path, R"({"group_name": "Team",)" + body.substr(1)), 400, "/group_name");
}

TEST(CreateGroup, a_server_without_the_rule_of_the_two_actions_takes_any_number) {
    for (const std::size_t actions : {0u, 1u}) {
        TestServer server = initialized();
        server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"one_key_change_and_one_group_create"});
        JsonValue body = creation().json;
        body.find("action_signatures")->elements.resize(actions);
        const HttpResponse response = server.send(creating(body));
        EXPECT_EQ(response.status, 201) << response.body;
        EXPECT_EQ(text_in(response, "/data/conversation_id"), first_id);
        EXPECT_EQ(server.state.find(first_id)->group.title, "Team");
    }
}

TEST(CreateGroup, a_server_without_a_rule_of_what_was_signed_takes_another_text) {
    struct Row {
        const char* rule;
        const char* field;
        const char* other_field;
    };
    for (const Row& row : {Row{"group_name_is_the_signed_one", "group_name", "group_avatar_url"},
                           Row{"group_avatar_is_the_signed_one", "group_avatar_url", "group_name"}}) {
        TestServer server = initialized();
        server.state.left_out = std::make_shared<const LeftOut>(LeftOut{row.rule});
        expect_refused(server, creating(creation_with(row.other_field, json_string("other"))), 400);
        EXPECT_EQ(server.send(creating(creation_with(row.field, json_string("other")))).status, 201) << row.rule;
    }
}

}  // namespace
}  // namespace keyturn
