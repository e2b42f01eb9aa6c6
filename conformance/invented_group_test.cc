#include "conformance/invented_group.h"

#include "conformance/test_support.h"
#include "protocol/action_signature.h"

namespace keyturn {
namespace {

using Ids = std::vector<std::string>;

constexpr std::uint64_t now_msec = 1'790'000'000'000;

InventedGroup invented(const InventedShape& shape, std::uint64_t at_msec = now_msec) {
    Entropy entropy("invented group test", 1);
    return invent_group(shape, at_msec, entropy);
}

TEST(InventedGroup, UsersAreMembersThenOutsidersThenPending) {
    const InventedGroup made = invented({.members = 3, .admins = 2, .outsiders = 2, .pending = 1});
    ASSERT_EQ(made.given.groups.size(), 1u);
    const Group& group = made.given.groups.front();
    EXPECT_EQ(group.id, "g1700000000000000001");
    EXPECT_EQ(group.members, (Ids{"1111", "2222", "3333"}));
    EXPECT_EQ(group.admins, (Ids{"1111", "2222"}));
    EXPECT_EQ(made.add, (Ids{"4444", "5555"}));
    EXPECT_EQ(group.pending, Ids{"6666"});
    EXPECT_EQ(made.given.users.size(), 6u);
    EXPECT_EQ(made.sender, "1111");
}

TEST(InventedGroup, ByDefaultATeamOfTwoHasOneOutsider) {
    const InventedGroup made = invented({});
    EXPECT_EQ(made.given.groups.front().members, (Ids{"1111", "2222"}));
    EXPECT_EQ(made.given.groups.front().admins, Ids{"1111"});
    EXPECT_EQ(made.given.groups.front().pending, Ids{});
    EXPECT_EQ(made.add, Ids{"3333"});
    EXPECT_EQ(made.given.groups.front().title, std::nullopt);
}

TEST(InventedGroup, KeyVersionLiesAnHourBack) {
    EXPECT_EQ(invented({}).given.groups.front().conversation_key_version, "1789996400000");
    EXPECT_EQ(invented({}, 5).given.groups.front().conversation_key_version, "0");
}

TEST(InventedGroup, UsersHaveKeysThatBelongTogetherAndTokens) {
    const InventedGroup made =
        invented({.title = "Team", .avatar_url = "u", .ttl_msec = 1, .screen_capture_blocking = true});
    EXPECT_EQ(made.given.groups.front().title, "Team");
    EXPECT_EQ(made.given.groups.front().avatar_url, "u");
    EXPECT_EQ(made.given.groups.front().ttl_msec, 1);
    EXPECT_EQ(made.given.groups.front().screen_capture_blocking, true);
    const User& user = made.given.users.at("2222");
    ASSERT_EQ(user.keys.size(), 1u);
    EXPECT_EQ(user.keys[0].version, "1690000000002");
    EXPECT_EQ(user.keys[0].identity, user.private_keys->identity.public_key());
    EXPECT_EQ(user.keys[0].signing, user.private_keys->signing.public_key());
    EXPECT_EQ(user.keys[0].identity_public_key_signature,
              sign_binding(user.private_keys->signing, user.keys[0].identity.spki()));
    EXPECT_EQ(user.token, "token-2222");
    EXPECT_NE(user.keys[0].identity, made.given.users.at("1111").keys[0].identity);
}

Lines problems_with(std::string_view text) {
    Problems problems;
    read_made_state(json(text), "/made", problems);
    return lines(problems);
}

MadeState made(std::string_view text) {
    Problems problems;
    MadeState state = read_made_state(json(text), "", problems);
    EXPECT_EQ(lines(problems), Lines{});
    return state;
}

TEST(MadeState, SaysHowManyThereAre) {
    const MadeState state =
        made(R"({"members": 5, "admins": 4, "outsiders": 3, "pending": 2, "title": "T", "seed": 9007199254740993})");
    EXPECT_EQ(state.shape.members, 5u);
    EXPECT_EQ(state.shape.admins, 4u);
    EXPECT_EQ(state.shape.outsiders, 3u);
    EXPECT_EQ(state.shape.pending, 2u);
    EXPECT_EQ(state.shape.title, "T");
    EXPECT_EQ(state.seed, 9'007'199'254'740'993u);
    const MadeState least = made(R"({"members": 1})");
    EXPECT_EQ(least.shape.admins, 1u);
    EXPECT_EQ(least.shape.outsiders, 1u);
    EXPECT_EQ(least.shape.pending, 0u);
    EXPECT_EQ(least.seed, 0u);
}

TEST(MadeState, CountsHaveBounds) {
    EXPECT_EQ(problems_with(R"({"members": 10000, "outsiders": 10000, "pending": 10000, "admins": 0})"), Lines{});
    EXPECT_EQ(problems_with("{}"), Lines{"/made/members: expected a value, found nothing"});
    EXPECT_EQ(problems_with(R"({"members": 0})"),
              Lines{"/made/members: expected an integer from 1 to 10000, found 0 (number)"});
    EXPECT_EQ(problems_with(R"({"members": 2, "admins": 3})"),
              Lines{"/made/admins: expected an integer from 0 to 2, found 3 (number)"});
    for (const std::string key : {"members", "outsiders", "pending"})
        EXPECT_EQ(problems_with(R"({"members": 1, ")" + key + "s\": 1}").size(), 1u) << "unknown keys are problems";
    for (const std::string count : {"-1", "10001", "1.5", "\"1\""})
        for (const std::string key : {"outsiders", "pending"})
            EXPECT_EQ(problems_with(R"({"members": 1, ")" + key + "\": " + count + "}").size(), 1u) << key << count;
    EXPECT_EQ(problems_with(R"({"members": 1, "seed": -1})").size(), 1u);
}

TEST(MadeState, SameTextMakesTheSameState) {
    const auto text_of = [](std::string_view text) {
        return to_json(given_to_json(make_state(made(text)), PrivateParts::kept));
    };
    const std::string one = R"({"members": 2, "seed": 1})";
    EXPECT_EQ(text_of(one), text_of(one));
    EXPECT_NE(text_of(one), text_of(R"({"members": 2, "seed": 2})"));
    EXPECT_EQ(make_state(made(one)).groups.front().conversation_key_version, "1699996400000");
}

}  // namespace
}  // namespace keyturn
