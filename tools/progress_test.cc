#include "tools/progress.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

struct Watched {
    std::chrono::milliseconds now{0};
    Progress progress;

    explicit Watched(bool is_terminal, std::size_t total = 9) : progress(total, is_terminal, [this] { return now; }) {}

    std::string after(int msec, VerdictKind kind = VerdictKind::conformant) {
        now += std::chrono::milliseconds(msec);
        Verdict verdict;
        verdict.kind = kind;
        return progress.after(verdict);
    }
};

TEST(Progress, on_a_terminal_one_line_is_written_over_ten_times_a_second_at_most) {
    Watched watched(true);
    EXPECT_EQ(watched.after(99), "");
    EXPECT_EQ(watched.after(1), "\x1b[Kkeyturn conform: 2 of 9 cases, 0 nonconformant\r");
    EXPECT_EQ(watched.after(99), "");
    EXPECT_EQ(watched.after(500), "\x1b[Kkeyturn conform: 4 of 9 cases, 0 nonconformant\r");
    EXPECT_EQ(watched.progress.cleared(), "\x1b[K");
}

TEST(Progress, elsewhere_a_line_is_written_every_ten_seconds) {
    Watched watched(false);
    EXPECT_EQ(watched.after(9'999), "");
    EXPECT_EQ(watched.after(1), "keyturn conform: 2 of 9 cases, 0 nonconformant\n");
    EXPECT_EQ(watched.after(9'999), "");
    EXPECT_EQ(watched.progress.cleared(), "");
}

TEST(Progress, what_fails_is_counted) {
    Watched watched(false);
    for (const VerdictKind kind : {VerdictKind::nonconformant, VerdictKind::flaky, VerdictKind::tolerated,
                                   VerdictKind::inconclusive, VerdictKind::not_run, VerdictKind::unimplemented})
        watched.after(0, kind);
    EXPECT_EQ(watched.after(10'000), "keyturn conform: 7 of 9 cases, 2 nonconformant\n");
}

TEST(Progress, nothing_is_said_of_the_last_case_for_the_report_follows) {
    for (const bool is_terminal : {true, false}) {
        EXPECT_EQ(Watched(is_terminal, 1).after(60'000), "");
        Watched two(is_terminal, 2);
        EXPECT_NE(two.after(60'000), "");
        EXPECT_EQ(two.after(60'000), "");
    }
}

}  // namespace
}  // namespace keyturn
