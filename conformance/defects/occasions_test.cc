#include "conformance/defects/occasions.h"

#include <gtest/gtest.h>

#include "conformance/defects/defects_test_support.h"

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

// The occasions that each of these requests is, at a server that got those before it.
std::vector<Names> occasions_of(const std::vector<HttpRequest>& requests) {
    static constexpr std::pair<const char*, Occasion> all[] = {
        {"any_addition", any_addition}, {"accepts", accepts},
        {"accepts_anew", accepts_anew}, {"repeats", repeats},
        {"refuses", refuses},           {"lacks_user", lacks_user},
        {"shows_group", shows_group},   {"shows_events", shows_events},
        {"mints_group", mints_group},   {"creates_group", creates_group}};
    std::vector<Names> found;
    ServerState state;
    const ServerPast past;
    state = *respond(state, state_request(shipped_state("team")), test_now_msec).next;
    for (const HttpRequest& request : requests) {
        const Turn turn{state, request, past, test_now_msec, respond(state, request, test_now_msec)};
        found.emplace_back();
        for (const auto& [name, occasion] : all)
            if (occasion(turn)) found.back().emplace_back(name);
        if (turn.handled.next) state = *turn.handled.next;
    }
    return found;
}

Names occasions_of(const HttpRequest& request) { return occasions_of(std::vector{request}).front(); }

HttpRequest without_token(HttpRequest request) {
    std::erase_if(request.headers, [](const HeaderLine& line) { return line.first == "Authorization"; });
    return request;
}

TEST(Occasions, an_addition_is_accepted_once_and_then_repeated) {
    EXPECT_EQ(occasions_of({addition(), addition()}), (std::vector<Names>{{"any_addition", "accepts", "accepts_anew"},
                                                                          {"any_addition", "accepts", "repeats"}}));
}

TEST(Occasions, an_addition_is_refused_for_itself_or_for_its_caller) {
    EXPECT_EQ(occasions_of(addition("damaged-signature")), (Names{"any_addition", "refuses"}));
    EXPECT_EQ(occasions_of(without_token(addition())), (Names{"any_addition", "refuses", "lacks_user"}));
    HttpRequest got = addition();
    got.method = "PUT";
    EXPECT_EQ(occasions_of(got), Names{});
}

TEST(Occasions, only_readings_that_succeed_show_anything) {
    EXPECT_EQ(occasions_of(reading_of("")), Names{"shows_group"});
    EXPECT_EQ(occasions_of(reading_of("?expansions=member_ids")), Names{"shows_group"});
    EXPECT_EQ(occasions_of(reading_of("/events?max_results=1")), Names{"shows_events"});
    EXPECT_EQ(occasions_of(reading_of("/events?max_results=0")), Names{});
    EXPECT_EQ(occasions_of(without_token(reading_of(""))), Names{});
}

TEST(Occasions, a_group_is_minted_and_created) {
    const HttpRequest mint = as_user({"POST", "/2/chat/conversations/group/initialize", {}, ""}, "1111");
    EXPECT_EQ(occasions_of(mint), Names{"mints_group"});
    EXPECT_EQ(occasions_of(without_token(mint)), Names{});
    const HttpRequest creation = as_user({"POST", "/2/chat/conversations/group", {}, "{}"}, "1111");
    EXPECT_EQ(occasions_of(creation), Names{});
    ServerState state;
    const Turn created{state, creation, {}, 0, {{201, "", {}, ""}, std::nullopt}};
    EXPECT_TRUE(creates_group(created));
    EXPECT_FALSE(mints_group(created));
    EXPECT_FALSE(accepts(created));
}

TEST(Occasions, a_rotation_is_a_change_of_keys_that_succeeds) {
    const HttpRequest rotation{"POST", "/2/chat/conversations/g1/keys", {}, ""};
    const HttpRequest other{"PUT", rotation.target, {}, ""},
        members{"POST", "/2/chat/conversations/g1/members", {}, ""};
    const ServerState state;
    const ServerPast past;
    const auto is_rotation = [&](const HttpRequest& request, int status) {
        return rotates({state, request, past, 0, {{status, "", {}, ""}, std::nullopt}});
    };
    EXPECT_TRUE(is_rotation(rotation, 200));
    EXPECT_FALSE(is_rotation(rotation, 409));
    EXPECT_FALSE(is_rotation(other, 200));
    EXPECT_FALSE(is_rotation(members, 200));
}

TEST(Occasions, a_request_names_its_group_and_its_token) {
    EXPECT_EQ(group_of({"GET", "/2/chat/conversations/g1/events?a=/b", {}, ""}), "g1");
    EXPECT_EQ(group_of({"GET", "/2/chat/conversations/g1?a", {}, ""}), "g1");
    EXPECT_EQ(group_of({"GET", "/2/users/public_keys", {}, ""}), "");
    EXPECT_EQ(token_of({"GET", "/", {{"authorization", "Basic a b"}}, ""}), "a b");
    EXPECT_EQ(token_of({"GET", "/", {{"Authorization", "a"}}, ""}), "");
    EXPECT_EQ(token_of({"GET", "/", {}, ""}), "");
    EXPECT_TRUE(body_of({"GET", "/", {}, "{"}).is(JsonKind::null));
    EXPECT_TRUE(body_of({"GET", "/", {}, "{}"}).is(JsonKind::object));
}

TEST(Occasions, a_token_is_its_users_as_a_whole) {
    const Users users = {{"1", {{}, {}, "secret"}}, {"2", {}}};
    EXPECT_EQ(user_with(users, "secret"), &users.at("1"));
    EXPECT_EQ(user_with(users, "secre"), nullptr);
    EXPECT_EQ(user_with(users, ""), nullptr);
}

TEST(Occasions, the_state_hook_is_known_by_its_path) {
    EXPECT_TRUE(is_for_state_hook({"POST", "/_keyturn/state", {}, ""}));
    EXPECT_TRUE(is_for_state_hook({"POST", "/_keyturn/state?x", {}, ""}));
    EXPECT_FALSE(is_for_state_hook({"POST", "/_keyturn/states", {}, ""}));
}

}  // namespace
}  // namespace keyturn
