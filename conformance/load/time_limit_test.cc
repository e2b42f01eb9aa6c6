#include "conformance/load/time_limit.h"

#include <gtest/gtest.h>

#include <thread>

#include "conformance/load/load_test_support.h"

namespace keyturn {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string run_over = "the run's time of 10 s is over (--run-timeout)";
const std::string case_over = "the server took the 1.5 s that a case may take (--case-timeout)";

// A run of 10 s and a case of 1.5 s, before a server that takes a time for each exchange.
struct Limited {
    explicit Limited(std::vector<Received> script, microseconds taken = {}) : server(std::move(script)), takes(taken) {}

    std::string reason() {
        const Received received = way.exchange({"GET", "/x", {}, ""});
        if (received) return *received ? "answered" : received->error();
        reason_kind = received.error().kind;
        return received.error().reason;
    }

    FakeTime time;
    ScriptedTransport server;
    microseconds takes;
    std::vector<microseconds> allowed;
    SilenceKind reason_kind{};
    RunLimit run{seconds(10), time.source()};
    CaseLimit of_case{milliseconds(1500)};
    LimitedTransport way{[this](const HttpRequest& request, microseconds at_most) {
                             allowed.push_back(at_most);
                             time.now += takes;
                             return server.exchange(request);
                         },
                         run, of_case, time.source()};
};

TEST(TimeLimit, an_exchange_has_what_the_exchanges_before_left_of_the_case) {
    Limited limited({answer(200), answer(200), answer(200)}, milliseconds(400));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limited.reason(), "answered");
    EXPECT_EQ(limited.allowed, (std::vector<microseconds>{milliseconds(1500), milliseconds(1100), milliseconds(700)}));
    EXPECT_EQ(limited.server.requests[2].target, "/x");
}

TEST(TimeLimit, a_case_that_begins_has_its_whole_time) {
    Limited limited({answer(200), answer(200)}, milliseconds(400));
    limited.reason();
    limited.of_case.begin();
    limited.reason();
    EXPECT_EQ(limited.allowed.back(), milliseconds(1500));
}

TEST(TimeLimit, once_the_case_is_over_nothing_is_sent) {
    Limited limited({answer(200)}, milliseconds(1500));
    EXPECT_EQ(limited.reason(), "answered");
    EXPECT_EQ(limited.reason(), case_over);
    EXPECT_EQ(limited.reason_kind, SilenceKind::out_of_time);
    EXPECT_TRUE(limited.server.played_out());
}

TEST(TimeLimit, time_between_exchanges_counts_for_the_run_and_not_for_the_case) {
    Limited limited({answer(200), answer(200)});
    limited.time.now += seconds(9);
    EXPECT_EQ(limited.reason(), "answered");
    EXPECT_EQ(limited.allowed.back(), seconds(1));
    limited.time.now += seconds(1);
    EXPECT_EQ(limited.reason(), run_over);
    EXPECT_EQ(limited.run.left(), seconds(0));
}

TEST(TimeLimit, what_the_end_of_the_case_cut_off_is_no_fault_of_the_answer) {
    Limited broken_off({broken("the deadline passed before the response was whole")}, milliseconds(1500));
    EXPECT_EQ(broken_off.reason(), case_over);
    Limited timed_out({silent(SilenceKind::timed_out, "no byte")}, milliseconds(1500));
    EXPECT_EQ(timed_out.reason(), case_over);
    Limited run_ends({silent(SilenceKind::timed_out, "no byte")}, seconds(10));
    EXPECT_EQ(run_ends.reason(), run_over);
    EXPECT_EQ(run_ends.reason_kind, SilenceKind::out_of_time);
}

TEST(TimeLimit, while_there_is_time_faults_and_silences_come_through) {
    Limited limited({broken("a fault"), silent(SilenceKind::reset, "reset")}, microseconds(749'999));
    EXPECT_EQ(limited.reason(), "a fault");
    EXPECT_EQ(limited.reason(), "reset");
    EXPECT_EQ(limited.reason_kind, SilenceKind::reset);
}

TEST(TimeLimit, an_answer_that_is_whole_counts_however_late) {
    Limited limited({answer(200)}, seconds(11));
    EXPECT_EQ(limited.reason(), "answered");
}

TEST(TimeLimit, exchanges_at_once_all_count) {
    CaseLimit limit{seconds(1)};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int spent = 0; spent < 1000; ++spent) limit.spend(microseconds(10));
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(limit.left(), milliseconds(960));
}

}  // namespace
}  // namespace keyturn
