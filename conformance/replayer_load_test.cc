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

}  // namespace
}  // namespace keyturn
