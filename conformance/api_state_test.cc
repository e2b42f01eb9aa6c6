#include "conformance/api_state.h"

#include <gtest/gtest.h>

#include "conformance/replayer_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

const Accounts two_accounts = {{"1111", {"1111", "token of one"}}, {"2222", {"2222", "token of two"}}};

// Answers as a server that takes everything: versions of keys from 500 on, groups g901, g902, …
class AcceptingServer final : public Transport {
  public:
    Received exchange(const HttpRequest& request) override {
        requests.push_back(request);
        if (request.target == failing) return failure;
        if (request.target.ends_with("public_keys"))
            return answer(200, R"({"data": {"public_key_version": ")" + std::to_string(next_version++) + "\"}}");
        if (request.target.ends_with("initialize"))
            return answer(200, R"({"data": {"conversation_id": "g)" + std::to_string(next_group++) + "\"}}");
        return answer(201);
    }

    std::vector<std::string> targets() const {
        std::vector<std::string> all;
        for (const HttpRequest& request : requests) all.push_back(request.target);
        return all;
    }

    std::vector<HttpRequest> requests;
    int next_version = 500, next_group = 901;
    std::string failing;  // the target that is answered with `failure`
    Received failure = problem(403);
};

// 1111 and 2222 in a group, 1111 its admin: the team of the shipped states, cut down.
Given small_team() {
    Given given = shipped_state("team");
    std::erase_if(given.users, [](const auto& user) { return user.first > "2222"; });
    given.groups[0].members = {"2222", "1111"};
    given.groups[0].admins = {"1111"};
    given.groups[0].pending.clear();
    return with_tokens(std::move(given), two_accounts);
}

ApiServer server_at(Transport& transport, const Accounts& accounts = two_accounts) {
    return {transport, {{"X-Trace", "1"}}, accounts, [] { return test_now_msec; }, 1};
}

const Case anything = stateless();

std::string why_not(const Given& given, const Case& test = anything, const Accounts& accounts = two_accounts) {
    AcceptingServer server;
    ApiState api(server_at(server, accounts));
    const auto state = api.set_up(test, given);
    if (state) return "made";
    EXPECT_FALSE(state.error().failed) << state.error().reason;
    EXPECT_TRUE(server.requests.empty());
    return state.error().reason;
}

TEST(ApiState, RegistersKeysThenInitializesAndCreatesTheGroup) {
    AcceptingServer server;
    ApiState api(server_at(server));
    const auto state = api.set_up(anything, small_team());
    ASSERT_TRUE(state) << state.error().reason;
    EXPECT_EQ(server.targets(),
              (Lines{"/2/users/1111/public_keys", "/2/users/2222/public_keys", "/2/users/2222/public_keys",
                     "/2/chat/conversations/group/initialize", "/2/chat/conversations/group"}));
    EXPECT_EQ(state->ids.groups.at("g1700000000000000001"), "g901");
    EXPECT_EQ(state->ids.users, (std::map<std::string, std::string, std::less<>>{{"1111", "1111"}, {"2222", "2222"}}));
    EXPECT_EQ(state->given.groups[0].id, "g901");
    EXPECT_EQ(state->given.groups[0].conversation_key_version, "1700000000123");
    EXPECT_EQ(state->given.groups[0].screen_capture_blocking, std::nullopt);
    EXPECT_EQ(state->given.users.at("1111").latest_key()->version, "500");
    EXPECT_EQ(state->given.users.at("2222").latest_key()->version, "502");
    EXPECT_TRUE(state->given.users.at("2222").private_keys);
}

TEST(ApiState, EveryRequestIsSentByItsUserWithTheHeadersOfTheRun) {
    AcceptingServer server;
    ApiState api(server_at(server));
    ASSERT_TRUE(api.set_up(anything, small_team()));
    const std::vector<HeaderLine> of_one = {
        {"X-Trace", "1"}, {"Content-Type", "application/json"}, {"Authorization", "Bearer token of one"}};
    EXPECT_EQ(server.requests[0].headers, of_one);
    EXPECT_EQ(token_in(server.requests[1]), "Bearer token of two");
    EXPECT_EQ(server.requests[3].headers,
              (std::vector<HeaderLine>{{"X-Trace", "1"}, {"Authorization", "Bearer token of one"}}));
    EXPECT_EQ(server.requests[3].body, "");
    EXPECT_EQ(server.requests[4].headers, of_one);
    for (const HttpRequest& request : server.requests) EXPECT_EQ(request.method, "POST");
}

TEST(ApiState, RegistrationHasThePublicKeysAndLetsTheServerChooseTheVersion) {
    AcceptingServer server;
    ApiState api(server_at(server));
    const Given given = small_team();
    ASSERT_TRUE(api.set_up(anything, given));
    const RegisteredKey& key = *given.users.at("1111").latest_key();
    EXPECT_EQ(
        json(server.requests[0].body),
        json(R"({"public_key": {"public_key": ")" + base64(key.identity.spki()) + R"(", "public_key_fingerprint": ")" +
             key.identity.fingerprint() + R"(", "signing_public_key": ")" + base64(key.signing->spki()) +
             R"(", "identity_public_key_signature": ")" + key.identity_public_key_signature + R"("}, "version": ")" +
             key.version + R"(", "generate_version": true})"));
}

TEST(ApiState, KeyThatNeverSignsIsRegisteredWithoutASigningKey) {
    AcceptingServer server;
    ApiState api(server_at(server));
    Given given = small_team();
    RegisteredKey& key = given.users.at("2222").keys[0];
    key.signing.reset();
    key.identity_public_key_signature.clear();
    ASSERT_TRUE(api.set_up(anything, given));
    const JsonValue body = json(server.requests[1].body);
    EXPECT_EQ(resolve(body, "/public_key/signing_public_key"), nullptr);
    EXPECT_EQ(resolve(body, "/public_key/identity_public_key_signature"), nullptr);
}

TEST(ApiState, NoPrivateKeyIsAmongTheBytes) {
    AcceptingServer server;
    ApiState api(server_at(server));
    const Given given = small_team();
    ASSERT_TRUE(api.set_up(anything, given));
    for (const auto& [id, user] : given.users)
        for (const PrivateKey* key : {&user.private_keys->identity, &user.private_keys->signing})
            for (const HttpRequest& request : server.requests)
                for (const std::string& form :
                     {std::string(text_of(key->reveal())), hex(key->reveal()), base64(key->reveal()).substr(0, 42)})
                    EXPECT_FALSE(request.body.contains(form)) << id;
}

TEST(ApiState, KeysOfAUserGoUpAsNumbersWhateverTheirOrderInTheState) {
    AcceptingServer server;
    ApiState api(server_at(server));
    Given given = small_team();
    auto& keys = given.users.at("2222").keys;
    ASSERT_EQ(keys.size(), 2u);
    keys[0].version = "10";
    keys[1].version = "9";
    const auto state = api.set_up(anything, given);
    ASSERT_TRUE(state);
    EXPECT_EQ(json(server.requests[1].body).find("version")->text, "9");
    EXPECT_TRUE(state->given.users.at("2222").latest_key()->identity == keys[0].identity);
}

TEST(ApiState, KeysThatAreTheLatestAlreadyAreNotRegisteredAgain) {
    AcceptingServer server;
    ApiState api(server_at(server));
    ASSERT_TRUE(api.set_up(anything, small_team()));
    server.requests.clear();
    const auto again = api.set_up(anything, small_team());
    ASSERT_TRUE(again);
    EXPECT_EQ(server.targets(), (Lines{"/2/chat/conversations/group/initialize", "/2/chat/conversations/group"}));
    EXPECT_EQ(again->given.groups[0].id, "g902");
    EXPECT_EQ(again->given.users.at("1111").latest_key()->version, "500");
    EXPECT_EQ(again->given.users.at("2222").latest_key()->version, "502");
}

TEST(ApiState, LatestKeyAloneIsThereToo) {
    AcceptingServer server;
    ApiState api(server_at(server));
    ASSERT_TRUE(api.set_up(anything, small_team()));
    server.requests.clear();
    Given latest_only = small_team();
    User& user = latest_only.users.at("2222");
    user.keys = {RegisteredKey(*user.latest_key())};
    ASSERT_TRUE(api.set_up(anything, latest_only));
    EXPECT_EQ(server.requests.size(), 2u);
}

TEST(ApiState, KeysThatOthersFollowedAreRegisteredAgain) {
    AcceptingServer server;
    ApiState api(server_at(server));
    ASSERT_TRUE(api.set_up(anything, small_team()));
    server.requests.clear();
    Given first_only = small_team();
    User& user = first_only.users.at("2222");
    user.keys = {RegisteredKey(*user.key_at("9"))};
    const auto state = api.set_up(anything, first_only);
    ASSERT_TRUE(state);
    EXPECT_EQ(server.targets()[0], "/2/users/2222/public_keys");
    EXPECT_EQ(state->given.users.at("2222").keys.size(), 1u);
    EXPECT_EQ(state->given.users.at("2222").latest_key()->version, "503");
}

TEST(ApiState, OtherSigningKeyIsAnotherKey) {
    AcceptingServer server;
    ApiState api(server_at(server));
    Given given = small_team();
    ASSERT_TRUE(api.set_up(anything, given));
    server.requests.clear();
    given.users.at("1111").keys[0].signing = given.users.at("2222").keys[0].signing;
    ASSERT_TRUE(api.set_up(anything, given));
    EXPECT_EQ(server.targets()[0], "/2/users/1111/public_keys");
}

// ---- the group

TEST(ApiState, CreationHasTheGroupAsGivenUnderTheIdThatWasMinted) {
    AcceptingServer server;
    ApiState api(server_at(server));
    ASSERT_TRUE(api.set_up(anything, small_team()));
    const JsonValue body = json(server.requests[4].body);
    EXPECT_EQ(body.find("conversation_id")->text, "g901");
    EXPECT_EQ(to_json(*body.find("group_members")), R"(["2222","1111"])");
    EXPECT_EQ(to_json(*body.find("group_admins")), R"(["1111"])");
    EXPECT_EQ(body.find("group_name")->text, "Team");
    EXPECT_EQ(body.find("ttl_msec")->text, "86400000");
    EXPECT_EQ(body.find("conversation_key_version")->text, "1700000000123");
    EXPECT_EQ(body.find("conversation_participant_keys")->elements.size(), 2u);
    EXPECT_EQ(body.find("action_signatures")->elements.size(), 2u);
}

TEST(ApiState, GroupOfUnknownVersionStartsNow) {
    AcceptingServer server;
    ApiState api(server_at(server));
    Given given = small_team();
    given.groups[0].conversation_key_version.reset();
    EXPECT_EQ(api.set_up(anything, given)->given.groups[0].conversation_key_version, std::to_string(test_now_msec));
}

TEST(ApiState, FirstMemberCreatesAGroupWithoutAdmins) {
    AcceptingServer server;
    ApiState api(server_at(server));
    Given given = small_team();
    given.groups[0].admins.clear();
    ASSERT_TRUE(api.set_up(anything, given));
    EXPECT_EQ(token_in(server.requests[3]), "Bearer token of two");
}

TEST(ApiState, TwoGroupsGetDifferentFirstKeys) {
    AcceptingServer server;
    ApiState api(server_at(server));
    ASSERT_TRUE(api.set_up(anything, small_team()));
    ASSERT_TRUE(api.set_up(anything, small_team()));
    EXPECT_NE(*json(server.requests[4].body).find("conversation_participant_keys"),
              *json(server.requests[6].body).find("conversation_participant_keys"));
}

TEST(ApiState, UsersWithoutAnAccountWhomNobodyNamesAreLeftOut) {
    AcceptingServer server;
    ApiState api(server_at(server));
    Given given = small_team();
    given.users["7777"] = given.users.at("2222");
    given.groups[0].pending = {"7777"};
    given.groups[0].screen_capture_blocking = false;
    const auto state = api.set_up(anything, given);
    ASSERT_TRUE(state) << state.error().reason;
    EXPECT_FALSE(state->given.users.contains("7777"));
    EXPECT_TRUE(state->given.groups[0].pending.empty());
    EXPECT_EQ(state->given.groups[0].screen_capture_blocking, std::nullopt);
}

TEST(ApiState, GroupIsAnotherOneAlsoUnderTheSameId) {
    AcceptingServer server;
    server.next_group = 1;
    ApiState api(server_at(server));
    Given given = small_team();
    given.groups[0].id = "g1";
    EXPECT_EQ(api.set_up(anything, given)->ids.groups.at("g1"), "g1");
}

// ---- what can't be made

const std::string no_operation = "no operation makes the group g1700000000000000001: ";

TEST(ApiState, PendingUserWhomTheCaseNamesCanNotBeMade) {
    Given given = small_team();
    given.groups[0].pending = {"5555"};
    EXPECT_EQ(why_not(given, of_team(add("5555"))), no_operation + "5555 is a pending user");
    EXPECT_EQ(why_not(given, stateless(get(R"({"status": 200})", R"(, "as": "5555")"))),
              no_operation + "5555 is a pending user");
}

TEST(ApiState, OtherPartsOfAGroupThatCanNotBeMade) {
    Given given = small_team();
    given.groups[0].screen_capture_blocking = true;
    EXPECT_EQ(why_not(given), no_operation + "screen capture is blocked");
    given = small_team();
    given.groups[0].admins = {"1111", "7777"};
    EXPECT_EQ(why_not(given), no_operation + "7777 is an admin and no member");
    given = small_team();
    given.groups[0].members.clear();
    given.groups[0].admins.clear();
    EXPECT_EQ(why_not(given), no_operation + "it has no members");
    given = small_team();
    given.users.at("1111").private_keys.reset();
    EXPECT_EQ(why_not(given), no_operation + "there are no private keys of 1111 to sign its creation with");
    given.users.erase("1111");
    EXPECT_EQ(why_not(given), no_operation + "there are no private keys of 1111 to sign its creation with");
    given = small_team();
    given.groups[0].id = "G1700000000000000001";
    EXPECT_EQ(why_not(given), "no operation makes the group G1700000000000000001: no server mints a group id like it");
}

TEST(ApiState, KeyVersionMayLieADayAheadAndNoMore) {
    Given given = small_team();
    constexpr std::uint64_t day = 86'400'000;
    given.groups[0].conversation_key_version = std::to_string(test_now_msec + day);
    AcceptingServer server;
    ApiState api(server_at(server));
    EXPECT_TRUE(api.set_up(anything, given));
    given.groups[0].conversation_key_version = std::to_string(test_now_msec + day + 1);
    EXPECT_EQ(why_not(given), no_operation + "its key version lies more than a day ahead");
    given.groups[0].conversation_key_version = "01";
    EXPECT_EQ(why_not(given), no_operation + "its key version is none");
}

TEST(ApiState, UserWhoIsNeededMustHaveAnAccount) {
    EXPECT_EQ(why_not(small_team(), anything, {{"1111", {"1111", "t"}}}),
              "the user 2222 has no account: --user 2222=REAL_ID:TOKEN_ENV names one");
    EXPECT_EQ(why_not(small_team(), of_team(add("5555"))),
              "the user 5555 has no account: --user 5555=REAL_ID:TOKEN_ENV names one");
    EXPECT_EQ(why_not(small_team(), stateless(get(R"({"status": 200})", R"(, "as": "6666")"))),
              "the user 6666 has no account: --user 6666=REAL_ID:TOKEN_ENV names one");
}

TEST(ApiState, GroupThatCanNotBeSignedIsNoFailure) {
    AcceptingServer server;
    ApiState api(server_at(server));
    Given given = small_team();
    given.groups[0].title = "with, comma";
    const auto state = api.set_up(anything, given);
    ASSERT_FALSE(state);
    EXPECT_FALSE(state.error().failed);
    EXPECT_TRUE(state.error().reason.starts_with("no operation makes the group: ")) << state.error().reason;
}

// ---- servers that don't play along

NoState failure_at(const std::string& target, Received failure) {
    AcceptingServer server;
    server.failing = target;
    server.failure = std::move(failure);
    ApiState api(server_at(server));
    const auto state = api.set_up(anything, small_team());
    return state ? NoState{"made", false} : state.error();
}

TEST(ApiState, RefusalSilenceAndBrokenAnswersAreFailuresOfTheSetUp) {
    const std::string keys = "/2/users/1111/public_keys", initialize = "/2/chat/conversations/group/initialize",
                      create = "/2/chat/conversations/group";
    for (const std::string& target : {keys, initialize, create}) {
        EXPECT_EQ(failure_at(target, problem(403)).reason, "set-up failed: POST " + target + ": status 403");
        EXPECT_EQ(failure_at(target, broken("cut")).reason, "set-up failed: POST " + target + ": cut");
        EXPECT_EQ(failure_at(target, silent(SilenceKind::reset, "reset")).reason,
                  "set-up failed: POST " + target + ": reset");
        EXPECT_TRUE(failure_at(target, problem(403)).failed);
    }
    EXPECT_EQ(failure_at(create, answer(200, "")).reason, "made") << "its answer holds nothing that is needed";
}

TEST(ApiState, AnswersWithoutWhatWasMintedAreFailures) {
    const std::string keys = "/2/users/1111/public_keys", initialize = "/2/chat/conversations/group/initialize";
    for (const std::string body :
         {"", "{", "[]", "{}", R"({"data": {"public_key_version": 5, "conversation_id": 5}})"}) {
        EXPECT_EQ(failure_at(keys, answer(200, body)).reason,
                  "set-up failed: POST " + keys + ": no /data/public_key_version");
        EXPECT_EQ(failure_at(initialize, answer(200, body)).reason,
                  "set-up failed: POST " + initialize + ": no /data/conversation_id");
    }
    EXPECT_EQ(failure_at(keys, answer(200, R"({"data": {"public_key_version": "1a"}})")).reason,
              "set-up failed: the server gave a key of 1111 a version that is none");
    EXPECT_EQ(failure_at(initialize, answer(200, R"({"data": {"conversation_id": "../x"}})")).reason,
              "set-up failed: the server gave a group an id that is none");
    EXPECT_EQ(failure_at("/2/users/2222/public_keys", answer(200, R"({"data": {"public_key_version": "500"}})")).reason,
              "set-up failed: the server gave the keys of 2222 versions that don't go up");
}

TEST(ApiState, AcceptedRequestsAreTold) {
    AcceptingServer server;
    server.failing = "/2/chat/conversations/group";
    Lines told;
    ApiServer at = server_at(server);
    at.accepted = [&](const HttpRequest& request) { told.push_back(request.target); };
    ApiState api(std::move(at));
    EXPECT_FALSE(api.set_up(anything, small_team()));
    EXPECT_EQ(told.size(), 4u);
    EXPECT_EQ(told.back(), "/2/chat/conversations/group/initialize");
}

TEST(ApiState, IsAWayWithNothingToTearDown) {
    AcceptingServer server;
    ApiState api(server_at(server));
    const StateWay way = api.way();
    EXPECT_TRUE(way.set_up(anything, small_team()));
    EXPECT_EQ(way.tear_down(small_team()), std::nullopt);
}

}  // namespace
}  // namespace keyturn
