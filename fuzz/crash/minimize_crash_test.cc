#include "fuzz/crash/minimize_crash.h"

namespace keyturn::fuzz {
namespace {

const CrashingTarget target{"crashing", CRASHING_TARGET, {.time = std::chrono::milliseconds(300), .megabytes = 512}};

std::expected<SmallerCrash, std::string> smaller(std::string_view input, const MinimizeBudget& budget = {},
                                                 const CrashingTarget& of = target) {
    FrameNames names(KEYTURN_SOURCE_DIR, FrameNames::installed_symbolizer());
    return minimize_crash(of, input, budget, names);
}

TEST(MinimizeCrash, keeps_what_the_oracle_needs) {
    const auto crash = smaller("bad and a lot that does not matter");
    ASSERT_TRUE(crash) << crash.error();
    EXPECT_EQ(crash->minimized.input, "bad");
    EXPECT_TRUE(crash->minimized.is_whole);
    EXPECT_TRUE(crash->bucket.starts_with("crashing-nothing-is-bad-")) << crash->bucket;
}

TEST(MinimizeCrash, does_not_take_a_crash_of_another_bucket) {
    const auto crash = smaller("bad rule!");
    ASSERT_TRUE(crash) << crash.error();
    EXPECT_EQ(crash->minimized.input, "bad") << "rule! crashes as well, by another oracle";
}

TEST(MinimizeCrash, runs_as_often_as_it_may) {
    const auto crash = smaller("bad and a lot that does not matter", {.runs = 5, .runs_at_a_limit = 1});
    ASSERT_TRUE(crash) << crash.error();
    EXPECT_EQ(crash->minimized.runs, 5u);
    EXPECT_FALSE(crash->minimized.is_whole);
}

TEST(MinimizeCrash, of_what_takes_too_long_tries_little) {
    const auto crash = smaller("slow, and then some", {.runs = 1'000, .runs_at_a_limit = 3});
    ASSERT_TRUE(crash) << crash.error();
    EXPECT_EQ(crash->minimized.runs, 3u);
    const CrashingTarget patient{"crashing", CRASHING_TARGET, {.time = std::chrono::seconds(20), .megabytes = 128}};
    const auto large = smaller("large, and then some", {.runs = 1'000, .runs_at_a_limit = 1}, patient);
    ASSERT_TRUE(large) << large.error();
    EXPECT_EQ(large->minimized.runs, 1u);
}

TEST(MinimizeCrash, goes_on_where_an_input_ends_the_process_that_forks) {
    const auto crash = smaller("bad orphan");
    ASSERT_TRUE(crash) << crash.error();
    EXPECT_EQ(crash->minimized.input, "bad");
}

TEST(MinimizeCrash, says_why_there_is_nothing_to_make_smaller) {
    EXPECT_EQ(smaller("good").error(), "it does not crash crashing: there is nothing to keep");
    EXPECT_TRUE(smaller("bad", {}, {"crashing", "/nowhere/fuzz_crashing"}).error().contains("/nowhere/fuzz_crashing"));
}

}  // namespace
}  // namespace keyturn::fuzz
