#include "conformance/load/patience.h"

#include <gtest/gtest.h>

#include "conformance/load/load_test_support.h"

namespace keyturn {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using Waits = std::vector<microseconds>;

Received refused(std::vector<HeaderLine> headers = {}, int status = 429) {
    return Reply(HttpResponse{status, "", std::move(headers), ""});
}

Received refused_for(const char* seconds_asked, int status = 429) {
    return refused({{"Retry-After", seconds_asked}}, status);
}

// A patience of that many seconds, before a server that plays a script.
struct Asked {
    Asked(int most_seconds, std::vector<Received> script)
        : server(std::move(script)),
          patience(
              seconds(most_seconds), time.source(), [] { return 1'790'000'000'000; },
              [this](const std::string& sentence) { said.push_back(sentence); }),
          way(std::make_unique<BorrowedTransport>(server), patience) {}

    std::string silence() {
        const Received received = way.exchange({"GET", "/x", {}, ""});
        if (received) return "answered";
        EXPECT_EQ(received.error().kind, SilenceKind::overloaded);
        return received.error().reason;
    }

    FakeTime time;
    std::vector<std::string> said;
    ScriptedTransport server;
    Patience patience;
    PatientTransport way;
};

TEST(Patience, a_refusal_for_load_is_waited_out_and_the_same_request_sent_again) {
    Asked asked(60, {refused_for("3"), answer(200)});
    EXPECT_EQ(status_of(asked.way.exchange({"POST", "/x", {{"A", "b"}}, "body"})), 200);
    EXPECT_EQ(asked.time.sleeps, Waits{seconds(3)});
    EXPECT_EQ(asked.said, std::vector<std::string>{"waiting 3 s: the server answers 429"});
    ASSERT_EQ(asked.server.requests.size(), 2u);
    for (const HttpRequest& request : asked.server.requests)
        EXPECT_EQ(request.method + request.target + request.headers[0].second + request.body, "POST/xbbody");
}

TEST(Patience, unavailable_is_waited_out_too_where_it_names_a_time) {
    Asked asked(60, {refused_for("2", 503), answer(200), refused({}, 503)});
    EXPECT_EQ(status_of(asked.way.exchange({})), 200);
    EXPECT_EQ(asked.said, std::vector<std::string>{"waiting 2 s: the server answers 503"});
    EXPECT_EQ(status_of(asked.way.exchange({})), 503);
    EXPECT_EQ(asked.time.sleeps, Waits{seconds(2)});
}

TEST(Patience, all_other_answers_broken_ones_and_silences_come_through) {
    Asked asked(60, {answer(200), problem(400), problem(500), broken("b"), silent(SilenceKind::reset, "r")});
    for (const int status : {200, 400, 500, 0}) EXPECT_EQ(status_of(asked.way.exchange({})), status);
    EXPECT_EQ(asked.way.exchange({}).error().reason, "r");
    EXPECT_TRUE(asked.time.sleeps.empty());
}

TEST(Patience, without_a_time_the_waits_double_from_one_second_to_sixteen) {
    Asked asked(1000, {refused(), refused(), refused_for("0"), refused_for("-9"), refused(), refused(), answer(200),
                       refused(), answer(200)});
    EXPECT_EQ(status_of(asked.way.exchange({})), 200);
    EXPECT_EQ(asked.time.sleeps, (Waits{seconds(1), seconds(2), seconds(4), seconds(8), seconds(16), seconds(16)}));
    EXPECT_EQ(status_of(asked.way.exchange({})), 200);
    EXPECT_EQ(asked.time.sleeps.back(), seconds(1));
}

TEST(Patience, a_wait_longer_than_what_is_left_is_a_silence_that_says_how_long) {
    Asked asked(60, {refused_for("61"), refused_for("60"), answer(200), refused_for("1"), refused()});
    EXPECT_EQ(asked.silence(),
              "the server answers 429 and asks to wait 61 s, and 60 s are left for waiting (--max-wait)");
    EXPECT_EQ(asked.silence(), "answered");
    EXPECT_EQ(asked.silence(),
              "the server answers 429 and asks to wait 1 s, and 0 s are left for waiting (--max-wait)");
    EXPECT_EQ(asked.silence(),
              "the server answers 429 and names no time to wait, and 0 s are left for waiting (--max-wait)");
    EXPECT_EQ(asked.time.sleeps, Waits{seconds(60)});
    EXPECT_EQ(asked.said.size(), 1u);
}

TEST(Patience, times_without_end_are_told_as_such) {
    Asked asked(60, {refused_for("99999999999999999999")});
    EXPECT_EQ(asked.silence(),
              "the server answers 429 and asks to wait 31556952 s or more, and 60 s are left for waiting (--max-wait)");
}

TEST(Patience, a_server_that_never_stops_refusing_is_asked_until_the_patience_ends) {
    Asked asked(4, {refused_for("1"), refused_for("1"), refused_for("1"), refused_for("1"), refused_for("1")});
    EXPECT_NE(asked.silence(), "answered");
    EXPECT_TRUE(asked.server.played_out());
}

TEST(Patience, a_wait_that_is_broken_off_is_a_silence) {
    Asked asked(60, {refused_for("3")});
    asked.time.ends_sleep_early = true;
    EXPECT_EQ(asked.silence(), "the server answers 429 and asks to wait 3 s; the wait was broken off");
}

TEST(Patience, while_one_connection_waits_the_others_hold_and_it_counts_once) {
    Asked asked(5, {answer(200)});
    const auto time_of_refusal = asked.time.now;
    const HttpResponse refusal{429, "", {{"Retry-After", "3"}}, ""};
    ASSERT_TRUE(asked.patience.wait_out(refusal, 0));
    asked.time.now = time_of_refusal + seconds(1);  // as another thread sees it
    EXPECT_EQ(status_of(asked.way.exchange({})), 200);
    EXPECT_EQ(asked.time.sleeps, (Waits{seconds(3), seconds(2)}));
    asked.time.now = time_of_refusal + seconds(2);
    ASSERT_TRUE(asked.patience.wait_out(refusal, 0));  // to 5: 2 s more
    asked.time.now = time_of_refusal;
    ASSERT_TRUE(asked.patience.wait_out(refusal, 0));  // to 3: nothing more
    EXPECT_EQ(asked.patience.wait_out(refusal, 0).error(),
              "the server answers 429 and asks to wait 3 s, and 0 s are left for waiting (--max-wait)");
}

TEST(Patience, whoever_wants_the_refusal_gets_it_but_holds_while_others_wait) {
    Asked asked(60, {refused_for("3"), answer(200)});
    EXPECT_EQ(status_of(asked.way.exchange_once({})), 429);
    EXPECT_TRUE(asked.time.sleeps.empty());
    const auto before = asked.time.now;
    ASSERT_TRUE(asked.patience.wait_out({429, "", {}, ""}, 0));
    asked.time.now = before;
    EXPECT_EQ(status_of(asked.way.exchange_once({})), 200);
    EXPECT_EQ(asked.time.sleeps, (Waits{seconds(1), seconds(1)}));
}

}  // namespace
}  // namespace keyturn
