#include "conformance/reports/run_difference.h"

#include <gtest/gtest.h>

#include "conformance/reports/report_test_support.h"

namespace keyturn {
namespace {

using enum VerdictKind;
using Texts = std::vector<std::string>;

RunDifference from_to(VerdictKind before, VerdictKind after, bool strict = false) {
    return difference_between({{verdict_of("a", before)}, {}}, {{verdict_of("a", after)}, {}}, strict);
}

TEST(RunDifference, from_right_to_wrong_is_newly_failing) {
    for (const VerdictKind wrong : {nonconformant, flaky}) {
        const RunDifference difference = from_to(conformant, wrong);
        EXPECT_EQ(difference.newly_failing, Texts{"a"});
        EXPECT_TRUE(difference.still_failing.empty() && difference.fixed.empty() && difference.appeared.empty());
    }
    EXPECT_EQ(from_to(not_run, nonconformant).newly_failing, Texts{"a"});
    EXPECT_EQ(from_to(inconclusive, nonconformant).newly_failing, Texts{"a"});
}

TEST(RunDifference, from_wrong_to_right_is_fixed) {
    EXPECT_EQ(from_to(nonconformant, conformant).fixed, Texts{"a"});
    EXPECT_EQ(from_to(flaky, tolerated).fixed, Texts{"a"});
    EXPECT_TRUE(from_to(conformant, conformant).fixed.empty());
    EXPECT_TRUE(from_to(not_run, conformant).fixed.empty());
}

TEST(RunDifference, wrong_both_times_is_still_failing) {
    const RunDifference difference = from_to(nonconformant, flaky);
    EXPECT_EQ(difference.still_failing, Texts{"a"});
    EXPECT_TRUE(difference.newly_failing.empty());
}

TEST(RunDifference, strict_counts_what_is_tolerated) {
    EXPECT_TRUE(from_to(conformant, tolerated).newly_failing.empty());
    EXPECT_EQ(from_to(conformant, tolerated, true).newly_failing, Texts{"a"});
    EXPECT_EQ(from_to(tolerated, conformant, true).fixed, Texts{"a"});
}

TEST(RunDifference, what_is_no_longer_judged_is_told) {
    for (const VerdictKind silent : {inconclusive, not_run, unimplemented}) {
        EXPECT_EQ(from_to(conformant, silent).no_longer_judged, Texts{"a"});
        EXPECT_EQ(from_to(nonconformant, silent).no_longer_judged, Texts{"a"});
        EXPECT_TRUE(from_to(silent, not_run).no_longer_judged.empty());
    }
}

TEST(RunDifference, cases_appear_and_vanish) {
    const RunDifference difference = difference_between(
        {{verdict_of("b", conformant), verdict_of("d", nonconformant)}, {}},
        {{verdict_of("a", conformant), breaking("c", "AM-ROT-002"), verdict_of("d", nonconformant)}, {}}, false);
    EXPECT_EQ(difference.appeared, (Texts{"a", "c"}));
    EXPECT_EQ(difference.newly_failing, Texts{"c"});
    EXPECT_EQ(difference.vanished, Texts{"b"});
    EXPECT_EQ(difference.still_failing, Texts{"d"});
}

}  // namespace
}  // namespace keyturn
