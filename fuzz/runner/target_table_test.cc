#include "fuzz/runner/target_table.h"

#include <filesystem>

#include "conformance/schema_test_support.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

std::vector<std::string> pointers_of(std::string_view json) {
    const auto table = read_target_table(*parse_json(json));
    std::vector<std::string> pointers;
    if (table) return pointers;
    for (const Problem& problem : table.error()) pointers.push_back(problem.pointer);
    return pointers;
}

TEST(TargetTable, reads_a_row) {
    const auto table = read_target_table(*parse_json(
        R"({"schema": 1, "targets": [{"name": "a", "subject": "s", "aims_at": ["f.cc"], "mutator": "json",
            "dictionary": "d", "branch_floor": 95.5, "executions_floor": 100}]})"));
    ASSERT_TRUE(table);
    const TargetRow* row = find_target(*table, "a");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->subject, "s");
    EXPECT_EQ(row->aims_at, std::vector<std::string>{"f.cc"});
    EXPECT_EQ(row->mutator, "json");
    EXPECT_EQ(row->dictionary, "d");
    EXPECT_DOUBLE_EQ(row->branch_floor, 95.5);
    EXPECT_EQ(row->executions_floor, 100u);
    EXPECT_EQ(find_target(*table, "b"), nullptr);
}

TEST(TargetTable, says_what_is_wrong_with_a_row) {
    EXPECT_EQ(pointers_of(R"({"schema": 2, "targets": []})"), std::vector<std::string>{"/schema"});
    EXPECT_EQ(pointers_of(R"({"schema": 1, "targets": [{"name": "", "subject": "s", "aims_at": [], "branch_floor": 101,
                              "executions_floor": -1, "extra": 1}]})"),
              (std::vector<std::string>{"/targets/0/name", "/targets/0/aims_at", "/targets/0/branch_floor",
                                        "/targets/0/executions_floor", "/targets/0/extra"}));
}

TEST(TargetTable, percents_end_at_0_and_100) {
    const auto with_floor = [](std::string_view floor) {
        return pointers_of(
            R"({"schema": 1, "targets": [{"name": "a", "subject": "s", "aims_at": ["f"], "branch_floor": )" +
            std::string(floor) + R"(, "executions_floor": 0}]})");
    };
    EXPECT_TRUE(with_floor("0").empty());
    EXPECT_TRUE(with_floor("100").empty());
    for (const char* floor : {"100.1", "-0.1", "\"50\"", "null"})
        EXPECT_EQ(with_floor(floor), std::vector<std::string>{"/targets/0/branch_floor"}) << floor;
}

TEST(TargetTable, refuses_two_rows_of_one_name) {
    const std::string row =
        R"({"name": "a", "subject": "s", "aims_at": ["f"], "branch_floor": 0, "executions_floor": 0})";
    EXPECT_EQ(pointers_of(R"({"schema": 1, "targets": [)" + row + "," + row + "]}"),
              std::vector<std::string>{"/targets/1"});
}

TEST(TargetTable, of_this_project_names_files_that_exist) {
    const std::filesystem::path root = KEYTURN_SOURCE_DIR;
    const auto table = load_target_table(root);
    ASSERT_TRUE(table) << table.error();
    EXPECT_GE(table->size(), 16u);
    EXPECT_TRUE(Schema("targets", "fuzz/schemas").accepts_file((root / "fuzz/targets.json").string()));
    for (const TargetRow& row : *table) {
        EXPECT_TRUE(exists(root / source_of(root, row.name))) << row.name;
        for (const std::string& file : row.aims_at) EXPECT_TRUE(exists(root / file)) << row.name << ": " << file;
    }
}

TEST(TargetTable, targets_are_chosen_by_name_in_the_order_of_the_table) {
    const std::vector<TargetRow> table = {{.name = "a"}, {.name = "b"}, {.name = "c"}};
    const auto names = [](const std::vector<TargetRow>& rows) {
        std::string text;
        for (const TargetRow& row : rows) text += row.name;
        return text;
    };
    EXPECT_EQ(names(*chosen_targets(table, {})), "abc");
    EXPECT_EQ(names(*chosen_targets(table, {"c", "a"})), "ac");
    EXPECT_EQ(chosen_targets(table, {"a", "x"}).error(), "there is no target 'x'");
}

TEST(TargetTable, targets_have_their_sources_in_two_folders) {
    EXPECT_EQ(source_of(KEYTURN_SOURCE_DIR, "request"), "fuzz/request.cc");
    EXPECT_EQ(source_of(KEYTURN_SOURCE_DIR, "event_second_opinion"), "fuzz/second_opinion/event_second_opinion.cc");
}

TEST(TargetTable, a_project_without_one_is_said) {
    EXPECT_TRUE(load_target_table("/nowhere").error().starts_with("/nowhere/fuzz/targets.json: "));
}

}  // namespace
}  // namespace keyturn::fuzz
