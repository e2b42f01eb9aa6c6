#include "fuzz/runner/branch_coverage.h"

namespace keyturn::fuzz {
namespace {

JsonValue exported() {
    return *parse_json(R"({"data": [{"files": [
        {"filename": "/p/protocol/base64.cc", "summary": {"branches": {"count": 10, "covered": 9, "percent": 90}}},
        {"filename": "/p/protocol/old_base64.cc", "summary": {"branches": {"count": 100, "covered": 1}}},
        {"filename": "/p/protocol/p256.cc", "summary": {"branches": {"count": 30, "covered": 21}}}]}]})");
}

TEST(BranchCoverage, is_the_sum_over_the_files_aimed_at) {
    const auto branches = branches_of(exported(), {"protocol/base64.cc", "protocol/p256.cc"});
    ASSERT_TRUE(branches);
    EXPECT_EQ(*branches, (BranchCoverage{40, 30}));
    EXPECT_DOUBLE_EQ(branches->percent(), 75.0);
    EXPECT_EQ(*branches_of(exported(), {"base64.cc"}), (BranchCoverage{10, 9})) << "whole names, not their ends";
}

TEST(BranchCoverage, files_without_branches_are_reached_altogether) {
    EXPECT_DOUBLE_EQ(BranchCoverage{}.percent(), 100.0);
}

TEST(BranchCoverage, a_file_that_the_target_does_not_have_is_an_error) {
    const auto branches = branches_of(exported(), {"protocol/base64.cc", "protocol/absent.cc"});
    ASSERT_FALSE(branches);
    EXPECT_EQ(branches.error(), "protocol/absent.cc is not part of the target: see \"aims_at\"");
}

TEST(BranchCoverage, other_json_is_no_export) {
    EXPECT_FALSE(branches_of(*parse_json(R"({"data": []})"), {}));
    EXPECT_FALSE(branches_of(*parse_json(R"({"data": [{"files": 1}]})"), {}));
}

}  // namespace
}  // namespace keyturn::fuzz
