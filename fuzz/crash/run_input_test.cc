#include "fuzz/crash/run_input.h"

#include <gtest/gtest.h>

#include <csignal>

#include "fuzz/crash/crash.h"

namespace keyturn::fuzz {
namespace {

using std::chrono::milliseconds;

constexpr InputLimits enough{.time = milliseconds(60'000), .megabytes = 2'048};

TargetProcess target(const InputLimits& limits = enough) {
    auto process = TargetProcess::start(CRASHING_TARGET, limits);
    EXPECT_TRUE(process) << process.error();
    return *std::move(process);
}

InputRun ran(TargetProcess& process, std::string_view input) {
    auto run = process.run(input);
    EXPECT_TRUE(run) << run.error();
    return run.value_or(InputRun{});
}

TEST(RunInput, how_it_was_taken_is_told) {
    TargetProcess process = target();
    EXPECT_EQ(ran(process, "good").end, InputEnd::accepted);
    EXPECT_EQ(ran(process, "other").end, InputEnd::refused);
    EXPECT_EQ(ran(process, "").end, InputEnd::refused);
    EXPECT_FALSE(ran(process, "good").is_crash());
    EXPECT_FALSE(ran(process, "other").is_crash());
}

TEST(RunInput, any_byte_arrives_and_a_large_input) {
    TargetProcess process = target();
    EXPECT_EQ(ran(process, std::string_view("good\n\0\n12\n", 10)).end, InputEnd::accepted);
    EXPECT_EQ(ran(process, "good" + std::string(60'000, '\n')).end, InputEnd::accepted);
    EXPECT_EQ(ran(process, "good" + std::string(3'000'000, 'x')).end, InputEnd::refused);  // unread, as targets do
    EXPECT_EQ(ran(process, "good").end, InputEnd::accepted);
}

TEST(RunInput, an_oracle_that_does_not_hold_says_which) {
    TargetProcess process = target();
    const InputRun run = ran(process, "bad");
    EXPECT_EQ(run.end, InputEnd::killed);
    EXPECT_EQ(run.number, SIGABRT);
    EXPECT_TRUE(run.is_crash());
    EXPECT_TRUE(run.said.contains("oracle violated: nothing is bad\n")) << run.said;
}

TEST(RunInput, one_that_ends_the_process_ends_no_other) {
    TargetProcess process = target();
    for (int turn = 0; turn < 3; ++turn) {
        EXPECT_TRUE(ran(process, "fault").is_crash());
        EXPECT_EQ(ran(process, "good").end, InputEnd::accepted);
    }
}

TEST(RunInput, an_exit_has_its_status) {
    TargetProcess process = target();
    const InputRun run = ran(process, "exit");
    EXPECT_EQ(run.end, InputEnd::exited);
    EXPECT_EQ(run.number, 7);
    EXPECT_TRUE(run.is_crash());
}

TEST(RunInput, an_exception_that_nobody_catches_ends_it_where_it_was_thrown) {
    TargetProcess process = target();
    const InputRun run = ran(process, "throw");
    EXPECT_EQ(run.end, InputEnd::killed);
    EXPECT_EQ(run.number, SIGABRT);
    EXPECT_TRUE(run.said.contains("of depth 0")) << run.said;
    EXPECT_FALSE(crash_of(run)->stack.empty());
}

TEST(RunInput, a_full_stack_is_told_as_well) {
    TargetProcess process = target();
    const auto crash = crash_of(ran(process, "deep"));
    ASSERT_TRUE(crash);
    EXPECT_FALSE(crash->stack.empty());
}

TEST(RunInput, time_is_bounded) {
    TargetProcess process = target({.time = milliseconds(200), .megabytes = 2'048});
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(ran(process, "slow").end, InputEnd::too_slow);
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_GE(took, milliseconds(200));
    EXPECT_LT(took, milliseconds(20'000));
    EXPECT_TRUE(ran(process, "slow").is_crash());
}

TEST(RunInput, memory_is_bounded) {
    TargetProcess process = target({.time = milliseconds(60'000), .megabytes = 300});
    EXPECT_EQ(ran(process, "large").end, InputEnd::too_large);
    EXPECT_EQ(ran(process, "good").end, InputEnd::accepted);
}

TEST(RunInput, what_answers_otherwise_is_no_target) {
    for (const char* program : {"/bin/true", "/bin/echo"}) {
        const auto process = TargetProcess::start(program, enough);
        ASSERT_FALSE(process);
        EXPECT_TRUE(process.error().contains("does not answer to --crashes")) << process.error();
    }
    const auto absent = TargetProcess::start("/nowhere/fuzz_request", enough);
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error(), "/nowhere/fuzz_request: can't be started");
}

TEST(RunInput, a_process_can_be_handed_on) {
    TargetProcess first = target();
    TargetProcess second = target();
    second = std::move(first);
    EXPECT_EQ(ran(second, "good").end, InputEnd::accepted);
    EXPECT_EQ(second.program(), CRASHING_TARGET);
}

}  // namespace
}  // namespace keyturn::fuzz
