#include "fuzz/runner/target_report.h"

#include "conformance/schema_test_support.h"

namespace keyturn::fuzz {
namespace {

const std::vector<TargetRow> table = {
    {.name = "a", .branch_floor = 90, .executions_floor = 100},
};

TargetReport good_report() {
    return {.target = "a",
            .seconds = 2,
            .executions = 200,
            .seeds = 3,
            .edges = 11,
            .edges_of_nothing = 10,
            .peak_mb = 60,
            .corpus_files = 4,
            .corpus_bytes = 1500,
            .branches = BranchCoverage{100, 90}};
}

Branch branch_of_line(std::size_t line) { return {"x.cc", line, "if (x > 3)", "x > 3", true}; }

const Budget two_seconds = {.seconds = 2, .executions = std::nullopt};
const Budget two_hundred_runs = {.seconds = std::nullopt, .executions = 200};

std::vector<std::string> shortcomings_of(const TargetReport& report, const Budget& budget = two_seconds) {
    return shortcomings(report, table[0], budget);
}

TEST(TargetReport, a_run_that_reached_its_floors_lacks_nothing) {
    EXPECT_TRUE(shortcomings_of(good_report()).empty());
    EXPECT_TRUE(shortcomings_of(good_report(), two_hundred_runs).empty());
    EXPECT_EQ(exit_status_of({good_report()}, table, two_seconds), 0);
}

TEST(TargetReport, a_run_that_is_too_slow_falls_short_where_time_was_its_budget) {
    TargetReport report = good_report();
    report.executions = 199;
    EXPECT_EQ(shortcomings_of(report), std::vector<std::string>{"it ran 100 inputs a second, and its floor is 100"});
    report.executions = 150;
    EXPECT_EQ(shortcomings_of(report), std::vector<std::string>{"it ran 75 inputs a second, and its floor is 100"});
    EXPECT_EQ(exit_status_of({report}, table, two_seconds), 3);
}

TEST(TargetReport, a_run_that_ended_early_falls_short_where_runs_were_its_budget) {
    TargetReport report = good_report();
    report.executions = 199;
    EXPECT_EQ(shortcomings_of(report, two_hundred_runs), std::vector<std::string>{"it ran 199 inputs of 200"});
}

TEST(TargetReport, a_run_without_seeds_falls_short_unless_it_was_to_have_none) {
    TargetReport report = good_report();
    report.seeds = 0;
    EXPECT_EQ(shortcomings_of(report), std::vector<std::string>{"no seed was loaded"});
    Budget from_empty = two_seconds;
    from_empty.from_empty = true;
    EXPECT_TRUE(shortcomings_of(report, from_empty).empty());
}

TEST(TargetReport, a_run_that_gained_nothing_over_an_empty_input_falls_short) {
    TargetReport report = good_report();
    report.edges = report.edges_of_nothing;
    EXPECT_EQ(shortcomings_of(report),
              std::vector<std::string>{"it reached no edge that an empty input does not reach (10)"});
}

TEST(TargetReport, a_run_under_its_branch_floor_or_without_a_count_falls_short) {
    TargetReport report = good_report();
    report.branches = BranchCoverage{1000, 899};
    EXPECT_EQ(shortcomings_of(report),
              std::vector<std::string>{"it reached 899 of 1000 branches, 89.9 %, and its floor is 90 %"});
    report.branches.reset();
    EXPECT_EQ(shortcomings_of(report), std::vector<std::string>{"its branches could not be counted"});
}

TEST(TargetReport, mistakes_about_unreachable_branches_are_shortcomings) {
    TargetReport report = good_report();
    report.branches->mistakes = {"fuzz/unreachable.json: it was reached"};
    EXPECT_EQ(shortcomings_of(report), report.branches->mistakes);
    EXPECT_EQ(exit_status_of({report}, table, two_seconds), 3);
}

TEST(TargetReport, a_run_under_its_floor_shows_what_was_not_reached) {
    TargetReport report = good_report();
    report.branches->unreached = {branch_of_line(7)};
    EXPECT_FALSE(report_text({report}, table, two_seconds, {}).contains("x.cc")) << "it reached its floor";
    report.branches->reached = 89;
    EXPECT_TRUE(report_text({report}, table, two_seconds, {{"b", {}}})
                    .ends_with("\na: it reached 89 of 100 branches, 89.0 %, and its floor is 90 %\n"
                               "  not reached:\n    x.cc:7: x > 3 was never true\n"));
}

TEST(TargetReport, a_run_under_its_floor_shows_what_it_lost_where_that_is_known) {
    TargetReport report = good_report();
    report.branches->reached = 89;
    report.branches->unreached = {branch_of_line(7), branch_of_line(8)};
    const std::string text = report_text({report}, table, two_seconds, {{"a", {branch_of_line(7)}}});
    EXPECT_TRUE(text.ends_with("  lost since the earlier run:\n    x.cc:8: x > 3 was never true\n")) << text;
}

TEST(TargetReport, forty_branches_are_shown) {
    TargetReport report = good_report();
    report.branches->reached = 0;
    for (std::size_t line = 1; line <= 40; ++line) report.branches->unreached.push_back(branch_of_line(line));
    EXPECT_TRUE(report_text({report}, table, two_seconds, {}).ends_with("    x.cc:40: x > 3 was never true\n"));
    report.branches->unreached.push_back(branch_of_line(41));
    EXPECT_TRUE(report_text({report}, table, two_seconds, {})
                    .ends_with("x.cc:40: x > 3 was never true\n    and 1 more: build/fuzzing/report.json\n"));
}

TEST(TargetReport, trouble_is_the_only_thing_said) {
    TargetReport report = {.target = "a", .trouble = "the target stopped: exit status 1"};
    EXPECT_EQ(shortcomings_of(report), std::vector<std::string>{"the target stopped: exit status 1"});
}

TEST(TargetReport, a_finding_counts_more_than_a_shortcoming_and_no_target_is_one) {
    TargetReport report = good_report();
    report.seeds = 0;
    report.findings = {{"oracle violated: x", "f/crash-1", "fuzz_a f/crash-1"}};
    EXPECT_EQ(exit_status_of({report}, table, two_seconds), 1);
    EXPECT_EQ(exit_status_of({}, table, two_seconds), 3);
}

TEST(TargetReport, the_text_has_a_row_a_target_and_what_to_do_next) {
    TargetReport report = good_report();
    report.findings = {{"oracle violated: x", "f/crash-1", "fuzz_a f/crash-1"}};
    report.seeds = 0;
    const std::string text = report_text({report}, table, two_seconds, {});
    EXPECT_EQ(text,
              "target                         runs   runs/s  seeds             corpus  branches  floor    MB  finds\n"
              "a                               200      100      0         4 (1.5 kB)    90.0 %     90    60      1\n"
              "\na: oracle violated: x\n  input: f/crash-1\n  again: fuzz_a f/crash-1\n"
              "\na: no seed was loaded\n");
}

TEST(TargetReport, the_json_says_the_same) {
    TargetReport report = good_report();
    report.findings = {{"oracle violated: x", "f/crash-1", "fuzz_a f/crash-1"}};
    report.branches->unreachable = 3;
    report.branches->unreached = {branch_of_line(7)};
    EXPECT_EQ(
        to_json(report_json({report}, table, two_seconds)),
        R"({"schema":1,"budget":{"seconds":2,"executions":null,"from_empty":false,"kept_corpus":false},"targets":[{"name":"a","executions":200,"executions_a_second":100.0,"seeds":3,)"
        R"("corpus":{"files":4,"bytes":1500},"branches":{"count":100,"reached":90,"percent":90.0,"floor":90.0,"unreachable":3,)"
        R"json("unreached":[{"file":"x.cc","line":7,"text":"if (x > 3)","condition":"x > 3","never":"true"}]},)json"
        R"("peak_mb":60,"findings":[{"oracle":"oracle violated: x","input":"f/crash-1","repeat":"fuzz_a f/crash-1"}],)"
        R"("shortcomings":[]}]})");
    report.branches->unreached[0].outcome = false;
    EXPECT_TRUE(to_json(report_json({report}, table, two_seconds)).contains(R"("never":"false")"));
    report.branches.reset();
    const Budget other = {.seconds = {}, .executions = 200, .from_empty = true, .kept_corpus = true};
    EXPECT_TRUE(to_json(report_json({report}, table, other)).contains(R"("branches":null)"));
    EXPECT_TRUE(to_json(report_json({report}, table, other))
                    .contains(R"("budget":{"seconds":null,"executions":200,"from_empty":true,"kept_corpus":true})"));
    EXPECT_TRUE(report_text({report}, table, two_seconds, {}).contains(" - "));
}

TEST(TargetReport, the_json_is_as_its_schema_says) {
    const Schema schema("report", "fuzz/schemas");
    TargetReport report = good_report();
    report.findings = {{"oracle violated: x", "f/crash-1", "fuzz_a f/crash-1"}};
    report.branches->unreached = {branch_of_line(7)};
    EXPECT_TRUE(schema.accepts(to_json(report_json({report}, table, two_seconds))));
    report.branches.reset();
    EXPECT_TRUE(schema.accepts(to_json(report_json({report, report}, table, two_hundred_runs))));
    EXPECT_FALSE(schema.accepts(R"({"schema": 1, "targets": []})"));
}

}  // namespace
}  // namespace keyturn::fuzz
