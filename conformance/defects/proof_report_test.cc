#include "conformance/defects/proof_report.h"

#include <gtest/gtest.h>

#include <fstream>

#include "conformance/schema_test_support.h"

namespace keyturn {
namespace {

const WrongServer* wrong(const std::string& name) { return wrong_servers_named({name}).value().front(); }

Verdict failing(std::string id) {
    Verdict verdict;
    verdict.case_id = std::move(id);
    verdict.kind = VerdictKind::nonconformant;
    verdict.requirements = {"AM-RSP-001", "AM-HTTP-007"};
    verdict.breaches = {{"AM-RSP-001", 0, {"status", "200", "404"}}, {"AM-HTTP-007", 0, {"body", "x", "y"}}};
    return verdict;
}

Verdict silent(std::string id) {
    Verdict verdict;
    verdict.case_id = std::move(id);
    verdict.kind = VerdictKind::inconclusive;
    verdict.reason = "nothing came";
    return verdict;
}

Trial killed(const std::string& name) { return {wrong(name), {"signatures/a", "signatures/b"}, {}, {}}; }
Trial surviving(const std::string& name, std::vector<Verdict> unfitting) {
    return {wrong(name), {}, std::move(unfitting), {}};
}

TEST(ProofReport, tells_the_score_of_each_requirement_and_of_all) {
    EXPECT_EQ(text_of(ProofRecord{{killed("group_exists"), killed("loses_the_title"), killed("adds_nobody")}, {}}),
              "AM-HTTP-004     1 of 1\n"
              "AM-ROT-021     2 of 2\n"
              "3 of 3 wrong servers are caught\n");
}

TEST(ProofReport, tells_a_survivor_with_what_the_cases_said_and_how_to_look_at_it) {
    EXPECT_EQ(text_of(ProofRecord{{surviving("group_exists", {}), killed("adds_nobody")}, {}}),
              "survives: group_exists, AM-HTTP-004: a server that leaves the rule out: group exists\n"
              "    no case failed\n"
              "    to look at it: keyturn serve --without group_exists\n"
              "AM-HTTP-004     0 of 1\n"
              "AM-ROT-021     1 of 1\n"
              "1 of 2 wrong servers are caught\n");
    EXPECT_TRUE(text_of(ProofRecord{{surviving("loses_the_title", {failing("a/b"), silent("a/c")})}, {}})
                    .starts_with("survives: loses_the_title, AM-ROT-021: a server that loses the title of the group\n"
                                 "    2 cases failed, none cites AM-ROT-021:\n"
                                 "    a/b: nonconformant AM-RSP-001 AM-HTTP-007: status: expected 200, found 404\n"
                                 "    a/c: nothing came\n"
                                 "    to look at it: keyturn serve --defect loses_the_title\n"));
}

TEST(ProofReport, tells_five_verdicts_at_most) {
    const std::string five = text_of(
        ProofRecord{{surviving("adds_nobody", {silent("1"), silent("2"), silent("3"), silent("4"), silent("5")})}, {}});
    EXPECT_TRUE(five.contains("    5: nothing came\n    to look at it"));
    const std::string seven =
        text_of(ProofRecord{{surviving("adds_nobody", {silent("1"), silent("2"), silent("3"), silent("4"), silent("5"),
                                                       silent("6"), silent("7")})},
                            {}});
    EXPECT_TRUE(seven.contains("    5: nothing came\n    … and 2 more\n    to look at it"));
}

TEST(ProofReport, tells_what_could_not_be_tried_and_which_cases_are_idle) {
    const Trial untried{wrong("adds_nobody"), {}, {}, "no port is free"};
    EXPECT_TRUE(text_of(ProofRecord{{untried}, {}}).contains("    not tried: no port is free\n"));
    EXPECT_TRUE(text_of(ProofRecord{{killed("adds_nobody")}, {{"a/b", "c/d"}}})
                    .contains("1 of 1\nkills nothing: a/b\nkills nothing: c/d\n1 of 1 wrong"));
}

TEST(ProofReport, the_json_holds_the_matrix_and_fits_its_schema) {
    const std::string text = json_of({{killed("group_exists"), surviving("loses_the_title", {silent("a/c")})}, {}});
    const auto report = nlohmann::json::parse(text);
    EXPECT_EQ(report, nlohmann::json::parse(R"({"total": 2, "killed": 1, "survivors": ["loses_the_title"], "matrix": [
        {"defect": "group_exists", "kind": "rule", "requirement": "AM-HTTP-004",
         "killed_by": ["signatures/a", "signatures/b"], "cited": true, "noticed_by": []},
        {"defect": "loses_the_title", "kind": "defect", "requirement": "AM-ROT-021",
         "killed_by": [], "cited": false, "noticed_by": ["a/c"]}],
        "requirements": [{"id": "AM-HTTP-004", "total": 1, "killed": 1}, {"id": "AM-ROT-021", "total": 1, "killed": 0}]})"));
    const Schema schema("proof");
    EXPECT_TRUE(schema.accepts(text));
    const std::string with_idle = json_of({{}, {{"a/b"}}});
    EXPECT_EQ(nlohmann::json::parse(with_idle)["idle_cases"], nlohmann::json::parse(R"(["a/b"])"));
    EXPECT_TRUE(schema.accepts(with_idle));
    EXPECT_FALSE(schema.accepts(R"({"total": 0, "killed": 0, "survivors": [], "matrix": []})"));
    EXPECT_FALSE(schema.accepts(
        R"({"total": 0, "killed": 0, "survivors": [], "matrix": [{"defect": "a"}], "requirements": []})"));
}

TEST(ProofReport, the_table_is_told_a_line_each) {
    const std::string table = wrong_servers_text();
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(table, '\n')), wrong_servers().size());
    EXPECT_TRUE(table.starts_with(
        "method_is_allowed                    AM-HTTP-001  leaves the rule out: method is allowed\n"));
}

TEST(ProofReport, the_manual_shows_this_table) {
    std::ifstream page(KEYTURN_SOURCE_DIR "/docs/proof.md");
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    const std::string begin = "<!-- table: begin -->\n", end = "<!-- table: end -->";
    const std::size_t from = text.find(begin), to = text.find(end);
    ASSERT_NE(from, text.npos);
    ASSERT_NE(to, text.npos);
    EXPECT_TRUE(text.substr(from + begin.size(), to - from - begin.size()) == wrong_servers_markdown())
        << "keyturn prove cases --markdown prints the table as it is now";
}

}  // namespace
}  // namespace keyturn
