// What is sent, read and judged where the server has other ids than the case.
#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

const std::string team_minted = R"({"given": {"groups": [{"id": "g9"}]}})";

struct Exchanged {
    Verdict verdict;
    std::vector<HttpRequest> requests, of_hook;
};

Exchanged exchange(const Case& test, std::vector<Received> answers, std::vector<Received> of_hook,
                   const Accounts& accounts = {}, const ReplayPolicy& by = policy()) {
    ScriptedTransport server(std::move(answers)), hook(std::move(of_hook));
    ServerUnderTest under_test = subject(server, &hook);
    under_test.accounts = accounts;
    Verdict verdict = replay(test, under_test, by);
    EXPECT_TRUE(server.played_out());
    EXPECT_TRUE(hook.played_out());
    return {std::move(verdict), server.requests, hook.requests};
}

TEST(ReplayerIds, ComposedRequestGoesToTheGroupThatWasMintedAndItIsTornDown) {
    const Exchanged done = exchange(of_team(add("5555")), {answer(200)}, {answer(200, team_minted), answer(200)});
    EXPECT_EQ(done.verdict.kind, VerdictKind::conformant);
    EXPECT_EQ(done.verdict.case_id, "folder/name");
    EXPECT_EQ(done.requests[0].target, "/2/chat/conversations/g9/members");
    EXPECT_EQ(json(done.of_hook[1].body).find("given")->find("groups")->elements[0].find("id")->text, "g9");
}

TEST(ReplayerIds, GroupIsReadBackAndForwardUnderItsNewId) {
    const Received shown = answer(200, R"({"data":{"message_ttl_ms":1}})"), hidden = answer(404);
    const std::string refused = R"({"status": 400})";
    const Exchanged done =
        exchange(of_team(add("5555") + ", " + add("6666", refused)),
                 {shown, hidden, answer(200), shown, hidden, problem(400), answer(200, R"({"data":{}})"), hidden},
                 {answer(200, team_minted), answer(200)}, {}, policy_of_everything());
    for (const std::size_t i : {0u, 3u, 6u})
        EXPECT_TRUE(done.requests[i].target.starts_with("/2/chat/conversations/g9?")) << done.requests[i].target;
    EXPECT_EQ(breaches_of(done.verdict).at(0).substr(0, 47), "AM-ROT-020 #1 GET /2/chat/conversations/g9, /da");
}

TEST(ReplayerIds, RecordedRequestThatNamesAMintedIdIsNotRunButTornDown) {
    const Case test = read(case_text(
        R"({"as": "1111", "request": {"method": "GET", "path": "/2/chat/conversations/g1"}, "response": {"status": 200}})",
        two_users));
    const Exchanged done = exchange(test, {}, {answer(200, R"({"given": {"groups": [{"id": "g9"}]}})"), answer(500)});
    EXPECT_EQ(done.verdict.kind, VerdictKind::not_run);
    EXPECT_EQ(done.verdict.reason,
              "the id is signed: a recorded request is sent as recorded, and names g1, which is not the same on this "
              "server; tear-down failed: status 500");
    EXPECT_FALSE(done.verdict.set_up_failed);
    EXPECT_EQ(done.verdict.requirements, Lines{"AM-SIG-001"});
}

TEST(ReplayerIds, RecordedRequestWithoutAnIdThatChangedIsSentByTheUserWithTheNewOne) {
    const Exchanged done =
        exchange(stateful(get(R"({"status": 200})", R"(, "as": "2222")")), {answer(200)},
                 {answer(200, R"({"given": {"users": {"91": {}, "92": {"token": "minted"}}}})"), answer(200)});
    EXPECT_EQ(done.verdict.kind, VerdictKind::conformant);
    EXPECT_EQ(token_in(done.requests[0]), "Bearer minted");
}

TEST(ReplayerIds, AnswerThatIsNotUnderstoodIsAFailedSetUp) {
    const Exchanged done =
        exchange(of_team(add("5555")), {}, {answer(200, R"({"given": {"groups": []}})"), answer(200)});
    EXPECT_EQ(done.verdict.kind, VerdictKind::not_run);
    EXPECT_TRUE(done.verdict.set_up_failed);
    EXPECT_EQ(done.verdict.reason,
              "set-up failed: the answer is not understood: /given/groups: 0 of them, and 1 were given");
}

TEST(ReplayerIds, WayThatCanNotGiveTheStateIsNoFailure) {
    ScriptedTransport server({});
    ServerUnderTest under_test = subject(server);
    under_test.state =
        StateWay([](const Case&, const Given&) { return std::unexpected(NoState{"a pending user", false}); },
                 [](const Given&) -> std::optional<std::string> { return "torn down in vain"; });
    const Verdict verdict = replay(stateful(), under_test, policy());
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_EQ(verdict.reason, "a pending user");
    EXPECT_FALSE(verdict.set_up_failed);
}

TEST(ReplayerIds, AccountsPlayTheUsersOfTheCase) {
    const Exchanged done = exchange(of_team(add("5555")), {answer(200)}, {answer(200), answer(200)},
                                    {{"1111", {"91", "real-token"}}, {"5555", {"95", "other-token"}}});
    EXPECT_EQ(done.verdict.kind, VerdictKind::conformant);
    EXPECT_EQ(token_in(done.requests[0]), "Bearer real-token");
    EXPECT_EQ(*json(done.requests[0].body).find("user_ids"), json(R"(["95"])"));
    const JsonValue set_up = json(done.of_hook[0].body);
    EXPECT_EQ(resolve(set_up, "/given/users/91/token")->text, "real-token");
    EXPECT_EQ(resolve(set_up, "/given/groups/0/members/0")->text, "91");
    EXPECT_EQ(resolve(set_up, "/given/users/1111"), nullptr);
}

TEST(ReplayerIds, AccountsPlayTheUsersOfACaseWithoutAState) {
    const Exchanged done = exchange(stateless(get(R"({"status": 200})", R"(, "as": "1111")")), {answer(200)}, {},
                                    {{"1111", {"91", "real-token"}}});
    EXPECT_EQ(token_in(done.requests[0]), "Bearer real-token");
}

TEST(ReplayerIds, TokenOfAnAccountThatComesBackIsABreach) {
    const Exchanged done =
        exchange(stateless(get(R"({"status": 200})", R"(, "as": "1111")")),
                 {answer(200, R"({"data": {"t": "real-token"}})")}, {}, {{"1111", {"91", "real-token"}}});
    EXPECT_EQ(done.verdict.requirements, Lines{"AM-SEC-001"});
}

TEST(ReplayerIds, RecordedRequestThatNamesAnAccountsUserIsNotRun) {
    const Case test = read(case_text(
        R"({"as": "1111", "request": {"method": "GET", "path": "/2/users/1111"}, "response": {"status": 200}})"));
    const Exchanged done = exchange(test, {}, {}, {{"1111", {"91", "real-token"}}});
    EXPECT_EQ(done.verdict.kind, VerdictKind::not_run);
    EXPECT_FALSE(done.verdict.reason.contains("91"));
}

}  // namespace
}  // namespace keyturn
