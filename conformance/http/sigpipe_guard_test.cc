#include "conformance/http/sigpipe_guard.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <unistd.h>

#include <array>

namespace keyturn {
namespace {

void write_into_a_broken_pipe() {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    close(ends[0]);
    EXPECT_EQ(write(ends[1], "x", 1), -1);
    close(ends[1]);
}

bool is_pending() {
    sigset_t pending{};
    sigpending(&pending);
    return sigismember(&pending, SIGPIPE) == 1;
}

bool is_blocked() {
    sigset_t blocked{};
    pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    return sigismember(&blocked, SIGPIPE) == 1;
}

TEST(SigpipeGuard, a_broken_pipe_does_not_end_the_process) {
    ASSERT_NE(std::signal(SIGPIPE, SIG_DFL), SIG_ERR);
    {
        const SigpipeGuard guard;
        write_into_a_broken_pipe();
    }
    EXPECT_FALSE(is_pending());
    EXPECT_FALSE(is_blocked());
}

TEST(SigpipeGuard, does_without_a_signal_to_swallow) {
    {
        const SigpipeGuard guard;
    }
    EXPECT_FALSE(is_blocked());
}

TEST(SigpipeGuard, leaves_a_signal_that_was_pending_before) {
    const SigpipeGuard outer;
    write_into_a_broken_pipe();
    {
        const SigpipeGuard inner;
        write_into_a_broken_pipe();
    }
    EXPECT_TRUE(is_pending());
    EXPECT_TRUE(is_blocked());
}

}  // namespace
}  // namespace keyturn
