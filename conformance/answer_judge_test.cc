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
                     "AM-RSP-001 #1 header Content-Type: expected application/json, found \"text/html\""}));
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

// ---- whose answer it is

std::string post(const std::string& body, const std::string& response, const std::string& path = "/x") {
    return R"({"request": {"method": "POST", "path": ")" + path + R"(", "body": {"text": ")" + body +
           R"("}}, "response": )" + response + "}";
}

const std::string answered_before =
    "AM-RSP-009 #1 response: expected an answer to this request, found the answer of exchange 1 again";

// What is told of the second of two answers.
Lines told_of_second(const std::string& first, const std::string& second, const Received& one, const Received& other) {
    return breaches_of(verdict_of(stateless(first + ", " + second), {one, other}));
}

const std::string accepted = R"({"status": 200})", refused = R"({"status": 400})";
const Received one_refusal = problem(400);

TEST(AnswerJudge, AnswerOfTheRequestBeforeIsTold) {
    const Received first = answer(200, R"({"data":{"n":1}})");
    EXPECT_EQ(told_of_second(post("a", accepted), post("b", refused), first, first),
              (Lines{"AM-SIG-001 #1 status: expected 400, found 200", answered_before}));
    EXPECT_EQ(told_of_second(post("a", refused), post("b", accepted), one_refusal, one_refusal),
              (Lines{"AM-SIG-001 #1 status: expected 200, found 400", answered_before}));
    for (const std::string expected : {R"("body": {"json": {"data": {"n": 2}}})", R"("body": {"text": "x"})",
                                       R"("match": {"/data/n": {"equals": 2}})"})
        EXPECT_EQ(
            told_of_second(post("a", accepted), post("b", R"({"status": 200, )" + expected + "}"), first, first).back(),
            answered_before);
}

TEST(AnswerJudge, AnswerOfTheRequestBeforeIsRightWhereItIsExpected) {
    EXPECT_EQ(told_of_second(post("a", accepted), post("b", accepted), answer(200), answer(200)), Lines{});
    const std::string one = R"({"status": 200, "body": {"json": {}}})";
    EXPECT_EQ(told_of_second(post("a", one), post("b", one), answer(200, R"({"m":1})"), answer(200, R"({"m":1})")),
              (Lines{"AM-RSP-007 #0 /m: expected nothing, found 1 (number)",
                     "AM-RSP-007 #1 /m: expected nothing, found 1 (number)"}))
        << "a member more contradicts nothing";
}

TEST(AnswerJudge, AnswerThatWasWrongBeforeIsNotTakenForAnothers) {
    EXPECT_EQ(
        told_of_second(post("a", accepted), post("b", accepted), problem(500), problem(500)),
        (Lines{"AM-SIG-001 #0 status: expected 200, found 500", "AM-SIG-001 #1 status: expected 200, found 500"}));
}

TEST(AnswerJudge, SameRequestMayHaveTheSameAnswer) {
    EXPECT_EQ(told_of_second(post("a", accepted), post("a", refused), answer(200), answer(200)),
              Lines{"AM-SIG-001 #1 status: expected 400, found 200"});
    EXPECT_EQ(told_of_second(post("a", accepted), post("a", refused, "/y"), answer(200), answer(200)).size(), 2u);
    EXPECT_EQ(told_of_second(get(accepted), post("", refused), answer(200), answer(200)).size(), 2u);
}

TEST(AnswerJudge, AnotherStatusOrBodyIsAnotherAnswer) {
    EXPECT_EQ(told_of_second(post("a", R"({"status": 500})"), post("b", accepted), problem(500), problem(400)).size(),
              1u);
    EXPECT_EQ(told_of_second(post("a", accepted), post("b", refused), answer(200), answer(200, R"({"n":1})")).size(),
              1u);
}

TEST(AnswerJudge, TwoRefusalsMayBeToldAlike) {
    EXPECT_EQ(told_of_second(post("a", refused), post("b", R"({"status": 409})"), one_refusal, one_refusal),
              Lines{"AM-RSP-006 #1 status: expected 409, found 400"});
    for (const std::string told :
         {R"("body": {"json": {}})", R"("body": {"text": "x"})", R"("match": {"/x": {"any": true}})"})
        EXPECT_EQ(
            told_of_second(post("a", refused), post("b", R"({"status": 409, )" + told + "}"), one_refusal, one_refusal)
                .back(),
            answered_before);
}

TEST(AnswerJudge, OnlyTheExchangeRightBeforeIsLookedAt) {
    EXPECT_EQ(
        breaches_of(verdict_of(stateless(post("a", accepted) + ", " + post("b", refused) + ", " + post("c", refused)),
                               {answer(200), problem(400), answer(200)})),
        Lines{"AM-SIG-001 #2 status: expected 400, found 200"});
}

Lines told_of_conversation(const std::string& path, const std::string& named, int status = 200) {
    return breaches_of(verdict_of(stateless(post("a", R"({"status": )" + std::to_string(status) + "}", path)),
                                  {answer(status, R"({"data":{"conversation_id":)" + named + "}}")},
                                  policy({"AM-RSP-002"})));
}

TEST(AnswerJudge, ConversationThatAnAnswerNamesIsTheRequests) {
    const std::string group = "/2/chat/conversations/g1/members";
    EXPECT_EQ(told_of_conversation(group, R"("g1")"), Lines{});
    EXPECT_EQ(
        told_of_conversation(group, R"("g2")"),
        Lines{
            R"(AM-RSP-009 #0 /data/conversation_id: expected the conversation of the path, "g1", found "g2" (string))"});
    for (const std::string path : {"/2/chat/conversations/g1", "/2/chat/conversations/g1?x=1"})
        EXPECT_EQ(told_of_conversation(path, R"("g2")").size(), 1u) << path;
    EXPECT_EQ(told_of_conversation(group, "null"), Lines{});
    EXPECT_EQ(told_of_conversation(group, "1"), Lines{});
    EXPECT_EQ(told_of_conversation(group, R"("g2")", 400), Lines{}) << "no success";
    EXPECT_EQ(told_of_conversation(group, R"("g2")", 299).size(), 1u);
}

TEST(AnswerJudge, ConversationOfTwoIsNamedInEitherForm) {
    const std::string pair = "/2/chat/conversations/22-111/members";
    for (const std::string named : {R"("22-111")", R"("22:111")", R"("111:22")"})
        EXPECT_EQ(told_of_conversation(pair, named), Lines{}) << named;
    EXPECT_EQ(told_of_conversation(pair, R"("22:112")").size(), 1u);
    EXPECT_EQ(told_of_conversation("/2/chat/conversations/22/members", R"("22:111")"), Lines{}) << "stands for a pair";
}

TEST(AnswerJudge, PathWithoutAConversationAsksForNone) {
    for (const std::string path : {"/2/chat/conversations/group", "/2/chat/conversations/group/initialize",
                                   "/2/chat/g1", "/x/2/chat/conversations/g1"})
        EXPECT_EQ(told_of_conversation(path, R"("g2")"), Lines{}) << path;
}

// ---- codings and redirects

Received coded(const std::string& coding, const std::string& body) {
    return Reply(HttpResponse{200, "", {{"Content-Type", "application/json"}, {"Content-Encoding", coding}}, body});
}

TEST(AnswerJudge, CodingThatWasNotAskedForIsTheOnlyFaultOfACodedBody) {
    const std::string expected = R"({"status": 200, "body": {"json": {}}})";
    EXPECT_EQ(breaches_of(verdict_of(stateless(get(expected)), {coded("gzip", "\x1f\x8b\x08")})),
              Lines{"AM-HTTP-008 #0 header Content-Encoding: expected none that was not asked for, found \"gzip\""});
    EXPECT_EQ(breaches_of(verdict_of(stateless(get(expected)), {answer(200, "\x1f\x8b\x08")})),
              Lines{"AM-HTTP-008 #0 body: expected as it is, for no Content-Encoding says otherwise, found gzip: hex "
                    "1f8b08"});
    EXPECT_EQ(verdict_of(stateless(get(expected)), {answer(200, "\x1f\x8b\x08", "text/html")}).requirements,
              (Lines{"AM-HTTP-008", "AM-RSP-001"}))
        << "the media type is a fault of its own";
    EXPECT_EQ(verdict_of(stateless(get(expected)), {coded("gzip", "[]")}).requirements,
              (Lines{"AM-SIG-001", "AM-HTTP-008", "AM-RSP-001"}))
        << "what can be read is judged";
}

TEST(AnswerJudge, CodingThatWasAskedForIsRightAndNotUndone) {
    const auto told_of = [](const std::string& expected) {
        const std::string asking =
            R"({"request": {"method": "GET", "path": "/x", "headers": [["Accept-Encoding", "gzip"]]}, "response": )" +
            expected + "}";
        return breaches_of(verdict_of(stateless(asking), {coded("gzip", "\x1f\x8b\x08")}));
    };
    EXPECT_EQ(told_of(R"({"status": 200})"), Lines{});
    EXPECT_EQ(told_of(R"({"status": 200, "body": {"base64": "H4sI"}})"), Lines{});
    EXPECT_EQ(told_of(R"({"status": 200, "body": {"base64": "H4sJ"}})"),
              Lines{"AM-SIG-001 #0 body: expected hex 1f8b09 (3 bytes), found hex 1f8b08 (3 bytes)"});
    EXPECT_EQ(told_of(R"({"status": 200, "body": {"json": {}}})"),
              Lines{"AM-SIG-001 #0 body: expected a JSON document, found invalid UTF-8 at byte 1 of 3"});
}

Received redirect(int status, const std::string& location) {
    HttpResponse response{status, "", {{"Content-Type", "application/json"}}, R"({"code":1,"message":"m"})"};
    if (!location.empty()) response.headers.emplace_back("Location", location);
    return Reply(std::move(response));
}

TEST(AnswerJudge, RedirectIsToldAndNotFollowed) {
    EXPECT_EQ(
        breaches_of(verdict_of(stateless(get(refused)), {redirect(307, "http://127.0.0.1:1/")})),
        (Lines{
            "AM-RSP-006 #0 status: expected 400, found 307",
            R"(AM-HTTP-009 #0 header Location: expected an answer where the request was sent, found 307 to "http://127.0.0.1:1/", not followed)"}));
    for (const int status : {300, 301, 399})
        EXPECT_EQ(breaches_of(verdict_of(stateless(get(refused)), {redirect(status, "")})).back(),
                  "AM-HTTP-009 #0 header Location: expected an answer where the request was sent, found " +
                      std::to_string(status) + " to no Location, not followed");
    for (const int status : {304, 400, 299})
        EXPECT_FALSE(
            contains(verdict_of(stateless(get(refused)), {redirect(status, "/y")}).requirements, "AM-HTTP-009"));
}

TEST(AnswerJudge, RedirectThatACaseExpectsIsRight) {
    const Received bare = Reply(HttpResponse{302, "", {{"Location", "/y"}}, ""});
    EXPECT_EQ(
        breaches_of(verdict_of(stateless(get(R"({"status": [200, 302], "headers": [["Location", "/y"]]})")), {bare})),
        Lines{});
    EXPECT_EQ(verdict_of(stateless(get(R"({"status": 301})")), {bare}).requirements,
              (Lines{"AM-RSP-006", "AM-HTTP-009", "AM-RSP-002"}));
}

TEST(AnswerJudge, RedirectThatHoldsASecretIsNotShown) {
    ScriptedTransport server({redirect(302, "/?t=mine-all-mine")});
    ServerUnderTest under_test = subject(server);
    under_test.bearer = "mine-all-mine";
    EXPECT_FALSE(journal_line(replay(stateless(), under_test, policy())).contains("mine-all-mine"));
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
