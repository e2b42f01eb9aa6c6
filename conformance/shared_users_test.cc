#include "conformance/shared_users.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace keyturn {
namespace {

using Ids = std::vector<std::string>;

Ids ids_of(const Users& users) {
    Ids ids;
    for (const auto& [id, user] : users) ids.push_back(id);
    return ids;
}

Given given(const std::string& group, const Ids& users) {
    Given state;
    state.groups.emplace_back().id = group;
    for (const std::string& id : users) state.users[id];
    return state;
}

// Mints a token for everybody it is asked to set up, and remembers who that was.
struct MintingServer {
    std::vector<Ids> set_up, torn_down;
    std::vector<std::string> groups_torn_down;
    std::string refuses;  // the group whose set-up fails
    ServerIds ids;        // that it has otherwise
    int minted = 0;

    StateWay way() {
        return {[this](const Case&, const Given& state) -> std::expected<StandingState, NoState> {
                    set_up.push_back(ids_of(state.users));
                    if (state.groups.front().id == refuses) return std::unexpected(NoState{"refused"});
                    StandingState standing{state, ids};
                    for (auto& [id, user] : standing.given.users) user.token = "token " + std::to_string(++minted);
                    return standing;
                },
                [this](const Given& state) {
                    torn_down.push_back(ids_of(state.users));
                    groups_torn_down.push_back(state.groups.front().id);
                    return std::optional<std::string>("what is left");
                }};
    }
};

std::string token_of(const StandingState& state, const std::string& id) { return *state.given.users.at(id).token; }

TEST(SharedUsers, AloneAWayIsTheSame) {
    MintingServer server;
    SharedUsers users;
    EXPECT_FALSE(users.shared({}));
    const StateWay way = users.shared(server.way());
    for (int turn = 1; turn <= 2; ++turn) {
        const auto state = way.set_up({}, given("g1", {"1", "2"}));
        EXPECT_EQ(token_of(*state, "2"), "token " + std::to_string(2 * turn));
        EXPECT_EQ(way.tear_down(state->given), "what is left");
    }
    EXPECT_EQ(server.set_up, (std::vector<Ids>{{"1", "2"}, {"1", "2"}}));
    EXPECT_EQ(server.torn_down, (std::vector<Ids>{{"1", "2"}, {"1", "2"}}));
}

TEST(SharedUsers, WhoStandsIsNotSetUpAgainAndKeepsTheToken) {
    MintingServer server;
    SharedUsers users;
    const StateWay one = users.shared(server.way()), other = users.shared(server.way());
    const auto first = one.set_up({}, given("g1", {"1", "2"})), second = other.set_up({}, given("g2", {"2", "3"}));
    EXPECT_EQ(server.set_up, (std::vector<Ids>{{"1", "2"}, {"3"}}));
    EXPECT_EQ(token_of(*second, "2"), token_of(*first, "2"));
    EXPECT_EQ(token_of(*second, "3"), "token 3");
    EXPECT_EQ(ids_of(second->given.users), (Ids{"2", "3"}));
}

TEST(SharedUsers, WhoIsNeededIsNotTornDownBeforeTheLastStateIs) {
    MintingServer server;
    SharedUsers users;
    const StateWay way = users.shared(server.way());
    const auto first = way.set_up({}, given("g1", {"1", "2"})), second = way.set_up({}, given("g2", {"2", "3"})),
               third = way.set_up({}, given("g3", {"2"}));
    way.tear_down(first->given);
    way.tear_down(third->given);
    way.tear_down(second->given);
    EXPECT_EQ(server.torn_down, (std::vector<Ids>{{"1"}, {}, {"2", "3"}}));
    EXPECT_EQ(server.groups_torn_down, (std::vector<std::string>{"g1", "g3", "g2"}));
    way.set_up({}, given("g4", {"2"}));
    EXPECT_EQ(server.set_up.back(), Ids{"2"});
}

TEST(SharedUsers, ASetUpThatFailsHoldsNobody) {
    MintingServer server;
    server.refuses = "g2";
    SharedUsers users;
    const StateWay way = users.shared(server.way());
    const auto first = way.set_up({}, given("g1", {"1"}));
    EXPECT_EQ(way.set_up({}, given("g2", {"1", "2"})).error().reason, "refused");
    EXPECT_EQ(server.set_up.back(), Ids{"2"});
    way.tear_down(first->given);
    EXPECT_EQ(server.torn_down.back(), Ids{"1"});
}

TEST(SharedUsers, WhoTheServerHasOtherwiseIsNotShared) {
    MintingServer server;
    server.ids.users = {{"1", "1"}};
    SharedUsers users;
    const StateWay way = users.shared(server.way());
    const auto first = way.set_up({}, given("g1", {"1", "2"}));
    const auto second = way.set_up({}, given("g2", {"1", "2"}));
    EXPECT_EQ(server.set_up.back(), Ids{"1"});
    EXPECT_EQ(token_of(*second, "1"), "token 3");
    way.tear_down(first->given);
    EXPECT_EQ(server.torn_down.back(), Ids{"1"});
}

TEST(SharedUsers, ServersAreAskedForOneThingAtATime) {
    std::atomic<int> under_way = 0, most = 0;
    const auto asked = [&] {
        most = std::max(most.load(), ++under_way);
        std::this_thread::yield();
        --under_way;
    };
    SharedUsers users;
    const StateWay way = users.shared({[&](const Case&, const Given& state) -> std::expected<StandingState, NoState> {
                                           asked();
                                           return StandingState{state};
                                       },
                                       [&](const Given&) {
                                           asked();
                                           return std::optional<std::string>();
                                       }});
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn) way.tear_down(way.set_up({}, given("g1", {"1"}))->given);
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(most, 1);
}

}  // namespace
}  // namespace keyturn
