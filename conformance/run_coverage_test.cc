#include "conformance/run_coverage.h"

#include <fmt/format.h>

#include "conformance/schema_test_support.h"
#include "conformance/test_support.h"

namespace keyturn {
namespace {

// AM-ROT-002 has both sides, AM-RSP-005 is of right requests, AM-HTTP-006 of every answer; AM-REQ-009 and AM-REQ-010
// are in conflict, AM-KEY-002 is another's, AM-ROT-001 was replaced.
const Requirements& catalogue() {
    const auto row = [](std::string id, std::string more) {
        return R"({"id": ")" + id + R"(", "level": "MUST", "text": "t", )" + more + "}";
    };
    static const Requirements all =
        Requirements::read(
            json(R"({"schema": 1, "requirements": [)" + row("AM-ROT-002", R"("keeper": "server", "source": "guide")") +
                 "," + row("AM-RSP-005", R"("keeper": "server", "source": "guide")") + "," +
                 row("AM-HTTP-006", R"("keeper": "server", "source": "guide")") + "," +
                 row("AM-REQ-009", R"("keeper": "server", "source": "openapi", "conflict": "AM-REQ-010")") + "," +
                 row("AM-REQ-010", R"("keeper": "server", "source": "documented", "conflict": "AM-REQ-009")") + "," +
                 row("AM-KEY-002", R"("keeper": "library", "source": "sdk")") + "," +
                 row("AM-ROT-001", R"("keeper": "server", "source": "guide", "replaced_by": "AM-ROT-002")") + "]}"))
            .value();
    return all;
}

Verdict exercising(std::string id, std::set<std::string> valid, std::set<std::string> broken = {}) {
    Verdict verdict;
    verdict.case_id = std::move(id);
    verdict.exercised = {std::move(valid), std::move(broken)};
    return verdict;
}

RunCoverage covered_by(const std::vector<Verdict>& verdicts) { return run_coverage(verdicts, catalogue()); }

Lines ids_of(const std::vector<CoverageRow>& rows) {
    Lines ids;
    for (const CoverageRow& row : rows) ids.push_back(row.subject);
    return ids;
}

TEST(RunCoverage, has_a_row_for_each_constraint_rule_and_requirement) {
    const RunCoverage coverage = covered_by({});
    ASSERT_EQ(coverage.fields.size(), 52u);
    EXPECT_EQ(coverage.fields[0].subject, "body");
    EXPECT_EQ(coverage.fields[0].detail, "type");
    EXPECT_EQ(coverage.fields[1].subject, "/user_ids");
    EXPECT_EQ(coverage.fields[1].detail, "required");
    ASSERT_EQ(coverage.rules.size(), 44u);
    EXPECT_EQ(coverage.rules[0].subject, "body_is_one_object");
    EXPECT_EQ(coverage.rules[0].detail, "AM-REQ-001");
    EXPECT_EQ(ids_of(coverage.requirements), (Lines{"AM-ROT-002", "AM-RSP-005", "AM-REQ-009", "AM-REQ-010"}));
    EXPECT_EQ(coverage.requirements[0].sides, Sides::both);
    EXPECT_EQ(coverage.requirements[1].sides, Sides::kept);
}

TEST(RunCoverage, names_the_cases_of_each_side) {
    const RunCoverage coverage =
        covered_by({exercising("a", {"body type", "/user_ids type", "user_ids_distinct", "AM-ROT-002", "no such name"}),
                    exercising("b", {"/user_ids type"}, {"/user_ids type", "user_ids_distinct", "AM-ROT-002"})});
    EXPECT_EQ(coverage.fields[0].valid, Lines{"a"});
    EXPECT_EQ(coverage.fields[0].broken, Lines{});
    EXPECT_EQ(coverage.fields[2].valid, (Lines{"a", "b"}));
    EXPECT_EQ(coverage.fields[2].broken, Lines{"b"});
    const auto distinct = std::ranges::find(coverage.rules, "user_ids_distinct", &CoverageRow::subject);
    EXPECT_EQ(distinct->valid, Lines{"a"});
    EXPECT_EQ(distinct->broken, Lines{"b"});
    EXPECT_EQ(coverage.requirements[0].valid, Lines{"a"});
    EXPECT_EQ(coverage.requirements[0].broken, Lines{"b"});
}

TEST(RunCoverage, side_of_a_conflict_that_was_not_taken_is_no_gap) {
    EXPECT_EQ(ids_of(covered_by({exercising("a", {"AM-REQ-009"})}).requirements),
              (Lines{"AM-ROT-002", "AM-RSP-005", "AM-REQ-009"}));
    EXPECT_EQ(ids_of(covered_by({exercising("a", {}, {"AM-REQ-010"})}).requirements),
              (Lines{"AM-ROT-002", "AM-RSP-005", "AM-REQ-010"}));
    EXPECT_EQ(covered_by({exercising("a", {"AM-REQ-009", "AM-REQ-010"})}).requirements.size(), 4u);
}

RunCoverage small() {
    return {{{.subject = "body", .detail = "type", .valid = {"a", "b", "c", "d"}, .broken = {"x"}},
             {.subject = "/user_ids", .detail = "type", .valid = {"a"}}},
            {{.subject = "user_ids_distinct", .detail = "AM-REQ-006", .broken = {"x", "y", "z"}}},
            {{.subject = "AM-ROT-002", .detail = "", .valid = {"a"}, .broken = {"x"}},
             {.subject = "AM-RSP-005", .detail = "", .sides = Sides::kept, .valid = {"a"}},
             {.subject = "AM-RSP-010", .detail = "", .sides = Sides::kept}}};
}

TEST(RunCoverage, summary_counts_and_names_what_is_missing) {
    EXPECT_EQ(
        coverage_summary(small()),
        "coverage: fields 2/2 valid, 1/2 broken; rules 0/1 valid, 1/1 broken; requirements 2/3 valid, 1/1 broken\n"
        "  never: AM-RSP-010\n"
        "  never valid: user_ids_distinct\n"
        "  never broken: /user_ids type\n");
}

TEST(RunCoverage, line_is_the_first_of_the_summary) {
    const std::string line = coverage_line(small());
    EXPECT_TRUE(coverage_summary(small()).starts_with(line + "  never: "));
    EXPECT_EQ(coverage_line(covered_by({})), "");
}

TEST(RunCoverage, summary_of_what_lacks_nothing_is_one_line) {
    RunCoverage full = small();
    full.fields[1].broken = {"x"};
    full.rules[0].valid = {"a"};
    full.requirements[2].valid = {"a"};
    EXPECT_EQ(coverage_summary(full),
              "coverage: fields 2/2 valid, 2/2 broken; rules 1/1 valid, 1/1 broken; requirements 3/3 valid, 1/1 "
              "broken\n");
}

TEST(RunCoverage, summary_names_three_and_counts_the_rest) {
    RunCoverage none;
    none.fields = {{.subject = "body", .detail = "type", .valid = {"x"}, .broken = {"y"}}};
    for (const std::string name : {"a", "b", "c"}) none.rules.push_back({.subject = name, .detail = ""});
    EXPECT_TRUE(coverage_summary(none).ends_with("\n  never: a, b, c\n")) << coverage_summary(none);
    for (const std::string name : {"d", "e"}) none.rules.push_back({.subject = name, .detail = ""});
    EXPECT_TRUE(coverage_summary(none).ends_with("\n  never: a, b, c and 2 more\n")) << coverage_summary(none);
}

TEST(RunCoverage, summary_of_a_run_that_put_nothing_to_the_test_is_empty) {
    EXPECT_EQ(coverage_summary(covered_by({exercising("a", {})})), "");
    for (const std::string name : {"body type", "user_ids_distinct", "AM-ROT-002"}) {
        EXPECT_NE(coverage_summary(covered_by({exercising("a", {name})})), "") << name;
        EXPECT_NE(coverage_summary(covered_by({exercising("a", {}, {name})})), "") << name;
    }
}

TEST(RunCoverage, table_has_every_row_with_three_cases_a_side) {
    EXPECT_EQ(coverage_table(small()),
              "coverage of field constraints\n"
              "  body type\n"
              "    valid   4: a, b, c and 1 more\n"
              "    broken  1: x\n"
              "  /user_ids type\n"
              "    valid   1: a\n"
              "    broken  never\n"
              "coverage of membership rules\n"
              "  user_ids_distinct AM-REQ-006\n"
              "    valid   never\n"
              "    broken  3: x, y, z\n"
              "coverage of requirements\n"
              "  AM-ROT-002\n"
              "    valid   1: a\n"
              "    broken  1: x\n"
              "  AM-RSP-005\n"
              "    valid   1: a\n"
              "  AM-RSP-010\n"
              "    valid   never\n");
    RunCoverage odd;
    odd.requirements = {{.subject = "AM-RSP-005", .detail = "", .sides = Sides::kept, .broken = {"x"}}};
    EXPECT_TRUE(coverage_table(odd).ends_with("    valid   never\n    broken  1: x\n"));
}

TEST(RunCoverage, json_has_counts_and_ten_cases_a_side) {
    RunCoverage many;
    many.requirements = {{.subject = "AM-RSP-005", .detail = "", .sides = Sides::kept}};
    for (int i = 10; i < 21; ++i) many.requirements[0].valid.push_back(fmt::format("c{}", i));
    EXPECT_EQ(to_json(coverage_to_json(many)),
              R"({"schema":1,"fields":[],"rules":[],"requirements":[{"requirement":"AM-RSP-005","breakable":false,)"
              R"("valid":{"count":11,"cases":["c10","c11","c12","c13","c14","c15","c16","c17","c18","c19"]},)"
              R"("broken":{"count":0,"cases":[]}}]})");
    const JsonValue some = coverage_to_json(small());
    EXPECT_EQ(to_json(some.find("fields")->elements[1]),
              R"({"field":"/user_ids","constraint":"type","breakable":true,"valid":{"count":1,"cases":["a"]},)"
              R"("broken":{"count":0,"cases":[]}})");
    EXPECT_EQ(to_json(some.find("rules")->elements[0]),
              R"({"rule":"user_ids_distinct","requirement":"AM-REQ-006","breakable":true,)"
              R"("valid":{"count":0,"cases":[]},"broken":{"count":3,"cases":["x","y","z"]}})");
}

TEST(RunCoverage, json_fits_its_schema) {
    const Schema schema("coverage");
    EXPECT_TRUE(schema.accepts(to_json(coverage_to_json(small()))));
    EXPECT_TRUE(schema.accepts(to_json(coverage_to_json(covered_by({})))));
    EXPECT_FALSE(schema.accepts(R"({"schema": 1, "fields": [], "rules": []})"));
    EXPECT_FALSE(schema.accepts(R"({"schema": 1, "fields": [], "rules": [], "requirements": [{}]})"));
}

}  // namespace
}  // namespace keyturn
