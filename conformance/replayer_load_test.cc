// Which answers about a server's load are wanted, and which are waited out on the way.
#include <gtest/gtest.h>

#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

// A way that waits and asks again answers 200; one that is asked once answers 429.
class BusyTransport final : public Transport {
  public:
    Received exchange(const HttpRequest&) override { return answer(200); }
    Received exchange_once(const HttpRequest&) override { return problem(429); }
};

Verdict verdict_before_a_busy_server(const Case& test) {
    BusyTransport server;
    ScriptedTransport hook({answer(200), answer(200)});
    ServerUnderTest under_test = subject(server, &hook);
    under_test.connect = [] { return std::make_unique<BusyTransport>(); };
    return replay(test, under_test, policy());
}

VerdictKind kind_of(const std::string& exchanges) { return verdict_before_a_busy_server(stateless(exchanges)).kind; }

std::string at_once(const std::string& response, const std::string& outcomes) {
    return R"({"parallel": [)" + get(response) + ", " + get("{}") + R"(], "outcomes": )" + outcomes + "}";
}

TEST(ReplayerUnderLoad, ARefusalForLoadIs429Or503) {
    EXPECT_TRUE(holds_refusal_for_load({400, 429}));
    EXPECT_TRUE(holds_refusal_for_load({503}));
    for (const int status : {428, 430, 502, 504}) EXPECT_FALSE(holds_refusal_for_load({status})) << status;
    EXPECT_FALSE(holds_refusal_for_load({}));
}

TEST(ReplayerUnderLoad, AnExchangeThatExpectsARefusalForLoadGetsIt) {
    EXPECT_EQ(kind_of(get(R"({"status": 429})")), VerdictKind::conformant);
    EXPECT_EQ(kind_of(get(R"({"status": [503, 200]})")), VerdictKind::nonconformant);
    EXPECT_EQ(kind_of(get(R"({"status": [503, 429]})")), VerdictKind::conformant);
}

TEST(ReplayerUnderLoad, AnyOtherExchangeOfTheCaseIsWaitedFor) {
    EXPECT_EQ(kind_of(get(R"({"status": 200})")), VerdictKind::conformant);
    EXPECT_EQ(kind_of(get(R"({"status": [428, 430, 502, 504]})")), VerdictKind::nonconformant);
    EXPECT_EQ(kind_of(get(R"({"status": 200})") + ", " + get(R"({"status": 429})")), VerdictKind::conformant);
}

TEST(ReplayerUnderLoad, ExchangesAtOnceAreAskedOnceWhereAStatusOrAnOutcomeIsARefusalForLoad) {
    EXPECT_EQ(kind_of(at_once("{}", "[[200, 200]]")), VerdictKind::conformant);
    EXPECT_EQ(kind_of(at_once("{}", "[[200, 200], [429, 429]]")), VerdictKind::conformant);
    EXPECT_EQ(kind_of(at_once("{}", "[[200, 200], [503, 503]]")), VerdictKind::nonconformant);
    EXPECT_EQ(kind_of(at_once(R"({"status": [200, 503]})", "[[200, 200]]")), VerdictKind::nonconformant);
}

TEST(ReplayerUnderLoad, ARefusalThatCouldNotBeWaitedOutIsInconclusiveWithItsReason) {
    const Verdict verdict = verdict_of(stateless(), {silent(SilenceKind::overloaded, "the server asks to wait 900 s")});
    EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
    EXPECT_EQ(verdict.reason, "the server asks to wait 900 s");
}

TEST(ReplayerUnderLoad, AnAnswerThatOurTimeEndedBeforeIsInconclusiveWithoutAskingAgain) {
    const Verdict verdict = verdict_of(stateless(), {silent(SilenceKind::out_of_time, "the time is over")});
    EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
    EXPECT_EQ(verdict.reason, "the time is over");
}

// ---- reading back

// Answers like a server without groups to show, but for one request, which comes to what is given.
class ReadBackTransport final : public Transport {
  public:
    ReadBackTransport(int silent_at, Received silence) : silent_at_(silent_at), silence_(std::move(silence)) {}

    Received exchange(const HttpRequest& request) override {
        if (++asked_ == silent_at_) return silence_;
        return request.method == "GET" ? answer(200, R"({"data": {"member_ids": []}})") : problem(400);
    }

  private:
    int silent_at_, asked_ = 0;
    Received silence_;
};

// Is busy whenever the group is read, and resets the connection of every other request.
class BusyReader final : public Transport {
  public:
    Received exchange(const HttpRequest& request) override {
        return request.method == "GET" ? silent(SilenceKind::overloaded, "busy") : silent(SilenceKind::reset, "reset");
    }
};

// Reads the conversation and its events, is refused, and reads both again.
Verdict verdict_on_a_refusal(int silent_at, const Received& silence,
                             const std::string& response = R"({"status": 400})") {
    ReadBackTransport server(silent_at, silence);
    ScriptedTransport hook({answer(200), answer(200)});
    return replay(of_team(add("5555", response)), subject(server, &hook), policy());
}

TEST(ReplayerUnderLoad, AReadingThatCouldNotBeWaitedForIsInconclusive) {
    const Received busy = silent(SilenceKind::overloaded, "the server asks to wait 900 s");
    for (const int reading : {1, 2, 4, 5}) {
        const Verdict verdict = verdict_on_a_refusal(reading, busy);
        EXPECT_EQ(verdict.kind, VerdictKind::inconclusive) << reading;
        EXPECT_EQ(verdict.reason, "what became of the group could not be read: the server asks to wait 900 s");
    }
    EXPECT_EQ(verdict_on_a_refusal(1, silent(SilenceKind::out_of_time, "over")).kind, VerdictKind::inconclusive);
    EXPECT_EQ(verdict_on_a_refusal(99, busy).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict_on_a_refusal(99, busy).reason, "");
}

TEST(ReplayerUnderLoad, AReadingThatTheServerDoesNotAnswerIsNotJudged) {
    for (const SilenceKind kind : {SilenceKind::closed, SilenceKind::reset, SilenceKind::timed_out})
        EXPECT_EQ(verdict_on_a_refusal(4, silent(kind, "nothing")).kind, VerdictKind::conformant);
}

TEST(ReplayerUnderLoad, AReadingThatWasCutOffHidesNoBreachAndNoOtherReason) {
    const Received busy = silent(SilenceKind::overloaded, "busy");
    const Verdict wrong = verdict_on_a_refusal(1, busy, R"({"status": 409})");
    EXPECT_EQ(wrong.kind, VerdictKind::tolerated);
    EXPECT_EQ(wrong.reason, "what became of the group could not be read: busy");
    BusyReader server;
    ScriptedTransport hook({answer(200), answer(200)});
    EXPECT_EQ(replay(of_team(add("5555", R"({"status": 400})")), subject(server, &hook), policy()).reason, "reset");
}

}  // namespace
}  // namespace keyturn
