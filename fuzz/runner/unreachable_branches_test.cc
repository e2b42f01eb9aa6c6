#include "fuzz/runner/unreachable_branches.h"

#include "conformance/schema_test_support.h"
#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

const std::vector<TargetRow> table = {{.name = "one", .aims_at = {"a.cc"}}, {.name = "two", .aims_at = {"a.cc"}}};

const SourceText source = source_text("a.cc",
                                      "int f(int x) {\n"                // 1
                                      "    if (x > 3 && g()) h();\n"    // 2
                                      "    if (same) h();\n"            // 3
                                      "    for (;;) {\n"                // 4
                                      "        if (same) h();\n"        // 5
                                      "    }\n"                         // 6
                                      "}\n"                             // 7
                                      "    }  // not in line\n"         // 8
                                      "if (x > 3 && g()) h();  //\n");  // 9

std::vector<CountedBranch> branches() {
    std::vector<CountedBranch> all;
    for (const auto& [line, condition] :
         {std::pair(std::size_t{2}, "x > 3"), {2, "g()"}, {3, "same"}, {5, "same"}, {9, "x > 3"}})
        for (const bool outcome : {true, false})
            all.push_back({{"a.cc", line, "", condition, outcome}, condition == std::string("x > 3") && line == 2});
    return all;
}

BranchCoverage coverage(const UnreachableRow& row, std::string_view target = "one") {
    return coverage_of_reachable(branches(), {row}, *find_target(table, target), {source});
}

std::vector<std::string> pointers_of(std::string_view json) {
    const auto rows = read_unreachable(*parse_json(json));
    std::vector<std::string> pointers;
    if (rows) return pointers;
    for (const Problem& problem : rows.error()) pointers.push_back(problem.pointer);
    return pointers;
}

constexpr std::string_view two_rows = R"json({"schema": 1, "branches": [
    {"file": "a.cc", "line": "if (x)", "condition": "x", "never": "true", "targets": ["one"], "reason": "r"},
    {"file": "a.cc", "function": "int f() {", "never": "false", "reason": "r"}]})json";

TEST(UnreachableBranches, are_read) {
    const auto rows = read_unreachable(*parse_json(two_rows));
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2u);
    EXPECT_EQ(rows->at(0).file, "a.cc");
    EXPECT_EQ(rows->at(0).line, "if (x)");
    EXPECT_EQ(rows->at(0).condition, "x");
    EXPECT_EQ(rows->at(0).outcome, true);
    EXPECT_EQ(rows->at(0).targets, std::vector<std::string>{"one"});
    EXPECT_EQ(rows->at(0).reason, "r");
    EXPECT_EQ(rows->at(1).function, "int f() {");
    EXPECT_EQ(rows->at(1).outcome, false);
    EXPECT_EQ(rows->at(1).condition, std::nullopt);
    EXPECT_TRUE(Schema("unreachable", "fuzz/schemas").accepts(two_rows));
}

TEST(UnreachableBranches, what_is_wrong_with_a_row_is_said) {
    const Schema schema("unreachable", "fuzz/schemas");
    for (const auto& [row, pointer] :
         {std::pair(R"({"line": "l", "reason": "r"})", "/branches/0/file"),
          {R"({"file": "a.cc", "reason": "r"})", "/branches/0/line"},
          {R"({"file": "a.cc", "line": "l", "function": "f", "reason": "r"})", "/branches/0/line"},
          {R"({"file": "a.cc", "line": "l"})", "/branches/0/reason"},
          {R"({"file": "a.cc", "line": "l", "reason": ""})", "/branches/0/reason"},
          {R"({"file": "a.cc", "line": "l", "never": "both", "reason": "r"})", "/branches/0/never"},
          {R"({"file": "a.cc", "line": "l", "reason": "r", "extra": 1})", "/branches/0/extra"}}) {
        const std::string json = R"({"schema": 1, "branches": [)" + std::string(row) + "]}";
        EXPECT_EQ(pointers_of(json), std::vector<std::string>{pointer}) << row;
        EXPECT_FALSE(schema.accepts(json)) << row;
    }
    EXPECT_EQ(pointers_of(R"({"schema": 2, "branches": []})"), std::vector<std::string>{"/schema"});
    EXPECT_EQ(pointers_of(R"({"schema": 1})"), std::vector<std::string>{"/branches"});
}

TEST(UnreachableBranches, of_a_line_are_left_out_of_the_ratio) {
    const BranchCoverage all = coverage({.file = "b.cc", .line = "x"});
    EXPECT_EQ(all.branches, 10u) << "a row of another file";
    EXPECT_EQ(all.unreachable, 0u);
    const BranchCoverage fewer = coverage({.file = "a.cc", .line = "if (x > 3 && g()) h();", .condition = "g()"});
    EXPECT_EQ(fewer.branches, 8u);
    EXPECT_EQ(fewer.unreachable, 2u);
    EXPECT_EQ(fewer.reached, 2u);
    EXPECT_EQ(fewer.unreached.size(), 6u);
    EXPECT_TRUE(fewer.mistakes.empty());
}

TEST(UnreachableBranches, may_be_one_outcome_of_one_condition) {
    const BranchCoverage fewer =
        coverage({.file = "a.cc", .line = "if (x > 3 && g()) h();", .condition = "g()", .outcome = true});
    EXPECT_EQ(fewer.unreachable, 1u);
    EXPECT_EQ(fewer.unreached.front().sentence_if_unreached(), "a.cc:2: g() was never false");
}

TEST(UnreachableBranches, of_a_function_end_with_its_brace) {
    const BranchCoverage inner = coverage({.file = "a.cc", .function = "for (;;) {"});
    EXPECT_EQ(inner.unreachable, 2u) << "line 5";
    const BranchCoverage outer = coverage({.file = "a.cc", .function = "int f(int x) {", .condition = "same"});
    EXPECT_EQ(outer.unreachable, 4u) << "lines 3 and 5";
    const BranchCoverage without_end = coverage({.file = "a.cc", .function = "}  // not in line"});
    EXPECT_EQ(without_end.unreachable, 2u) << "to the end of the file";
}

TEST(UnreachableBranches, may_be_so_through_some_targets_only) {
    const UnreachableRow row = {
        .file = "a.cc", .line = "if (x > 3 && g()) h();", .condition = "g()", .targets = {"two"}};
    EXPECT_EQ(coverage(row, "one").unreachable, 0u);
    EXPECT_EQ(coverage(row, "two").unreachable, 2u);
    EXPECT_FALSE(row.is_for({.name = "two", .aims_at = {"b.cc"}}));
}

TEST(UnreachableBranches, a_row_that_was_reached_is_a_mistake) {
    const BranchCoverage reached =
        coverage({.file = "a.cc", .line = "if (x > 3 && g()) h();", .condition = "x > 3", .outcome = false});
    EXPECT_EQ(reached.unreachable, 0u);
    EXPECT_EQ(reached.mistakes, std::vector<std::string>{"fuzz/unreachable.json: a.cc: if (x > 3 && g()) h();: it was "
                                                         "reached: x > 3 was false in line 2"});
}

TEST(UnreachableBranches, a_row_that_names_no_branch_is_a_mistake) {
    EXPECT_EQ(coverage({.file = "a.cc", .line = "for (;;) {"}).mistakes,
              std::vector<std::string>{"fuzz/unreachable.json: a.cc: for (;;) {: it has no such branch"});
    EXPECT_EQ(coverage({.file = "a.cc", .line = "gone"}).mistakes,
              std::vector<std::string>{"fuzz/unreachable.json: a.cc: gone: the file has no such line"});
}

TEST(UnreachableBranches, are_held_to_the_sources_and_the_table_of_targets) {
    const auto mistakes = [](const UnreachableRow& row) { return mistakes_in({row}, table, {source}); };
    EXPECT_TRUE(mistakes({.file = "a.cc", .line = "for (;;) {", .targets = {"one", "two"}}).empty());
    EXPECT_EQ(mistakes({.file = "a.cc", .line = "if (same) h();"}),
              std::vector<std::string>{"fuzz/unreachable.json: a.cc: if (same) h();: the file has 2 such lines"});
    EXPECT_EQ(mistakes({.file = "a.cc", .function = "int g() {"}),
              std::vector<std::string>{"fuzz/unreachable.json: a.cc: int g() {: the file has no such line"});
    EXPECT_EQ(mistakes({.file = "b.cc", .line = "l"}),
              std::vector<std::string>{"fuzz/unreachable.json: b.cc: l: no target aims at the file"});
    EXPECT_EQ(mistakes({.file = "a.cc", .line = "for (;;) {", .targets = {"one", "three"}}),
              std::vector<std::string>{"fuzz/unreachable.json: a.cc: for (;;) {: no target 'three' aims at the file"});
    EXPECT_EQ(mistakes_in({{.file = "a.cc", .line = "l"}}, table, {}),
              std::vector<std::string>{"fuzz/unreachable.json: a.cc: l: the file can't be read"});
    EXPECT_EQ(mistakes_in({{.file = "a.cc", .line = "l", .targets = {"other"}}},
                          {table[0], {.name = "other", .aims_at = {"b.cc"}}}, {source})
                  .size(),
              2u)
        << "it aims at another file, and there is no such line";
}

TEST(UnreachableBranches, of_this_project_are_where_its_file_says) {
    const std::filesystem::path root = KEYTURN_SOURCE_DIR;
    const auto targets = load_target_table(root);
    ASSERT_TRUE(targets) << targets.error();
    const auto rows = load_unreachable(root, *targets);
    EXPECT_TRUE(rows) << rows.error();
    EXPECT_TRUE(Schema("unreachable", "fuzz/schemas").accepts_file((root / "fuzz/unreachable.json").string()));
}

TEST(UnreachableBranches, are_loaded_with_all_that_is_wrong) {
    const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "unreachable_branches";
    std::filesystem::remove_all(root);
    EXPECT_TRUE(load_unreachable(root, table)->empty()) << "no file, no row";
    const auto put = [&](std::string_view json) { ASSERT_TRUE(write_whole(root / "fuzz/unreachable.json", json)); };
    put("{");
    EXPECT_TRUE(load_unreachable(root, table).error().contains("unreachable.json:1:2: "));
    put(R"({"schema": 1})");
    EXPECT_TRUE(load_unreachable(root, table).error().contains("/branches"));
    put(two_rows);
    EXPECT_EQ(load_unreachable(root, table).error(),
              "fuzz/unreachable.json: a.cc: if (x): the file can't be read\n"
              "fuzz/unreachable.json: a.cc: int f() {: the file can't be read");
    ASSERT_TRUE(write_whole(root / "a.cc", "int f() {\n  if (x)\n}\n"));
    EXPECT_EQ(load_unreachable(root, table)->size(), 2u);
}

}  // namespace
}  // namespace keyturn::fuzz
