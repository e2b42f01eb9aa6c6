#include "conformance/replayer.h"

#include "conformance/leaks.h"
#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "conformance/transport_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

const Requirements& catalogue() {
    static const Requirements all = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    return all;
}

ReplayPolicy policy(std::set<std::string, std::less<>> off = {}, Profile profile = Profile::guide) {
    return {.requirements = catalogue(),
            .profile = profile,
            .policy_off = std::move(off),
            .now_msec = [] { return test_now_msec; },
            .seed = 1};
}

Case read(const std::string& text, const SharedStates& states = {}) {
    auto test = read_case(json(text), "folder/name", "name.json", states);
    if (test) return *std::move(test);
    ADD_FAILURE() << text << ": " << lines(test.error()).front();
    return {};
}

std::string case_text(const std::string& exchanges, const std::string& more = "",
                      const std::string& requirements = R"("AM-SIG-001")") {
    return R"({"schema": 1, "title": "t", "requirements": [)" + requirements + "], " + more + R"("exchanges": [)" +
           exchanges + "]}";
}

std::string get(const std::string& response = R"({"status": 200})", const std::string& more = "") {
    return R"({"request": {"method": "GET", "path": "/x"}, "response": )" + response + more + "}";
}

// A case that needs no state, and one that starts from users and a group without members.
Case stateless(const std::string& exchanges = get()) { return read(case_text(exchanges)); }

const std::string two_users =
    R"("given": {"groups": [{"id": "g1"}], "users": {"1111": {"token": "token-1111"}, "2222": {"token": "token-2222"}}}, )";
Case stateful(const std::string& exchanges = get()) { return read(case_text(exchanges, two_users)); }

// A composed request by the team's admin.
std::string add(const std::string& id, const std::string& response = R"({"status": 200})",
                const std::string& deviation = "") {
    return R"({"as": "1111", "request": {"compose": {"group": "g1700000000000000001", "add": [")" + id + "\"]" +
           deviation + R"(}}, "response": )" + response + "}";
}

Case of_team(const std::string& exchanges, const std::string& requirements = R"("AM-SIG-001")") {
    return read(case_text(exchanges, R"("given": "team", )", requirements), {{"team", shipped_state("team")}});
}

ServerUnderTest subject(Transport& server, Transport* state = nullptr) {
    return {.server = server, .state = state, .no_state_reason = "there is no hook", .bearer = {}, .headers = {}};
}

Verdict verdict_of(const Case& test, std::vector<Received> script, const ReplayPolicy& by = policy()) {
    ScriptedTransport server(std::move(script));
    Verdict verdict = replay(test, subject(server), by);
    EXPECT_TRUE(server.played_out());
    return verdict;
}

// "requirement #exchange place: expected …, found …", a text for each breach.
Lines breaches_of(const Verdict& verdict) {
    Lines all;
    for (const Breach& breach : verdict.breaches)
        all.push_back(breach.requirement + " #" + std::to_string(breach.exchange) + " " + breach.difference.place +
                      ": expected " + breach.difference.expected + ", found " + breach.difference.actual);
    return all;
}

std::string token_in(const HttpRequest& request) {
    const std::string* field = find_header(request.headers, "Authorization");
    return field ? *field : "";
}

// ---- the kinds of verdicts

TEST(Replayer, AnswerAsExpectedIsConformant) {
    const Verdict verdict = verdict_of(stateless(), {answer(200)});
    EXPECT_EQ(verdict.kind, VerdictKind::conformant);
    EXPECT_EQ(verdict.case_id, "folder/name");
    EXPECT_EQ(verdict.requirements, Lines{"AM-SIG-001"});
    EXPECT_EQ(verdict.reason, "");
    EXPECT_FALSE(verdict.set_up_failed);
    EXPECT_TRUE(verdict.breaches.empty());
}

TEST(Replayer, BreachOfAMustIsNonconformantAndCitedOnce) {
    const Verdict verdict = verdict_of(stateless(get(R"({"status": 200, "headers": [["X", "1"]]})")), {problem(404)});
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_EQ(verdict.requirements, Lines{"AM-SIG-001"});
    EXPECT_EQ(breaches_of(verdict), (Lines{"AM-SIG-001 #0 status: expected 200, found 404",
                                           "AM-SIG-001 #0 header X: expected \"1\", found nothing"}));
}

TEST(Replayer, BreachOfNoMoreThanAShouldIsTolerated) {
    const Case test = read(case_text(get(), "", R"("AM-ROT-009")"));
    EXPECT_EQ(verdict_of(test, {problem(404)}).kind, VerdictKind::tolerated);
    const Case with_must = read(case_text(get(), "", R"("AM-ROT-009", "AM-SIG-001")"));
    EXPECT_EQ(verdict_of(with_must, {problem(404)}).kind, VerdictKind::nonconformant);
}

TEST(Replayer, RequirementThatTheCatalogueLacksCountsAsAMust) {
    const Case test = read(case_text(get(), "", R"("AM-SIG-001", "AM-NEW-001")"));
    const Verdict verdict = verdict_of(test, {}, policy({"AM-SIG-001"}));
    EXPECT_EQ(verdict.kind, VerdictKind::not_run) << "nothing that is asked for is cited";
    const Case other = read(case_text(get(), "", R"("AM-ROT-009", "AM-NEW-001")"));
    EXPECT_EQ(verdict_of(other, {problem(404)}).kind, VerdictKind::nonconformant);
}

TEST(Replayer, Status501IsUnimplementedAndEndsTheCase) {
    const Verdict verdict = verdict_of(stateless(get() + ", " + get()), {answer(501, "nothing of the contract")});
    EXPECT_EQ(verdict.kind, VerdictKind::unimplemented);
    EXPECT_EQ(verdict.reason, "the server answers 501");
}

TEST(Replayer, EachKindOfSilenceIsInconclusiveForItsOwnReason) {
    for (const SilenceKind kind : {SilenceKind::refused, SilenceKind::reset, SilenceKind::unresolved, SilenceKind::tls,
                                   SilenceKind::closed, SilenceKind::unsendable}) {
        const Verdict verdict = verdict_of(stateless(get() + ", " + get()), {silent(kind, "why it is silent")});
        EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
        EXPECT_EQ(verdict.reason, "why it is silent");
    }
}

TEST(Replayer, TimeoutOfAServerThatAnswersOthersIsNonconformant) {
    for (const Received& control : {answer(404), broken("cut")}) {
        const Verdict verdict =
            verdict_of(stateless(get() + ", " + get()), {silent(SilenceKind::timed_out, "timed out"), control});
        EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
        EXPECT_EQ(breaches_of(verdict), Lines{"AM-HTTP-006 #0 response: expected an answer before the deadline, found "
                                              "none, while another request was answered"});
    }
}

TEST(Replayer, ControlOfATimeoutIsAHarmlessReadAtTheSamePlace) {
    ScriptedTransport server({silent(SilenceKind::timed_out, "timed out"), answer(404)});
    ServerUnderTest under_test = subject(server);
    under_test.bearer = "of-the-caller";
    replay(read(case_text(
               R"({"request": {"method": "POST", "path": "/x", "body": {"text": "b"}}, "response": {"status": 200}})")),
           under_test, policy());
    ASSERT_EQ(server.requests.size(), 2u);
    EXPECT_EQ(server.requests[0].method, "POST");
    EXPECT_EQ(server.requests[0].body, "b");
    EXPECT_EQ(server.requests[1].method, "GET");
    EXPECT_EQ(server.requests[1].target, "/x");
    EXPECT_EQ(server.requests[1].headers, server.requests[0].headers);
    EXPECT_EQ(server.requests[1].body, "");
}

TEST(Replayer, TimeoutOfAServerThatAnswersNobodyIsInconclusive) {
    const Verdict verdict =
        verdict_of(stateless(), {silent(SilenceKind::timed_out, "timed out"), silent(SilenceKind::timed_out, "again")});
    EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
    EXPECT_EQ(verdict.reason, "timed out");
}

TEST(Replayer, FaultOfFramingIsNonconformantAndEndsTheCase) {
    const Verdict verdict = verdict_of(stateless(get() + ", " + get()), {broken("a folded header line")});
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_EQ(breaches_of(verdict),
              Lines{"AM-HTTP-003 #0 framing: expected a response as RFC 9112 has it, found a folded header line"});
}

TEST(Replayer, BreachBeforeASilenceStaysABreach) {
    const Verdict verdict =
        verdict_of(stateless(get() + ", " + get()), {problem(404), silent(SilenceKind::reset, "reset")});
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_EQ(verdict.reason, "reset");
}

// ---- what is judged

TEST(Replayer, RefusalToldOtherwiseIsNoBreachOfTheCase) {
    const Verdict verdict = verdict_of(stateless(get(R"({"status": 400})")), {problem(422)});
    EXPECT_EQ(verdict.kind, VerdictKind::tolerated);
    EXPECT_EQ(breaches_of(verdict), Lines{"AM-RSP-006 #0 status: expected 400, found 422"});
}

TEST(Replayer, AcceptedInPlaceOfRefusedIsABreachOfTheCase) {
    EXPECT_EQ(verdict_of(stateless(get(R"({"status": 400})")), {answer(200)}).requirements, Lines{"AM-SIG-001"});
    EXPECT_EQ(verdict_of(stateless(get(R"({"status": [200, 400]})")), {problem(422)}).requirements,
              Lines{"AM-SIG-001"});
}

TEST(Replayer, EveryRequirementOfTheCaseIsCitedForADifference) {
    const Verdict verdict = verdict_of(read(case_text(get(), "", R"("AM-SIG-001", "AM-SIG-003")")), {problem(404)});
    EXPECT_EQ(verdict.requirements, (Lines{"AM-SIG-001", "AM-SIG-003"}));
    EXPECT_EQ(verdict.breaches.size(), 2u);
}

TEST(Replayer, EveryAnswerIsHeldToTheContract) {
    const Verdict verdict =
        verdict_of(stateless(get() + ", " + get()), {answer(200, "[]"), answer(200, "{}", "text/html")});
    EXPECT_EQ(breaches_of(verdict),
              (Lines{"AM-RSP-001 #0 body: expected an object, found [] (array)",
                     "AM-RSP-001 #1 header Content-Type: expected application/json, found \"text/html\" (string)"}));
    EXPECT_EQ(verdict.requirements, Lines{"AM-RSP-001"});
}

TEST(Replayer, CapturesLastFromOneExchangeToTheNext) {
    const std::string capture = get(R"({"status": 200, "match": {"/id": {"capture": "id"}}})"),
                      same = get(R"({"status": 200, "match": {"/id": {"equals": "$id"}}})");
    EXPECT_EQ(
        verdict_of(stateless(capture + ", " + same), {answer(200, R"({"id":"7"})"), answer(200, R"({"id":"7"})")}).kind,
        VerdictKind::conformant);
    EXPECT_EQ(
        verdict_of(stateless(capture + ", " + same), {answer(200, R"({"id":"7"})"), answer(200, R"({"id":"8"})")}).kind,
        VerdictKind::nonconformant);
}

TEST(Replayer, TimesAreComparedWithTheClockOfTheRun) {
    const Case test = stateless(get(R"({"status": 200, "match": {"/at": {"time_within_msec": 10}}})"));
    EXPECT_EQ(verdict_of(test, {answer(200, R"({"at":1790000000010})")}).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict_of(test, {answer(200, R"({"at":1790000000011})")}).kind, VerdictKind::nonconformant);
}

// ---- secrets

TEST(Replayer, TokenThatComesBackIsABreachAndShownNowhere) {
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

TEST(Replayer, StatusIsShownAlsoWhereASecretCameBack) {
    ScriptedTransport server({answer(400, R"({"code":1,"message":"mine-all-mine"})")});
    ServerUnderTest under_test = subject(server);
    under_test.bearer = "mine-all-mine";
    EXPECT_EQ(breaches_of(replay(stateless(), under_test, policy())),
              (Lines{"AM-SEC-001 #0 body: expected nothing confidential, found the caller's token, not shown here",
                     "AM-SIG-001 #0 status: expected 200, found 400"}));
}

TEST(Replayer, PrivateKeyThatComesBackIsABreach) {
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

TEST(Replayer, PrivateKeysAreInNoRequest) {
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

// ---- who sends

TEST(Replayer, UserOfTheExchangeSendsWithTheTokenThatWasMinted) {
    ScriptedTransport server({answer(200), answer(200), answer(200)});
    ScriptedTransport hook({answer(200, R"({"given": {"users": {"2222": {"token": "minted-2222"}}}})"), answer(200)});
    ServerUnderTest under_test = subject(server, &hook);
    under_test.bearer = "of-the-run";
    replay(stateful(get(R"({"status": 200})", R"(, "as": "2222")") + ", " +
                    get(R"({"status": 200})", R"(, "as": "1111")") + ", " + get()),
           under_test, policy());
    ASSERT_EQ(server.requests.size(), 3u);
    EXPECT_EQ(token_in(server.requests[0]), "Bearer minted-2222");
    EXPECT_EQ(token_in(server.requests[1]), "Bearer token-1111");
    EXPECT_EQ(token_in(server.requests[2]), "Bearer of-the-run");
}

TEST(Replayer, UserWithoutATokenSendsNone) {
    ScriptedTransport server({answer(200)}), hook({answer(200), answer(200)});
    const Case test =
        read(case_text(get(R"({"status": 200})", R"(, "as": "1111")"), R"("given": {"users": {"1111": {}}}, )"));
    ServerUnderTest under_test = subject(server, &hook);
    under_test.bearer = "of-the-run";
    replay(test, under_test, policy());
    EXPECT_EQ(token_in(server.requests[0]), "");
}

TEST(Replayer, HeadersOfTheRunFollowThoseOfTheCaseAndAuthorizationComesOnce) {
    ScriptedTransport server({answer(200), answer(200)});
    ServerUnderTest under_test = subject(server);
    under_test.bearer = "of-the-run";
    under_test.headers = {{"X-Trace", "1"}};
    const std::string own =
        R"({"request": {"method": "GET", "path": "/x", "headers": [["authorization", "Basic x"]]}, "response": {"status": 200}})";
    replay(stateless(get() + ", " + own), under_test, policy());
    EXPECT_EQ(server.requests[0].headers,
              (std::vector<HeaderLine>{{"X-Trace", "1"}, {"Authorization", "Bearer of-the-run"}}));
    EXPECT_EQ(server.requests[1].headers, (std::vector<HeaderLine>{{"authorization", "Basic x"}, {"X-Trace", "1"}}));
}

TEST(Replayer, AnonymousRequestCarriesNoToken) {
    ScriptedTransport server({problem(404), problem(401), problem(404)}), hook({answer(200), answer(200)});
    replay(of_team(add("5555", R"({"status": 401})", R"(, "deviate": "no-token")")), subject(server, &hook),
           policy({"AM-ROT-020"}));
    ASSERT_GE(server.requests.size(), 1u);
    EXPECT_EQ(token_in(server.requests[0]), "");
}

// ---- the state

TEST(Replayer, StateIsGivenBeforeAndTakenAwayAfter) {
    ScriptedTransport server({answer(200)}), hook({answer(200), answer(200)});
    ServerUnderTest under_test = subject(server, &hook);
    under_test.state_target = "/hook";
    EXPECT_EQ(replay(stateful(), under_test, policy()).kind, VerdictKind::conformant);
    ASSERT_EQ(hook.requests.size(), 2u);
    EXPECT_EQ(hook.requests[0].target, "/hook");
    EXPECT_TRUE(hook.requests[0].body.starts_with(R"({"action":"set-up")"));
    EXPECT_TRUE(hook.requests[1].body.starts_with(R"({"action":"tear-down")"));
}

TEST(Replayer, CaseWithoutAStateAsksForNone) {
    ScriptedTransport server({answer(200)}), hook({});
    EXPECT_EQ(replay(stateless(), subject(server, &hook), policy()).kind, VerdictKind::conformant);
}

TEST(Replayer, StateIsTakenAwayAlsoAfterABreachOrSilence) {
    for (const Received& received : {problem(404), silent(SilenceKind::reset, "reset"), broken("cut"), answer(501)}) {
        ScriptedTransport server({received}), hook({answer(200), answer(200)});
        replay(stateful(), subject(server, &hook), policy());
        EXPECT_TRUE(hook.played_out());
    }
}

TEST(Replayer, TearDownThatFailsIsTold) {
    ScriptedTransport server({answer(200), silent(SilenceKind::reset, "reset")}),
        hook({answer(200), answer(500), answer(200), answer(500)});
    const Verdict verdict = replay(stateful(), subject(server, &hook), policy());
    EXPECT_EQ(verdict.kind, VerdictKind::conformant);
    EXPECT_EQ(verdict.reason, "tear-down failed: status 500");
    EXPECT_EQ(replay(stateful(), subject(server, &hook), policy()).reason, "reset; tear-down failed: status 500");
}

TEST(Replayer, SetUpThatFailsIsNotRun) {
    ScriptedTransport server({}), hook({answer(500)});
    const Verdict verdict = replay(stateful(), subject(server, &hook), policy());
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_TRUE(verdict.set_up_failed);
    EXPECT_EQ(verdict.reason, "set-up failed: status 500");
}

TEST(Replayer, CaseThatNeedsAStateIsNotRunWithoutAHook) {
    const Verdict verdict = verdict_of(stateful(), {});
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_FALSE(verdict.set_up_failed);
    EXPECT_EQ(verdict.reason, "needs a state to start from: there is no hook");
}

// ---- what a run asks for

TEST(Replayer, CaseOfSilencedRequirementsIsNotRun) {
    const Verdict verdict = verdict_of(stateless(), {}, policy({"AM-SIG-001"}));
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_EQ(verdict.reason, "its requirements are silenced or belong to another profile");
}

TEST(Replayer, CaseOfAnotherProfileIsNotRun) {
    const Case test = read(case_text(get(), "", R"("AM-KEY-002")"));
    EXPECT_EQ(verdict_of(test, {}).kind, VerdictKind::not_run);
    EXPECT_EQ(verdict_of(test, {answer(200)}, policy({}, Profile::documented)).kind, VerdictKind::conformant);
}

TEST(Replayer, SilencedRequirementIsNotCitedBesideOthers) {
    const Case test = read(case_text(get(), "", R"("AM-SIG-001", "AM-SIG-003")"));
    EXPECT_EQ(verdict_of(test, {problem(404)}, policy({"AM-SIG-001"})).requirements, Lines{"AM-SIG-003"});
    EXPECT_EQ(verdict_of(stateless(), {answer(200, "[]")}, policy({"AM-RSP-001"})).kind, VerdictKind::conformant);
}

TEST(Replayer, CaseThatCanNotBeComposedIsNotRun) {
    ScriptedTransport server({}), hook({answer(200), answer(200)});
    const Verdict verdict = replay(of_team(add("5555", R"({"status": 200})", R"(, "deviate": "same-again")")),
                                   subject(server, &hook), policy());
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_EQ(verdict.reason, "the request can't be composed: no request was composed before in this case");
    EXPECT_TRUE(hook.played_out());
}

// ---- composed requests

TEST(Replayer, SameSeedGivesTheSameRequestAndAnotherSeedAnother) {
    const auto body_with = [](std::uint64_t seed) {
        ScriptedTransport server({answer(200)}), hook({answer(200), answer(200)});
        ReplayPolicy by = policy();
        by.seed = seed;
        replay(of_team(add("5555")), subject(server, &hook), by);
        return server.requests.at(0).body;
    };
    EXPECT_EQ(body_with(1), body_with(1));
    EXPECT_NE(body_with(1), body_with(2));
}

TEST(Replayer, RequestAfterAnAcceptedOneStartsFromTheGroupAsItIsThen) {
    ScriptedTransport server({answer(200), answer(200)}), hook({answer(200), answer(200)});
    replay(of_team(add("5555") + ", " + add("6666")), subject(server, &hook), policy());
    const JsonValue first = json(server.requests.at(0).body), second = json(server.requests.at(1).body);
    EXPECT_EQ(first.find("conversation_key_version")->text, "1790000000000");
    EXPECT_EQ(second.find("conversation_key_version")->text, "1790000000001");
    EXPECT_EQ(first.find("conversation_participant_keys")->elements.size(), 4u);
    EXPECT_EQ(second.find("conversation_participant_keys")->elements.size(), 5u);
}

TEST(Replayer, RequestAfterARefusedOneStartsFromTheSameGroup) {
    for (const int status : {300, 400}) {
        ScriptedTransport server({problem(status), answer(200)}), hook({answer(200), answer(200)});
        replay(of_team(add("5555") + ", " + add("6666")), subject(server, &hook), policy());
        EXPECT_EQ(json(server.requests.at(1).body).find("conversation_participant_keys")->elements.size(), 4u);
    }
}

// ---- what a refusal changes

const std::string refused = R"({"status": 400})";
const std::string group_before = R"({"data":{"member_ids":["1111"]}})",
                  group_after = R"({"data":{"member_ids":["1111","5555"]}})", events = R"({"data":[]})";

Verdict verdict_of_refusal(std::vector<Received> script, const std::string& exchanges,
                           const ReplayPolicy& by = policy()) {
    ScriptedTransport server(std::move(script)), hook({answer(200), answer(200)});
    const Verdict verdict = replay(of_team(exchanges), subject(server, &hook), by);
    EXPECT_TRUE(server.played_out());
    EXPECT_TRUE(hook.played_out());
    return verdict;
}

TEST(Replayer, RefusalThatChangesTheGroupIsABreach) {
    const Verdict verdict = verdict_of_refusal({answer(200, group_before), answer(200, events), problem(400),
                                                problem(400), answer(200, group_after), answer(200, events)},
                                               add("5555", refused) + ", " + add("6666", refused));
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_EQ(breaches_of(verdict), Lines{"AM-ROT-020 #1 GET /2/chat/conversations/g1700000000000000001, "
                                          "/data/member_ids: expected as before the refused request: "
                                          R"(["1111"] (array), found ["1111","5555"] (array))"});
}

TEST(Replayer, RefusalThatChangesNothingIsConformant) {
    EXPECT_EQ(verdict_of_refusal({answer(200, group_before), answer(200, events), problem(400),
                                  answer(200, group_before), answer(200, events)},
                                 add("5555", refused))
                  .kind,
              VerdictKind::conformant);
    EXPECT_EQ(verdict_of_refusal({problem(405), problem(400)}, add("5555", refused)).kind, VerdictKind::conformant);
}

TEST(Replayer, GroupIsReadOnlyWhereEveryExchangeIsRefused) {
    EXPECT_EQ(verdict_of_refusal({answer(200), problem(400)}, add("5555") + ", " + add("6666", refused)).kind,
              VerdictKind::conformant);
    EXPECT_EQ(
        breaches_of(verdict_of_refusal({answer(200, group_before), answer(200, events), answer(200), problem(400)},
                                       add("5555", refused) + ", " + add("6666", refused))),
        Lines{"AM-SIG-001 #0 status: expected 400, found 200"})
        << "what was accepted may change the group";
    EXPECT_EQ(verdict_of_refusal({answer(200, group_before), answer(200, events), silent(SilenceKind::reset, "reset")},
                                 add("5555", refused))
                  .kind,
              VerdictKind::inconclusive);
    EXPECT_EQ(
        verdict_of_refusal({answer(200, group_before), answer(200, events), answer(501)}, add("5555", refused)).kind,
        VerdictKind::unimplemented);
}

TEST(Replayer, GroupIsNotReadWhereARunDoesNotAskForIt) {
    EXPECT_EQ(verdict_of_refusal({problem(400)}, add("5555", refused), policy({"AM-ROT-020"})).kind,
              VerdictKind::conformant);
}

TEST(Replayer, GroupsOfACaseWithoutAStateAreNotRead) {
    EXPECT_EQ(verdict_of(stateless(get(refused)), {problem(400)}).kind, VerdictKind::conformant);
}

TEST(Replayer, GroupsAreReadWithTheHeadersOfTheRun) {
    ScriptedTransport server({problem(404), problem(400)}), hook({answer(200), answer(200)});
    ServerUnderTest under_test = subject(server, &hook);
    under_test.headers = {{"X-Trace", "1"}};
    replay(of_team(add("5555", refused)), under_test, policy());
    EXPECT_EQ(server.requests[0].headers,
              (std::vector<HeaderLine>{{"X-Trace", "1"}, {"Authorization", "Bearer token-1111"}}));
}

// ---- exchanges at once

// Each connection gives one answer of a list, in the order of the requests.
class OneEach {
  public:
    explicit OneEach(std::vector<Received> answers) : answers_(std::move(answers)) {}

    Connect connect() {
        return [this]() -> std::unique_ptr<Transport> { return std::make_unique<Answering>(*this, next_++); };
    }

    std::vector<HttpRequest> requests = std::vector<HttpRequest>(8);

  private:
    class Answering final : public Transport {
      public:
        Answering(OneEach& all, std::size_t index) : all_(all), index_(index) {}
        Received exchange(const HttpRequest& request) override {
            all_.requests.at(index_) = request;
            return all_.answers_.at(index_);
        }

      private:
        OneEach& all_;
        std::size_t index_;
    };

    std::vector<Received> answers_;
    std::size_t next_ = 0;
};

std::string racing(const std::string& one, const std::string& other,
                   const std::string& outcomes = "[[200, 409], [409, 200]]") {
    return R"({"parallel": [)" + one + ", " + other + R"(], "outcomes": )" + outcomes + "}";
}

Verdict verdict_of_race(std::vector<Received> answers,
                        const Case& test = of_team(racing(add("5555", "{}"), add("6666", "{}"))),
                        std::vector<Received> on_main = {}) {
    OneEach connections(std::move(answers));
    ScriptedTransport server(std::move(on_main)), hook({answer(200), answer(200)});
    ServerUnderTest under_test = subject(server, &hook);
    under_test.connect = connections.connect();
    const Verdict verdict = replay(test, under_test, policy());
    EXPECT_TRUE(server.played_out());
    return verdict;
}

TEST(Replayer, RaceWithOneOfItsOutcomesIsConformant) {
    EXPECT_EQ(verdict_of_race({answer(200), problem(409)}).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict_of_race({problem(409), answer(200)}).kind, VerdictKind::conformant);
}

TEST(Replayer, RaceThatBothWinOrLoseIsABreachOfTheCase) {
    EXPECT_EQ(breaches_of(verdict_of_race({answer(200), answer(200)})),
              Lines{"AM-SIG-001 #0 statuses: expected 200 and 409, or 409 and 200, found 200 and 200"});
    EXPECT_EQ(breaches_of(verdict_of_race({problem(409), problem(409)})),
              Lines{"AM-SIG-001 #0 statuses: expected 200 and 409, or 409 and 200, found 409 and 409"});
}

TEST(Replayer, RaceWhoseLoserIsRefusedInAnotherWayIsNoBreachOfTheCase) {
    const std::string statuses = R"({"status": [200, 409, 400]})";
    const Verdict verdict =
        verdict_of_race({problem(400), answer(200)}, of_team(racing(add("5555", statuses), add("6666", statuses))));
    EXPECT_EQ(breaches_of(verdict),
              Lines{"AM-RSP-006 #0 statuses: expected 200 and 409, or 409 and 200, found 400 and 200"});
}

TEST(Replayer, EveryAnswerOfARaceIsJudgedOnItsOwn) {
    const Verdict verdict = verdict_of_race({answer(200, "[]"), answer(409, R"({"code":1,"message":"token-1111"})")});
    EXPECT_EQ(breaches_of(verdict),
              (Lines{"AM-RSP-001 #0 body: expected an object, found [] (array)",
                     "AM-SEC-001 #1 body: expected nothing confidential, found the caller's token, not shown here"}));
}

TEST(Replayer, RaceWithASilentAnswerIsInconclusiveAndWithABrokenOneABreach) {
    EXPECT_EQ(verdict_of_race({answer(200), silent(SilenceKind::reset, "reset")}).kind, VerdictKind::inconclusive);
    EXPECT_EQ(verdict_of_race({silent(SilenceKind::reset, "reset"), answer(200)}).kind, VerdictKind::inconclusive);
    EXPECT_EQ(breaches_of(verdict_of_race({answer(200), broken("cut")})),
              Lines{"AM-HTTP-003 #1 framing: expected a response as RFC 9112 has it, found cut"});
}

TEST(Replayer, RequestsOfARaceStartFromTheSameStateAndTheNextOneFromWhatWasAccepted) {
    OneEach connections({answer(200), problem(409)});
    ScriptedTransport server({answer(200)}), hook({answer(200), answer(200)});
    ServerUnderTest under_test = subject(server, &hook);
    under_test.connect = connections.connect();
    EXPECT_EQ(
        replay(of_team(racing(add("5555", "{}"), add("6666", "{}")) + ", " + add("7777")), under_test, policy()).kind,
        VerdictKind::conformant);
    for (const std::size_t i : {0u, 1u}) {
        EXPECT_EQ(json(connections.requests[i].body).find("conversation_participant_keys")->elements.size(), 4u);
        EXPECT_EQ(token_in(connections.requests[i]), "Bearer token-1111");
    }
    EXPECT_EQ(json(server.requests.at(0).body).find("conversation_participant_keys")->elements.size(), 5u);
}

TEST(Replayer, ExchangeAfterARaceKeepsItsPlace) {
    const Case test = of_team(racing(add("5555", "{}"), add("6666", "{}")) + ", " + add("7777"));
    EXPECT_EQ(breaches_of(verdict_of_race({answer(200), problem(409)}, test, {problem(409)})),
              Lines{"AM-SIG-001 #2 status: expected 200, found 409"});
}

TEST(Replayer, RaceIsNotRunOverOneConnection) {
    ScriptedTransport server({}), hook({});
    const Verdict verdict =
        replay(of_team(racing(add("5555", "{}"), add("6666", "{}"))), subject(server, &hook), policy());
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_EQ(verdict.reason, "sends exchanges at once, and there is one connection");
}

}  // namespace
}  // namespace keyturn
