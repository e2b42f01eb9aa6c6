#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

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

TEST(Replayer, GroupIsReadBeforeTheRefusalsAtTheEnd) {
    const std::string accepted_then_refused = add("5555") + ", " + add("6666", refused);
    EXPECT_EQ(verdict_of_refusal({answer(200), answer(200, group_before), answer(200, events), problem(400),
                                  answer(200, group_before), answer(200, events)},
                                 accepted_then_refused)
                  .kind,
              VerdictKind::conformant);
    EXPECT_EQ(verdict_of_refusal({answer(200), answer(200, group_before), answer(200, events), problem(400),
                                  answer(200, group_after), answer(200, events)},
                                 accepted_then_refused)
                  .requirements,
              Lines{"AM-ROT-020"});
    EXPECT_EQ(verdict_of_refusal({problem(400), answer(200)}, add("5555", refused) + ", " + add("6666")).kind,
              VerdictKind::conformant)
        << "what was accepted last may change the group";
}

TEST(Replayer, GroupIsNotComparedWhereNotEverythingWasRefused) {
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

// ---- what an accepted add changes

Verdict verdict_of_adds(std::vector<Received> script, const std::string& exchanges,
                        const ReplayPolicy& by = policy_of_everything()) {
    return verdict_of_refusal(std::move(script), exchanges, by);
}

const Received shown_before = answer(200, R"({"data":{"message_ttl_ms":1}})"),
               shown_after = answer(200, R"({"data":{"message_ttl_ms":2}})"), not_offered = answer(404);

TEST(Replayer, AcceptedAddWithoutItsEffectIsABreach) {
    EXPECT_EQ(
        breaches_of(verdict_of_adds({shown_before, not_offered, answer(200), answer(200), shown_after, not_offered},
                                    add("5555") + ", " + add("6666"))),
        Lines{"AM-ROT-021 #1 GET /2/chat/conversations/g1700000000000000001, /data/message_ttl_ms: expected as "
              "before: 1 (number), found 2 (number)"});
}

TEST(Replayer, OneReadingServesWhatWasAcceptedAndWhatIsRefusedNext) {
    const std::string exchanges = add("5555") + ", " + add("6666", refused);
    EXPECT_EQ(verdict_of_adds({shown_before, not_offered, answer(200), shown_before, not_offered, problem(400),
                               shown_after, not_offered},
                              exchanges)
                  .requirements,
              Lines{"AM-ROT-020"});
    EXPECT_EQ(verdict_of_adds({shown_before, not_offered, answer(200), shown_after, not_offered, problem(400),
                               shown_after, not_offered},
                              exchanges)
                  .requirements,
              Lines{"AM-ROT-021"});
    EXPECT_EQ(verdict_of_adds({not_offered, answer(200), problem(400)}, exchanges).kind, VerdictKind::conformant);
}

TEST(Replayer, EffectsAreReadWhereARunAsksForOneOfThem) {
    for (const std::string off : {"AM-ROT-021", "AM-ROT-034"})
        EXPECT_EQ(verdict_of_adds({shown_before, not_offered, answer(200), shown_before, not_offered}, add("5555"),
                                  policy_of_everything({off}))
                      .kind,
                  VerdictKind::conformant);
    EXPECT_EQ(verdict_of_adds({answer(200)}, add("5555"), policy()).kind, VerdictKind::conformant);
}

TEST(Replayer, EffectsAreNotReadAfterAVerbatimRequestOrASilence) {
    EXPECT_EQ(verdict_of_adds({answer(200)}, get()).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict_of_adds({shown_before, not_offered, silent(SilenceKind::reset, "reset")}, add("5555")).kind,
              VerdictKind::inconclusive);
}

}  // namespace
}  // namespace keyturn
