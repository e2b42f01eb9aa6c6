#include "conformance/reports/run_record.h"

#include <gtest/gtest.h>

#include "conformance/reports/report_test_support.h"

namespace keyturn {
namespace {

std::string line(const Verdict& verdict) { return journal_line(verdict) + "\n"; }

std::vector<std::string> ids(const RunRecord& record) {
    std::vector<std::string> all;
    for (const Verdict& verdict : record.verdicts) all.push_back(verdict.case_id);
    return all;
}

using Texts = std::vector<std::string>;

TEST(RunRecord, shards_merge_by_case_id) {
    const auto record =
        read_run_record({line(verdict_of("c", VerdictKind::conformant)) + line(breaking("a", "AM-ROT-002")),
                         line(verdict_of("b", VerdictKind::not_run, "no state"))},
                        {"one", "two"});
    ASSERT_TRUE(record);
    EXPECT_EQ(ids(*record), (Texts{"a", "b", "c"}));
    EXPECT_EQ(record->verdicts[0].kind, VerdictKind::nonconformant);
    EXPECT_EQ(record->verdicts[0].breaches.size(), 1u);
    EXPECT_EQ(record->verdicts[1].reason, "no state");
    EXPECT_TRUE(record->remarks.empty());
}

TEST(RunRecord, a_case_that_was_judged_twice_can_be_flaky) {
    const auto record = read_run_record(
        {line(verdict_of("a", VerdictKind::conformant)), line(breaking("a", "AM-ROT-002"))}, {"one", "two"});
    ASSERT_TRUE(record);
    ASSERT_EQ(record->verdicts.size(), 1u);
    EXPECT_EQ(record->verdicts[0].kind, VerdictKind::flaky);
}

TEST(RunRecord, a_last_line_that_was_cut_is_left_out_and_told) {
    const std::string whole = line(verdict_of("a", VerdictKind::conformant));
    const auto record = read_run_record({whole + whole.substr(0, 20), whole}, {"killed", "whole"});
    ASSERT_TRUE(record);
    EXPECT_EQ(ids(*record), Texts{"a"});
    EXPECT_EQ(record->remarks, Texts{"killed: the last line is cut and left out; the run was ended in the middle"});
    EXPECT_TRUE(read_run_record({"{"}, {"killed"})->verdicts.empty());
}

TEST(RunRecord, an_empty_journal_is_a_run_of_nothing) {
    EXPECT_TRUE(read_run_record({""}, {"empty"})->verdicts.empty());
    EXPECT_TRUE(read_run_record({""}, {"empty"})->remarks.empty());
}

TEST(RunRecord, a_line_that_is_none_is_told_with_its_number) {
    const std::string good = line(verdict_of("a", VerdictKind::conformant));
    EXPECT_EQ(read_run_record({good, good + "{]\n" + good}, {"x", "file"}).error(),
              "file: line 2: expected a key at byte 1");
    EXPECT_EQ(read_run_record({"\n"}, {"file"}).error().substr(0, 14), "file: line 1: ");
    const auto unknown = read_run_record({R"({"schema": 2})"
                                          "\n"},
                                         {"file"});
    EXPECT_EQ(unknown.error(), "file: line 1: /schema: expected 1, found 2 (number)");
}

}  // namespace
}  // namespace keyturn
