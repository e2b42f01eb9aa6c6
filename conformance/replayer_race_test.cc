#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

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

TEST(Replayer, RaceWhoseLoserIsRefusedInAnotherWayBreaksTheRequirementThatSaysHow) {
    const std::string statuses = R"({"status": [200, 409, 400]})";
    const std::string exchanges = racing(add("5555", statuses), add("6666", statuses));
    EXPECT_EQ(breaches_of(verdict_of_race({problem(400), answer(200)}, of_team(exchanges, R"("AM-RSP-005")"))),
              Lines{"AM-RSP-005 #0 statuses: expected 200 and 409, or 409 and 200, found 400 and 200"});
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
    EXPECT_EQ(breaches_of(verdict_of_race({answer(200), problem(409)}, test, {problem(422)})),
              Lines{"AM-SIG-001 #2 status: expected 200, found 422"});
}

TEST(Replayer, RaceIsNotRunOverOneConnection) {
    ScriptedTransport server({}), hook({});
    const Verdict verdict =
        replay(of_team(racing(add("5555", "{}"), add("6666", "{}"))), subject(server, &hook), policy());
    EXPECT_EQ(verdict.kind, VerdictKind::not_run);
    EXPECT_EQ(verdict.reason, "sends exchanges at once, and there is one connection");
}

TEST(Replayer, ExchangesAtOnceStayTogetherWhereTheLastOneIsRefused) {
    const std::string statuses = R"({"status": 200})", refused = R"({"status": 409})";
    EXPECT_EQ(verdict_of_race({answer(200), problem(409)},
                              of_team(racing(add("5555", statuses), add("6666", refused), "[[200, 409]]")))
                  .kind,
              VerdictKind::conformant);
    const Case both_refused = of_team(racing(add("5555", refused), add("6666", refused), "[[409, 409]]"));
    EXPECT_EQ(verdict_of_race({problem(409), problem(409)}, both_refused, {problem(404)}).kind,
              VerdictKind::conformant);
}

}  // namespace
}  // namespace keyturn
