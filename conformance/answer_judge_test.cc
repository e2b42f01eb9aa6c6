#include "conformance/leaks.h"
#include "conformance/replayer_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

// ---- what is judged

TEST(AnswerJudge, RefusalToldOtherwiseIsNoBreachOfTheCase) {
    const Verdict verdict = verdict_of(stateless(get(R"({"status": 400})")), {problem(422)});
    EXPECT_EQ(verdict.kind, VerdictKind::tolerated);
    EXPECT_EQ(breaches_of(verdict), Lines{"AM-RSP-006 #0 status: expected 400, found 422"});
}

TEST(AnswerJudge, RefusalToldOtherwiseBreaksTheRequirementThatSaysHow) {
    const auto breaches_for = [](const std::string& requirements) {
        return breaches_of(verdict_of(read(case_text(get(R"({"status": 400})"), "", requirements)), {problem(422)}));
    };
    for (const std::string id : {"AM-RSP-003", "AM-RSP-004", "AM-RSP-005", "AM-SEC-003", "AM-HTTP-001"})
        EXPECT_EQ(breaches_for("\"AM-SIG-001\", \"" + id + "\""), Lines{id + " #0 status: expected 400, found 422"});
    EXPECT_EQ(breaches_for(R"("AM-RSP-003", "AM-RSP-004")").size(), 2u);
    EXPECT_EQ(breaches_for(R"("AM-HTTP-002")"), Lines{"AM-RSP-006 #0 status: expected 400, found 422"});
}

TEST(AnswerJudge, RequirementThatSaysHowToRefuseIsTheCasesAlsoWhereItIsAccepted) {
    const Case test = read(case_text(get(R"({"status": 400})"), "", R"("AM-SIG-001", "AM-RSP-003")"));
    EXPECT_EQ(verdict_of(test, {answer(200)}).requirements, (Lines{"AM-SIG-001", "AM-RSP-003"}));
}

TEST(AnswerJudge, AcceptedInPlaceOfRefusedIsABreachOfTheCase) {
    EXPECT_EQ(verdict_of(stateless(get(R"({"status": 400})")), {answer(200)}).requirements, Lines{"AM-SIG-001"});
    EXPECT_EQ(verdict_of(stateless(get(R"({"status": [200, 400]})")), {problem(422)}).requirements,
              Lines{"AM-SIG-001"});
}

TEST(AnswerJudge, EveryRequirementOfTheCaseIsCitedForADifference) {
    const Verdict verdict = verdict_of(read(case_text(get(), "", R"("AM-SIG-001", "AM-SIG-003")")), {problem(404)});
    EXPECT_EQ(verdict.requirements, (Lines{"AM-SIG-001", "AM-SIG-003"}));
    EXPECT_EQ(verdict.breaches.size(), 2u);
}

TEST(AnswerJudge, EveryAnswerIsHeldToTheContract) {
    const Verdict verdict =
        verdict_of(stateless(get() + ", " + get()), {answer(200, "[]"), answer(200, "{}", "text/html")});
    EXPECT_EQ(breaches_of(verdict),
              (Lines{"AM-RSP-001 #0 body: expected an object, found [] (array)",
                     "AM-RSP-001 #1 header Content-Type: expected application/json, found \"text/html\" (string)"}));
    EXPECT_EQ(verdict.requirements, Lines{"AM-RSP-001"});
}

TEST(AnswerJudge, CapturesLastFromOneExchangeToTheNext) {
    const std::string capture = get(R"({"status": 200, "match": {"/id": {"capture": "id"}}})"),
                      same = get(R"({"status": 200, "match": {"/id": {"equals": "$id"}}})");
    EXPECT_EQ(
        verdict_of(stateless(capture + ", " + same), {answer(200, R"({"id":"7"})"), answer(200, R"({"id":"7"})")}).kind,
        VerdictKind::conformant);
    EXPECT_EQ(
        verdict_of(stateless(capture + ", " + same), {answer(200, R"({"id":"7"})"), answer(200, R"({"id":"8"})")}).kind,
        VerdictKind::nonconformant);
}

TEST(AnswerJudge, TimesAreComparedWithTheClockOfTheRun) {
    const Case test = stateless(get(R"({"status": 200, "match": {"/at": {"time_within_msec": 10}}})"));
    EXPECT_EQ(verdict_of(test, {answer(200, R"({"at":1790000000010})")}).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict_of(test, {answer(200, R"({"at":1790000000011})")}).kind, VerdictKind::nonconformant);
}

// ---- how much a difference weighs

const std::string expects_one = R"({"status": 200, "body": {"json": {"data": {"n": 1000}}}})";

TEST(AnswerJudge, MemberThatWasNotExpectedIsTolerated) {
    const Verdict verdict = verdict_of(stateless(get(expects_one)), {answer(200, R"({"data":{"n":1000,"m":1}})")});
    EXPECT_EQ(verdict.kind, VerdictKind::tolerated);
    EXPECT_EQ(breaches_of(verdict), Lines{"AM-RSP-007 #0 /data/m: expected nothing, found 1 (number)"});
}

TEST(AnswerJudge, NumberThatIsWrittenOtherwiseIsTolerated) {
    const Verdict verdict = verdict_of(stateless(get(expects_one)), {answer(200, R"({"data":{"n":1e3}})")});
    EXPECT_EQ(verdict.kind, VerdictKind::tolerated);
    EXPECT_EQ(breaches_of(verdict), Lines{"AM-RSP-008 #0 /data/n: expected 1000 (number), found 1e3 (number), equal in "
                                          "value, written otherwise"});
}

TEST(AnswerJudge, DifferencesOfARefusalWeighTheSame) {
    const std::string expected =
        R"({"status": 400, "body": {"json": {"type": "about:blank", "title": "t", "detail": "d", "status": 400}}})";
    const std::string found = R"({"type":"about:blank","title":"t","detail":"e","status":4e2,"x":1})";
    EXPECT_EQ(verdict_of(stateless(get(expected)), {answer(400, found)}).requirements,
              (Lines{"AM-RSP-006", "AM-RSP-008", "AM-RSP-007", "AM-RSP-002"}));
}

TEST(AnswerJudge, EveryOtherDifferenceIsABreachOfTheCase) {
    const auto cited_for = [](const std::string& expected, const std::string& found) {
        return verdict_of(stateless(get(R"({"status": 200, "body": {"json": {"x": )" + expected + "}}}")),
                          {answer(200, R"({"x":)" + found + "}")})
            .requirements;
    };
    EXPECT_EQ(cited_for("1", "2"), Lines{"AM-SIG-001"});
    EXPECT_EQ(cited_for("[1, 2]", "[2, 1]"), Lines{"AM-SIG-001"});
    EXPECT_EQ(cited_for("[1]", "[1, 1]"), Lines{"AM-SIG-001"});
    EXPECT_EQ(cited_for(R"({"a": 1})", "{}"), Lines{"AM-SIG-001"});
    EXPECT_EQ(cited_for(R"({"a": 1})", R"({"a": 1, "a": 1})"), (Lines{"AM-SIG-001", "AM-HTTP-007"}));
}

// ---- secrets

TEST(AnswerJudge, TokenThatComesBackIsABreachAndShownNowhere) {
    ScriptedTransport server({answer(200, R"({"data":"token-1111"})"), answer(501, R"({"a":"token-2222"})")});
    ScriptedTransport hook({answer(200), answer(200)});
    const Case test =
        stateful(get(R"({"status": 200, "match": {"/data": {"type": "object"}}})", R"(, "as": "1111")") + ", " + get());
    const Verdict verdict = replay(test, subject(server, &hook), policy());
    EXPECT_EQ(breaches_of(verdict),
              (Lines{"AM-SEC-001 #0 body: expected nothing confidential, found the caller's token, not shown here",
                     "AM-SIG-001 #0 body or head: expected as the case and the contract say, found otherwise; not "
                     "shown, for the answer holds a secret",
                     "AM-RSP-001 #0 body or head: expected as the case and the contract say, found otherwise; not "
                     "shown, for the answer holds a secret",
                     "AM-SEC-002 #1 body: expected nothing confidential, found another user's token, not shown here"}));
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_FALSE(journal_line(verdict).contains("token-1111"));
}

TEST(AnswerJudge, StatusIsShownAlsoWhereASecretCameBack) {
    ScriptedTransport server({answer(400, R"({"code":1,"message":"mine-all-mine"})")});
    ServerUnderTest under_test = subject(server);
    under_test.bearer = "mine-all-mine";
    EXPECT_EQ(breaches_of(replay(stateless(), under_test, policy())),
              (Lines{"AM-SEC-001 #0 body: expected nothing confidential, found the caller's token, not shown here",
                     "AM-SIG-001 #0 status: expected 200, found 400"}));
}

TEST(AnswerJudge, PrivateKeyThatComesBackIsABreach) {
    const std::string identity(32, '\x11'), signing(32, '\x22');
    const Case test = read(case_text(get(), R"("given": {"users": {"1111": {"private_keys": ")" +
                                                base64(bytes_of(identity + signing)) + R"("}}}, )"));
    for (const std::string& key : {identity, signing}) {
        ScriptedTransport server({answer(200, "{\"key\":\"" + base64(bytes_of(key)) + "\"}")}),
            hook({answer(200), answer(200)});
        EXPECT_EQ(breaches_of(replay(test, subject(server, &hook), policy())),
                  Lines{"AM-SEC-002 #0 body: expected nothing confidential, found a private key, not shown here"});
    }
}

TEST(AnswerJudge, PrivateKeysAreInNoRequest) {
    ScriptedTransport server({answer(200)}), hook({answer(200), answer(200)});
    replay(of_team(add("5555")), subject(server, &hook), policy());
    std::vector<HttpRequest> all = server.requests;
    all.insert(all.end(), hook.requests.begin(), hook.requests.end());
    ASSERT_EQ(all.size(), 3u);
    for (const HttpRequest& request : all)
        for (const auto& [id, user] : shipped_state("team").users)
            for (const PrivateKey* key : {&user.private_keys->identity, &user.private_keys->signing}) {
                const HttpResponse echoed{200, request.target, request.headers, request.body};
                EXPECT_TRUE(leaks(echoed, {{std::string(text_of(key->reveal())), "AM-SEC-002", "key"}}).empty())
                    << request.target;
            }
}

}  // namespace
}  // namespace keyturn
