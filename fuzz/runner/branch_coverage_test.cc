#include "fuzz/runner/branch_coverage.h"

namespace keyturn::fuzz {
namespace {

// As llvm-cov exports it: a branch is [line, column, end line, end column, times true, times false, …], a segment
// [line, column, times run, …].
constexpr std::string_view exported_json = R"({"data": [{"files": [
    {"filename": "/p/protocol/old_a.cc", "branches": [[1, 1, 1, 2, 5, 5]], "segments": []},
    {"filename": "/p/protocol/a.cc",
     "branches": [[3, 9, 3, 14, 0, 1, 0, 0, 4], [3, 9, 3, 14, 2, 0, 0, 0, 4], [5, 9, 6, 10, 1, 0, 0, 0, 4]],
     "segments": [[1, 1, 4, true], [3, 9, 4, true], [5, 9, 4, true]]},
    {"filename": "/p/protocol/b.cc", "branches": [], "segments": []}]}]})";

const SourceText a = source_text("protocol/a.cc",
                                 "int f(int x) {\n"
                                 "    // why\n"
                                 "    if (x > 3) return 1;\n"
                                 "\n"
                                 "    if (x ==\n"
                                 "        2) return 2;\n"
                                 "}\n");
const SourceText b = source_text("protocol/b.cc", "");

std::vector<CountedBranch> counted(std::string_view json, const std::vector<SourceText>& sources = {a}) {
    const auto branches = branches_of(*parse_json(json), sources);
    return branches ? *branches : std::vector<CountedBranch>{};
}

std::vector<CountedBranch> counted_in(std::string_view branches, std::string_view segments, std::string_view text) {
    return counted(R"({"data": [{"files": [{"filename": "/a.cc", "branches": )" + std::string(branches) +
                       R"(, "segments": )" + std::string(segments) + "}]}]}",
                   {source_text("a.cc", text)});
}

TEST(BranchCoverage, a_condition_has_two_branches_with_line_and_text) {
    const std::vector<CountedBranch> branches = counted(exported_json);
    ASSERT_EQ(branches.size(), 4u);
    EXPECT_EQ(branches[0], (CountedBranch{{"protocol/a.cc", 3, "if (x > 3) return 1;", "x > 3", true}, true}));
    EXPECT_EQ(branches[1], (CountedBranch{{"protocol/a.cc", 3, "if (x > 3) return 1;", "x > 3", false}, true}))
        << "an instance of a template reaches what another does not";
    EXPECT_EQ(branches[2], (CountedBranch{{"protocol/a.cc", 5, "if (x ==", "x == 2", true}, true}));
    EXPECT_EQ(branches[3], (CountedBranch{{"protocol/a.cc", 5, "if (x ==", "x == 2", false}, false}));
}

TEST(BranchCoverage, is_counted_over_the_files_aimed_at) {
    const BranchCoverage coverage = coverage_of(counted(exported_json, {a, b}));
    EXPECT_EQ(coverage.branches, 4u);
    EXPECT_EQ(coverage.reached, 3u);
    EXPECT_DOUBLE_EQ(coverage.percent(), 75.0);
    ASSERT_EQ(coverage.unreached.size(), 1u);
    EXPECT_EQ(coverage.unreached[0].sentence_if_unreached(), "protocol/a.cc:5: x == 2 was never false");
    Branch other = coverage.unreached[0];
    other.outcome = true;
    EXPECT_EQ(other.sentence_if_unreached(), "protocol/a.cc:5: x == 2 was never true");
}

TEST(BranchCoverage, what_no_case_is_for_is_said_as_that) {
    Branch branch = {"a.cc", 7, "switch (type) {", "type", true};
    EXPECT_EQ(branch.sentence_if_unreached(), "a.cc:7: type always had a case");
    branch.outcome = false;
    EXPECT_EQ(branch.sentence_if_unreached(), "a.cc:7: type never had a case");
    branch.text = "switch (type_of(type)) {";
    EXPECT_EQ(branch.sentence_if_unreached(), "a.cc:7: type was never false");
}

TEST(BranchCoverage, files_are_told_by_whole_names) {
    const auto branches = branches_of(*parse_json(exported_json), {source_text("a.cc", "")});
    ASSERT_TRUE(branches);
    EXPECT_EQ(branches->size(), 4u) << "protocol/a.cc, not protocol/old_a.cc";
}

TEST(BranchCoverage, conditions_that_ran_and_had_no_outcome_are_the_compilers) {
    EXPECT_TRUE(counted_in("[[1, 5, 1, 6, 0, 0]]", "[[1, 1, 0], [1, 5, 7]]", "if (N) f();").empty());
    EXPECT_EQ(counted_in("[[1, 5, 1, 6, 0, 0]]", "[[1, 1, 7], [1, 5, 0]]", "if (n) f();").size(), 2u);
    EXPECT_EQ(counted_in("[[1, 5, 1, 6, 0, 0]]", "[[1, 1, 0], [1, 6, 7]]", "if (n) f();").size(), 2u)
        << "what comes later says nothing of it";
    EXPECT_EQ(counted_in("[[1, 5, 1, 6, 1, 0]]", "[[1, 1, 7]]", "if (n) f();").size(), 2u);
    EXPECT_EQ(counted_in("[[1, 5, 1, 6, 0, 1]]", "[[1, 1, 7]]", "if (n) f();").size(), 2u);
}

TEST(BranchCoverage, conditions_that_never_ran_are_the_compilers_by_their_text) {
    EXPECT_TRUE(counted_in("[[1, 8, 1, 12, 0, 0]]", "[]", "while (true) {").empty());
    EXPECT_TRUE(counted_in("[[1, 10, 1, 15, 0, 0]]", "[]", "} while (false);").empty());
    EXPECT_TRUE(counted_in("[[1, 15, 1, 16, 0, 0]]", "[]", "if constexpr (n) f();").empty());
    EXPECT_EQ(counted_in("[[1, 5, 1, 11, 0, 0]]", "[]", "if (truely) f();").size(), 2u);
}

TEST(BranchCoverage, rows_that_are_too_short_say_nothing) {
    EXPECT_TRUE(counted_in("[[1, 5, 1, 6, 0], [], 7]", "[[1, 1], 3]", "if (n) f();").empty());
}

TEST(BranchCoverage, files_without_branches_are_reached_altogether) {
    EXPECT_DOUBLE_EQ(BranchCoverage{}.percent(), 100.0);
}

TEST(BranchCoverage, a_file_that_the_target_does_not_have_is_an_error) {
    const auto branches = branches_of(*parse_json(exported_json), {a, source_text("protocol/absent.cc", "")});
    ASSERT_FALSE(branches);
    EXPECT_EQ(branches.error(), "protocol/absent.cc is not part of the target: see \"aims_at\"");
}

TEST(BranchCoverage, other_json_is_no_export) {
    EXPECT_EQ(branches_of(*parse_json(R"({"data": []})"), {}).error(), "this is no export of llvm-cov");
    EXPECT_FALSE(branches_of(*parse_json(R"({"data": [{"files": 1}]})"), {}));
}

TEST(BranchCoverage, what_was_lost_is_known_though_lines_moved) {
    const Branch one = {"f.cc", 3, "if (x)", "x", true}, moved = {"f.cc", 30, "if (x)", "x", true};
    const Branch other_outcome = {"f.cc", 3, "if (x)", "x", false}, other_file = {"g.cc", 3, "if (x)", "x", true};
    const Branch other_text = {"f.cc", 3, "if (!x)", "x", true}, other_condition = {"f.cc", 3, "if (x)", "y", true};
    EXPECT_TRUE(lost_branches({one}, {one}).empty());
    EXPECT_TRUE(lost_branches({moved}, {one}).empty());
    EXPECT_EQ(lost_branches({one, moved}, {moved}), std::vector<Branch>{one}) << "the one that stands elsewhere now";
    EXPECT_EQ(lost_branches({moved, one}, {moved}), std::vector<Branch>{one});
    for (const Branch& branch : {other_outcome, other_file, other_text, other_condition})
        EXPECT_EQ(lost_branches({branch}, {one}), std::vector<Branch>{branch});
    EXPECT_EQ(lost_branches({one, one}, {one}).size(), 1u) << "each row of before counts once";
}

}  // namespace
}  // namespace keyturn::fuzz
