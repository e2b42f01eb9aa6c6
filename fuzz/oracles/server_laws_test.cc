#include "fuzz/oracles/server_laws.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/composer.h"
#include "fuzz/cast/cast.h"

namespace keyturn::fuzz {
namespace {

const std::string sender(cast_admin);

HttpRequest add_of(const std::vector<std::string>& users, std::string_view deviation = "") {
    Entropy entropy("server laws", 1);
    const auto composed = compose(cast(), cast_group().id, sender, users, deviation, now_msec, entropy).value();
    return add_members_by_admin(composed.request.body);
}

// A request, what the reference server makes of it, and what the laws say of another answer to it.
struct Scene {
    ServerState state = server_of_cast();
    HttpRequest request;
    Asked asked{state, *state.find(cast_group().id), sender, request, now_msec};
    Handled handled;

    explicit Scene(HttpRequest sent) : request(std::move(sent)), handled(respond(state, request, now_msec)) {}
    Scene(const Scene&) = delete;

    Finding by_the_rules() const { return accepted_exactly_by_the_rules(asked, handled); }
    Finding effect() const { return accepted_change_takes_effect(asked, handled); }

    Conversation& conversation_after() {
        auto& stored = handled.next->conversations.at(cast_group().id);
        auto copy = std::make_shared<Conversation>(*stored);
        Conversation& after = *copy;
        stored = std::move(copy);
        return after;
    }
};

TEST(ServerLaws, hold_of_the_reference_server) {
    for (const auto& request : {add_of({"4444"}), add_of({"4444", "5555"}), add_of({"4444"}, "swapped-signatures"),
                                add_members_by_admin("{"), add_members_by_admin("{}")}) {
        const Scene scene(request);
        EXPECT_EQ(scene.by_the_rules(), std::nullopt) << request.body;
        EXPECT_EQ(scene.effect(), std::nullopt) << request.body;
    }
    EXPECT_EQ(Scene(add_of({"4444"})).handled.response.status, 200);
}

TEST(ServerLaws, a_broken_rule_that_is_accepted_is_found) {
    Scene scene(add_of({"4444"}, "swapped-signatures"));
    scene.handled = respond(scene.state, add_of({"4444"}), now_msec);
    EXPECT_EQ(scene.by_the_rules(), "a rule with status 400 is broken, and the status is 200");
    Scene unreadable(add_members_by_admin("{"));
    unreadable.handled.response.status = 409;
    EXPECT_EQ(unreadable.by_the_rules(), "a rule with status 400 is broken, and the status is 409");
}

TEST(ServerLaws, a_right_request_that_is_refused_is_found) {
    Scene scene(add_of({"4444"}));
    scene.handled = respond(scene.state, add_members_by_admin("{}"), now_msec);
    EXPECT_EQ(scene.by_the_rules(), "no rule is broken, and the status is 400");
}

TEST(ServerLaws, a_refusal_that_changes_something_and_a_success_that_does_not_are_found) {
    Scene refused(add_members_by_admin("{}")), accepted(add_of({"4444"}));
    refused.handled.next = refused.state;
    EXPECT_EQ(refused.by_the_rules(), "AM-ROT-020: a change under status 400");
    accepted.handled.next.reset();
    EXPECT_EQ(accepted.by_the_rules(), "AM-ROT-020: a change under status 200");
}

TEST(ServerLaws, each_kind_of_rule_has_its_status) {
    HttpRequest by_a_member = add_of({"4444"});
    Scene scene(by_a_member);
    scene.asked.sender = "2222";
    scene.handled.next.reset();
    for (const int status : {403, 400}) {
        scene.handled.response.status = status;
        EXPECT_EQ(scene.by_the_rules(), std::nullopt) << status;
    }
    scene.handled.response.status = 409;
    EXPECT_TRUE(scene.by_the_rules());

    Scene stale(add_of({"4444"}, "key-version-as-before"));
    EXPECT_EQ(stale.handled.response.status, 409);
    EXPECT_EQ(stale.by_the_rules(), std::nullopt);
}

TEST(ServerLaws, users_without_keys_and_groups_that_grow_too_large_are_refused) {
    Scene without_keys(add_of({"4444"}));
    auto users = std::make_shared<Users>(*without_keys.state.users);
    users->at("4444").keys.clear();
    without_keys.state.users = users;
    EXPECT_TRUE(without_keys.by_the_rules());
    users->erase("4444");
    EXPECT_TRUE(without_keys.by_the_rules());
}

TEST(ServerLaws, an_add_that_has_no_effect_is_found) {
    const Finding found = "AM-ROT-021: the group is not what was asked for";
    Scene scene(add_of({"4444"}));
    Conversation& after = scene.conversation_after();
    const Group right = after.group;
    const auto with = [&](auto change) {
        after.group = right;
        change(after.group);
        return scene.effect();
    };
    EXPECT_EQ(with([](Group&) {}), std::nullopt);
    EXPECT_EQ(with([](Group& group) { group.members.pop_back(); }), found);
    EXPECT_EQ(with([](Group& group) { group.conversation_key_version = "1"; }), found);
    EXPECT_EQ(with([](Group& group) { group.title.reset(); }), found);
    scene.handled.next->conversations.clear();
    EXPECT_EQ(scene.effect(), found);
}

TEST(ServerLaws, events_that_are_not_handed_on_are_found) {
    const Finding found = "AM-ROT-034: the signed events are not handed on";
    Scene scene(add_of({"4444"}));
    Conversation& after = scene.conversation_after();
    const Conversation right = after;
    const auto with = [&](auto change) {
        after = right;
        change(after);
        return scene.effect();
    };
    const auto with_first = [&](auto change) {
        return with([&](Conversation& conversation) {
            StoredEvent event = *conversation.events.front();
            change(event);
            conversation.events.front() = std::make_shared<const StoredEvent>(event);
        });
    };
    EXPECT_EQ(with([](Conversation&) {}), std::nullopt);
    EXPECT_EQ(with([](Conversation& conversation) { conversation.events.pop_back(); }), found);
    EXPECT_EQ(with([](Conversation& conversation) { std::ranges::reverse(conversation.events); }), found);
    EXPECT_EQ(
        with([&](Conversation& conversation) { conversation.seen_message_ids.erase(right.events[0]->message_id); }),
        found);
    EXPECT_EQ(
        with([&](Conversation& conversation) { conversation.seen_message_ids.erase(right.events[1]->message_id); }),
        found);
    EXPECT_EQ(with_first([](StoredEvent& event) { event.encoded += "!"; }), found);
    EXPECT_EQ(with_first([](StoredEvent& event) { event.encoded = "AAAA"; }), found);
    EXPECT_EQ(with_first([](StoredEvent& event) { event.message_id = "m"; }), found);
    EXPECT_EQ(with_first([](StoredEvent& event) { event.is_key_change = false; }), found);
    EXPECT_EQ(with_first([](StoredEvent& event) { event.sequence_id = 100; }), found);
    EXPECT_EQ(with_first([&](StoredEvent& event) { event = *right.events[1]; }), found);
    scene.asked.sender = "2222";
    EXPECT_EQ(with([](Conversation&) {}), found);
}

TEST(ServerLaws, events_of_before_stay) {
    Scene scene(add_of({"4444"}));
    Conversation before = scene.asked.conversation;
    before.events.push_back(std::make_shared<const StoredEvent>());
    const Asked asked{scene.state, before, sender, scene.request, now_msec};
    Conversation& after = scene.conversation_after();
    after.events.insert(after.events.begin(), before.events.front());
    EXPECT_EQ(accepted_change_takes_effect(asked, scene.handled), std::nullopt);
    after.events.front() = std::make_shared<const StoredEvent>();
    EXPECT_EQ(accepted_change_takes_effect(asked, scene.handled), "AM-ROT-034: the signed events are not handed on");
}

TEST(ServerLaws, an_add_that_changes_something_else_is_found) {
    const Finding found = "an accepted change changed something else";
    Scene scene(add_of({"4444"}));
    const ServerState right = *scene.handled.next;
    const auto with = [&](auto change) {
        scene.handled.next = right;
        change(*scene.handled.next);
        return scene.effect();
    };
    EXPECT_EQ(with([](ServerState&) {}), std::nullopt);
    EXPECT_EQ(with([](ServerState& state) { state.conversations["g2"] = std::make_shared<const Conversation>(); }),
              found);
    EXPECT_EQ(with([](ServerState& state) { state.users = std::make_shared<const Users>(); }), found);
    EXPECT_EQ(with([](ServerState& state) { state.left_out = std::make_shared<const LeftOut>(); }), found);
    EXPECT_EQ(with([](ServerState& state) { state.initialized_groups["g2"] = sender; }), found);
}

std::vector<std::string> names_of(const std::vector<Confidential>& secrets) {
    std::vector<std::string> names;
    for (const Confidential& secret : secrets) names.push_back(secret.name);
    return names;
}

TEST(Secrets, are_tokens_private_keys_and_the_wrapped_key) {
    Entropy entropy("secrets", 1);
    const auto composed = compose(cast(), cast_group().id, sender, {"4444"}, "", now_msec, entropy).value();
    const Users users = {{sender, cast().users.at(sender)}};
    const auto secrets = secrets_around(users, sender, composed.request.body);
    EXPECT_EQ(names_of(secrets), (std::vector<std::string>{"the token of 1111", "the identity key of 1111",
                                                           "the signing key of 1111", "the conversation key"}));
    EXPECT_EQ(secrets[0].bytes, "token-1111");
    EXPECT_EQ(secrets[0].requirement, "AM-SEC-001");
    EXPECT_EQ(bytes_of(secrets[1].bytes).size(), 32u);
    EXPECT_EQ(copy(bytes_of(secrets[1].bytes)), copy(users.at(sender).private_keys->identity.reveal()));
    EXPECT_EQ(copy(bytes_of(secrets[2].bytes)), copy(users.at(sender).private_keys->signing.reveal()));
    EXPECT_EQ(copy(bytes_of(secrets[3].bytes)), copy(composed.key.reveal()));
    EXPECT_EQ(secrets[3].requirement, "AM-SEC-002");
}

TEST(Secrets, a_key_that_can_not_be_read_is_none) {
    const Users& users = cast().users;
    const std::size_t without_key = 3 * users.size();
    EXPECT_EQ(secrets_around(users, sender, "").size(), without_key);
    EXPECT_EQ(secrets_around(users, sender, "{}").size(), without_key);
    EXPECT_EQ(secrets_around(users, "9999", add_of({"4444"}).body).size(), without_key);
    EXPECT_EQ(secrets_around(
                  users, sender,
                  R"({"conversation_participant_keys": [{}, {"user_id": "1111"}, {"user_id": "1111",)"
                  R"( "encrypted_conversation_key": "!"}, {"user_id": "1111", "encrypted_conversation_key": "AAAA"}]})")
                  .size(),
              without_key);
    EXPECT_TRUE(secrets_around({{sender, {}}}, sender, add_of({"4444"}).body).empty());
}

}  // namespace
}  // namespace keyturn::fuzz
