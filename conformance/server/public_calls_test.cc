// A group from nothing, through public calls only: what the operations are for.
#include <gtest/gtest.h>

#include "conformance/server/server_test_support.h"
#include "protocol/recipient.h"

namespace keyturn {
namespace {

const std::string group_path = "/2/chat/conversations/group";

void register_all(TestServer& server, const std::vector<Person>& all) {
    for (const Person& who : all) {
        const HttpRequest request =
            post("/2/users/" + who.id + "/public_keys", to_json(registration_body(who)), who.id);
        ASSERT_EQ(server.send(request).status, 200);
    }
}

std::string create(TestServer& server, const Person& creator, const std::vector<Person>& members) {
    const std::string id =
        text_in(server.send(post(group_path + "/initialize", "", creator.id)), "/data/conversation_id");
    GroupCreate group{.members = {},
                      .admins = {creator.id},
                      .title = "Team",
                      .avatar_url = std::nullopt,
                      .conversation_key_version = std::to_string(server.now_msec),
                      .is_legacy_upgrade = std::nullopt,
                      .ttl_msec = 1000};
    for (const Person& member : members) group.members.push_back(member.id);
    const ChangeBody body = creation_body(id, creator, members, group);
    EXPECT_EQ(server.send(post(group_path, to_json(body.json), creator.id)).status, 201);
    return id;
}

// The keys that a member finds in the events, all verified.
ConversationView opened(const TestServer& server, const std::string& group, const Person& who) {
    RecipientState state{.user_id = who.id, .identity_keys = {who.keys.identity}};
    for (const Event& event : events_of(server, group, who.id, 1)) {
        EventApplied applied = apply_event(std::move(state), event, group, *server.state.users, server.now_msec);
        const bool is_for_us = applied.outcome.verdict != EventVerdict::not_wrapped_for_us;
        EXPECT_TRUE(applied.outcome.verdict == EventVerdict::accepted || !is_for_us) << applied.outcome.reason;
        state = std::move(applied.state);
    }
    const ConversationView* view = state.find_conversation(group);
    return view ? *view : ConversationView{};
}

TEST(PublicCalls, a_group_is_built_rotated_and_grown_and_every_member_opens_its_newest_key) {
    TestServer server;
    server.set_up(R"({"users": {"1111": {}, "2222": {}, "3333": {}}})");
    const std::vector<Person> all = people(3);
    register_all(server, all);
    const std::vector<Person> founders = people(2);
    const std::string id = create(server, all[0], founders);
    const std::string path = "/2/chat/conversations/" + id;

    server.now_msec += 10;
    const ChangeBody rotation = rotation_body(id, all[1], founders, std::to_string(server.now_msec), 2);
    EXPECT_EQ(server.send(post(path + "/keys", to_json(rotation.json), "2222")).status, 200);
    server.now_msec += 10;
    const ChangeBody adding = adding_body(server, id, all[0], {"3333"});
    EXPECT_EQ(server.send(post(path + "/members", to_json(adding.json), "1111")).status, 200);

    EXPECT_EQ(server.ask(get(path, "3333")).response.body,
              R"({"data":{"id":")" + id +
                  R"(","type":"group","group_name":"Team","admin_ids":["1111"],"member_ids":["1111","2222","3333"],)"
                  R"("participant_ids":["1111","2222","3333"],"message_ttl_ms":1000}})");
    for (const Person& who : all) {
        const ConversationView view = opened(server, id, who);
        ASSERT_NE(view.key_to_encrypt_with(), nullptr) << who.id;
        EXPECT_EQ(*view.key_to_encrypt_with(), adding.key) << who.id;
        EXPECT_EQ(view.latest_version(), server.now_msec) << who.id;
    }
    EXPECT_EQ(opened(server, id, all[0]).keys.size(), 3u);
    EXPECT_EQ(opened(server, id, all[1]).keys.at(server.now_msec - 10), rotation.key);
    EXPECT_EQ(opened(server, id, all[2]).keys.size(), 1u);
}

TEST(PublicCalls, the_keys_that_were_registered_are_those_that_are_read) {
    TestServer server;
    server.set_up(R"({"users": {"1111": {}, "2222": {}}})");
    register_all(server, people(2));
    const HttpResponse response = server.ask(get("/2/users/public_keys?ids=1111,2222", "2222")).response;
    const JsonValue sent = registration_body(person(2));
    EXPECT_EQ(text_in(response, "/data/1/public_key"), resolve(sent, "/public_key/public_key")->text);
    EXPECT_EQ(text_in(response, "/data/1/signing_public_key"), resolve(sent, "/public_key/signing_public_key")->text);
    EXPECT_EQ(text_in(response, "/data/1/public_key_version"), "200");
}

TEST(PublicCalls, two_groups_do_not_touch_each_other) {
    TestServer server;
    server.set_up(R"({"users": {"1111": {}, "2222": {}, "3333": {}}})");
    register_all(server, people(3));
    const std::string ours = create(server, person(1), people(2)), theirs = create(server, person(2), people(3));
    EXPECT_NE(ours, theirs);
    EXPECT_EQ(events_of(server, ours, "1111").size(), 2u);
    EXPECT_EQ(events_of(server, theirs, "3333").size(), 2u);
    expect_refused(server, get("/2/chat/conversations/" + ours, "3333"), 404);
}

}  // namespace
}  // namespace keyturn
