#include <stdexcept>

#include "conformance/leaks.h"
#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

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
    ServerUnderTest under_test = subject(server);
    under_test.state = StateWay(&hook, "/hook");
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
    ScriptedTransport server({}), hook({answer(500), answer(200)});
    const Verdict verdict = replay(stateful(), subject(server, &hook), policy());
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_TRUE(verdict.set_up_failed);
    EXPECT_TRUE(hook.played_out());
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

TEST(Replayer, RefusalThatTheOtherSideDemandsIsNotRun) {
    const Case refused = read(case_text(get(R"({"status": 400})"), "", R"("AM-SIG-001", "AM-SIG-003")"));
    EXPECT_EQ(verdict_of(refused, {}, policy({}, Profile::openapi)).kind, VerdictKind::not_run);
    EXPECT_EQ(verdict_of(refused, {problem(400)}).kind, VerdictKind::conformant);
}

TEST(Replayer, AcceptanceThatTheOtherSidePermitsIsNotRun) {
    const Case accepted = read(case_text(get(), "", R"("AM-KEY-002", "AM-SIG-003")"));
    EXPECT_EQ(verdict_of(accepted, {}).kind, VerdictKind::not_run);
    EXPECT_EQ(verdict_of(accepted, {answer(200)}, policy({}, Profile::documented)).kind, VerdictKind::conformant);
}

TEST(Replayer, AcceptanceOfWhatTheOtherSideDemandsIsJudgedByTheRest) {
    const Case accepted = read(case_text(get(), "", R"("AM-SIG-001", "AM-SIG-003")"));
    EXPECT_EQ(verdict_of(accepted, {problem(404)}, policy({}, Profile::openapi)).requirements, Lines{"AM-SIG-003"});
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

// ---- errors of our own

class ThrowingTransport final : public Transport {
  public:
    Received exchange(const HttpRequest&) override { throw std::runtime_error("out of memory"); }
};

TEST(Replayer, AnErrorOfOurOwnIsInconclusiveAndTheStateIsTakenAway) {
    ThrowingTransport server;
    ScriptedTransport hook({answer(200), answer(200)});
    const Verdict verdict = replay(stateful(), subject(server, &hook), policy());
    EXPECT_EQ(verdict.case_id, "folder/name");
    EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
    EXPECT_EQ(verdict.reason, "keyturn itself failed at this case: out of memory");
    EXPECT_EQ(verdict.requirements, Lines{"AM-SIG-001"});
    EXPECT_TRUE(hook.played_out());
    EXPECT_EQ(replay(stateless(), subject(server), policy()).kind, VerdictKind::inconclusive);
}

}  // namespace
}  // namespace keyturn
