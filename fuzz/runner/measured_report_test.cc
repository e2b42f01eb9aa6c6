#include "fuzz/runner/measured_report.h"

#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {
namespace {

const std::vector<TargetRow> table = {{.name = "a", .branch_floor = 90}, {.name = "b"}};

TargetReport report_of(std::string name) {
    return {.target = std::move(name),
            .seconds = 2,
            .executions = 201,
            .seeds = 1,
            .edges = 2,
            .edges_of_nothing = 1,
            .branches = BranchCoverage{100, 95, 1, {{"x.cc", 7, "if (x > 3)", "x > 3", true}, {"x.cc", 8, "t", "c"}}}};
}

std::vector<std::string> pointers_of(std::string_view json) {
    const auto report = read_report(*parse_json(json));
    std::vector<std::string> pointers;
    if (report) return pointers;
    for (const Problem& problem : report.error()) pointers.push_back(problem.pointer);
    return pointers;
}

TEST(MeasuredReport, reads_what_a_run_wrote) {
    const Budget budget = {.seconds = 2, .executions = {}, .from_empty = true};
    const auto report = read_report(report_json({report_of("a")}, table, budget));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->budget.seconds, 2u);
    EXPECT_EQ(report->budget.executions, std::nullopt);
    EXPECT_TRUE(report->budget.from_empty);
    EXPECT_FALSE(report->budget.kept_corpus);
    ASSERT_EQ(report->targets.size(), 1u);
    EXPECT_EQ(report->targets[0].name, "a");
    EXPECT_DOUBLE_EQ(report->targets[0].executions_a_second, 100.5);
    EXPECT_EQ(report->targets[0].percent, 95.0);
    EXPECT_EQ(report->targets[0].unreached, report_of("a").branches->unreached);
    EXPECT_TRUE(report->targets[0].is_sound);
}

TEST(MeasuredReport, reads_budgets_of_inputs_and_kept_corpora) {
    const Budget budget = {.seconds = {}, .executions = 7, .from_empty = false, .kept_corpus = true};
    const auto report = read_report(report_json({}, table, budget));
    ASSERT_TRUE(report);
    EXPECT_EQ(report->budget.seconds, std::nullopt);
    EXPECT_EQ(report->budget.executions, 7u);
    EXPECT_TRUE(report->budget.kept_corpus);
    EXPECT_FALSE(report->budget.from_empty);
}

TEST(MeasuredReport, findings_and_shortcomings_are_not_sound) {
    const Budget budget = {.seconds = 2, .executions = {}};
    TargetReport with_finding = report_of("a"), with_shortcoming = report_of("b");
    with_finding.findings = {{"o", "i", "r"}};
    with_shortcoming.branches.reset();
    const auto report = read_report(report_json({with_finding, with_shortcoming}, table, budget));
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->targets[0].is_sound);
    EXPECT_FALSE(report->targets[1].is_sound);
    EXPECT_EQ(report->targets[1].percent, std::nullopt);
    const UnreachedBefore before = unreached_of(*report);
    EXPECT_EQ(before.size(), 1u) << "of a target whose branches were not counted nothing is known";
    EXPECT_EQ(before.at("a"), with_finding.branches->unreached);
}

TEST(MeasuredReport, says_what_is_wrong) {
    EXPECT_EQ(pointers_of(R"({"schema": 2})"), (std::vector<std::string>{"/schema", "/budget", "/targets"}));
    EXPECT_EQ(pointers_of(R"({"schema": 1, "budget": {"seconds": -1, "executions": "x"}, "targets": []})"),
              (std::vector<std::string>{"/budget/seconds", "/budget/executions", "/budget/from_empty",
                                        "/budget/kept_corpus"}));
    EXPECT_EQ(pointers_of(R"({"schema": 1, "extra": 1,
        "budget": {"seconds": 1, "executions": null, "from_empty": true, "kept_corpus": true, "extra": 1},
        "targets": [{"executions_a_second": -1, "branches": {"percent": "x", "unreached": [{"line": 0.5}]}}]})"),
              (std::vector<std::string>{"/budget/extra",
                                        "/targets/0/executions",
                                        "/targets/0/seeds",
                                        "/targets/0/corpus",
                                        "/targets/0/peak_mb",
                                        "/targets/0/findings",
                                        "/targets/0/shortcomings",
                                        "/targets/0/name",
                                        "/targets/0/executions_a_second",
                                        "/targets/0/branches/count",
                                        "/targets/0/branches/reached",
                                        "/targets/0/branches/floor",
                                        "/targets/0/branches/unreachable",
                                        "/targets/0/branches/percent",
                                        "/targets/0/branches/unreached/0/file",
                                        "/targets/0/branches/unreached/0/line",
                                        "/targets/0/branches/unreached/0/text",
                                        "/targets/0/branches/unreached/0/condition",
                                        "/targets/0/branches/unreached/0/never",
                                        "/extra"}));
}

TEST(MeasuredReport, counts_end_at_1e15) {
    const auto with_speed = [](const std::string& speed) {
        std::string json = to_json(report_json({report_of("a")}, table, {.seconds = 2, .executions = {}}));
        json.replace(json.find("100.5"), 5, speed);
        return pointers_of(json);
    };
    EXPECT_TRUE(with_speed("0").empty());
    EXPECT_TRUE(with_speed("1e15").empty());
    for (const char* speed : {"1.1e15", "1e999", "-0.1", "\"1\""})
        EXPECT_EQ(with_speed(speed), std::vector<std::string>{"/targets/0/executions_a_second"}) << speed;
}

TEST(MeasuredReport, is_loaded_from_a_file) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "measured_report.json";
    ASSERT_TRUE(write_whole(file, to_json(report_json({}, table, {}))));
    EXPECT_TRUE(load_report(file));
    ASSERT_TRUE(write_whole(file, R"({"schema": 1})"));
    EXPECT_TRUE(load_report(file).error().contains("measured_report.json"));
    EXPECT_TRUE(load_report("/nowhere/report.json").error().starts_with("/nowhere/report.json: "));
}

}  // namespace
}  // namespace keyturn::fuzz
