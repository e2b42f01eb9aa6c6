#include "conformance/load/pacer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "conformance/load/load_test_support.h"

namespace keyturn {
namespace {

using std::chrono::microseconds;
using Waits = std::vector<microseconds>;

TEST(Pacer, the_first_turn_comes_at_once_and_each_further_one_an_interval_later) {
    FakeTime time;
    Pacer pacer(microseconds(250), time.source());
    for (int turn = 0; turn < 3; ++turn) pacer.await_turn();
    EXPECT_EQ(time.sleeps, (Waits{microseconds(250), microseconds(250)}));
}

TEST(Pacer, only_what_is_left_of_the_interval_is_slept) {
    FakeTime time;
    Pacer pacer(microseconds(250), time.source());
    pacer.await_turn();
    time.now += microseconds(100);
    pacer.await_turn();
    time.now += microseconds(250);
    pacer.await_turn();
    EXPECT_EQ(time.sleeps, Waits{microseconds(150)});
}

TEST(Pacer, turns_that_nobody_took_are_not_made_up_for) {
    FakeTime time;
    Pacer pacer(microseconds(250), time.source());
    pacer.await_turn();
    time.now += microseconds(10'000);
    pacer.await_turn();
    pacer.await_turn();
    EXPECT_EQ(time.sleeps, Waits{microseconds(250)});
}

TEST(Pacer, a_sleep_that_took_too_long_moves_the_turns_after_it) {
    FakeTime time;
    TimeSource late = time.source();
    late.sleep = [&time](microseconds asked) {
        time.sleeps.push_back(asked);
        time.now += asked + microseconds(40);
    };
    Pacer pacer(microseconds(250), late);
    for (int turn = 0; turn < 3; ++turn) pacer.await_turn();
    EXPECT_EQ(time.sleeps, (Waits{microseconds(250), microseconds(250)}));
}

TEST(Pacer, a_turn_comes_after_the_hold_and_the_next_one_an_interval_after_that) {
    FakeTime time;
    int holds = 0;
    Pacer pacer(microseconds(250), time.source(), [&] {
        if (++holds == 2) time.now += microseconds(10'000);
    });
    for (int turn = 0; turn < 3; ++turn) pacer.await_turn();
    EXPECT_EQ(holds, 3);
    EXPECT_EQ(time.sleeps, (Waits{microseconds(250), microseconds(250)}));
    EXPECT_EQ(time.now, FakeTime().now + microseconds(10'500));
}

TEST(Pacer, nobody_has_a_turn_while_another_one_holds) {
    std::atomic<bool> held = false, may_go_on = false;
    std::atomic<int> turns = 0;
    Pacer pacer(microseconds(0), {[] { return microseconds(0); }, [](microseconds) {}}, [&] {
        held = true;
        while (!may_go_on) std::this_thread::yield();
        ++turns;
    });
    std::thread first([&] { pacer.await_turn(); });
    while (!held) std::this_thread::yield();
    std::thread second([&] { pacer.await_turn(); });
    EXPECT_EQ(turns, 0);
    may_go_on = true;
    first.join();
    second.join();
    EXPECT_EQ(turns, 2);
}

TEST(Pacer, threads_share_its_turns) {
    std::atomic<std::int64_t> now = 0, slept = 0;
    Pacer pacer(microseconds(10), {[&] { return microseconds(now); },
                                   [&](microseconds time) {
                                       slept += time.count();
                                       now += time.count();
                                   }});
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 25; ++turn) pacer.await_turn();
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(slept, 99 * 10);
}

TEST(Pacer, every_request_on_any_connection_awaits_its_turn) {
    FakeTime time;
    Pacer pacer(microseconds(250), time.source());
    ScriptedTransport server({answer(200), answer(201), answer(202)});
    PacedTransport one(std::make_unique<BorrowedTransport>(server), pacer);
    PacedTransport other(std::make_unique<BorrowedTransport>(server), pacer);
    EXPECT_EQ(status_of(one.exchange({"GET", "/one", {}, ""})), 200);
    EXPECT_EQ(status_of(other.exchange({"GET", "/other", {}, ""})), 201);
    EXPECT_EQ(status_of(other.exchange_once({"GET", "/once", {}, ""})), 202);
    EXPECT_EQ(server.requests[1].target, "/other");
    EXPECT_EQ(time.sleeps, (Waits{microseconds(250), microseconds(250)}));
}

TEST(Pacer, what_is_sent_again_on_a_fresh_connection_has_another_turn) {
    FakeTime time;
    Pacer pacer(microseconds(250), time.source());
    ScriptedTransport server({silent(SilenceKind::stale, "closed"), answer(200), silent(SilenceKind::closed, "closed"),
                              silent(SilenceKind::stale, "closed"), silent(SilenceKind::stale, "again")});
    PacedTransport way(std::make_unique<BorrowedTransport>(server), pacer);
    EXPECT_EQ(status_of(way.exchange({"POST", "/one", {}, "body"})), 200);
    EXPECT_EQ(server.requests[1].body, "body");
    EXPECT_EQ(time.sleeps, Waits{microseconds(250)});
    EXPECT_EQ(way.exchange({}).error().kind, SilenceKind::closed);
    EXPECT_EQ(way.exchange({}).error().reason, "again");
    EXPECT_TRUE(server.played_out());
}

}  // namespace
}  // namespace keyturn
