// The suite's own files: every one reads, fits its JSON Schema and lints clean.
#include "conformance/case_files.h"
#include "conformance/composer.h"
#include "conformance/journal.h"
#include "conformance/lint.h"
#include "conformance/schema_test_support.h"
#include "conformance/test_support.h"
#include "protocol/membership_rules.h"

namespace keyturn {
namespace {

const std::string root = KEYTURN_SOURCE_DIR "/conformance/";

std::string text_of(const FileProblems& problems) {
    std::string text;
    for (const FileProblem& problem : problems) text += to_string(problem) + '\n';
    return text;
}

Requirements catalogue() {
    auto read = read_requirements_file(root + "requirements.json");
    if (read) return *std::move(read);
    ADD_FAILURE() << text_of(read.error());
    return {};
}

TEST(Suite, CasesReadAndLintClean) {
    const ReadStates states = read_shared_states(root + "states");
    EXPECT_EQ(text_of(states.problems), "");
    const ReadCases read = read_cases(root + "cases", states.states);
    EXPECT_EQ(text_of(read.problems), "");
    EXPECT_GE(read.cases.size(), 400u);
    const LintOptions options{is_deviation, true};
    EXPECT_EQ(text_of(lint(read.cases, states.states, catalogue(), options, "states", "requirements.json")), "");
}

TEST(Suite, CatalogueHasEveryRequirementThatARuleCites) {
    const Requirements requirements = catalogue();
    for (const MembershipRule& rule : membership_rules()) {
        const Requirement* found = requirements.find(rule.requirement);
        ASSERT_NE(found, nullptr) << rule.requirement;
        EXPECT_EQ(found->keeper, Keeper::server) << rule.requirement;
    }
    for (const Deviation& deviation : deviations())
        EXPECT_TRUE(deviation.requirement.empty() || requirements.find(deviation.requirement)) << deviation.requirement;
}

TEST(Suite, FilesFitTheirSchemas) {
    EXPECT_TRUE(Schema("requirements").accepts_file(root + "requirements.json"));
    const Schema cases("case"), states("state");
    for (const FoundFile& file : find_json_files(root + "cases").files)
        EXPECT_TRUE(cases.accepts_file(file.path)) << file.id;
    for (const FoundFile& file : find_json_files(root + "states").files)
        EXPECT_TRUE(states.accepts_file(file.path)) << file.id;
}

TEST(Suite, SchemaAndReaderOfCasesAgree) {
    const Schema schema("case");
    const std::string start = R"({"schema": 1, "title": "t", "requirements": ["r"], "exchanges": )";
    const std::string request = R"("request": {"method": "GET", "path": "/"})",
                      response = R"("response": {"status": 200})";
    const std::string exchange = "{" + request + ", " + response + "}";
    const std::string good[] = {
        start + "[" + exchange + "]}",
        start + "[" + exchange +
            R"(], "why": "w", "given": {"groups": [{"id": "g", "ttl_msec": null}], "users": {"1": {}}}})",
        start + "[" + exchange + R"(], "secrets": {"ALICE_TOKEN": "her token", "_1": "w"}})",
        start + R"([{"request": {"compose": {"group": "g", "add": [], "deviate": "d", "seed": 0}}, )" + response +
            "}]}",
        start + R"([{"request": {"compose": {"operation": "rotate", "group": "$g", "deviate": "d"}}, )" + response +
            "}]}",
        start + R"([{"request": {"compose": {"operation": "create", "group": "$g", "add": [], "title": "t"}}, )" +
            response + "}]}",
        start +
            R"([{"as": "1", "request": {"method": "POST", "path": "/", "headers": [["A", ""]], "body": {"json": null}}, "response": {"status": [200],
            "headers": [], "body": {"json": []}, "match": {"": {"unordered": true}, "/a": {"equals": null}, "/b": {"base64_bytes": 0}, "/c": {"differs_from": 1}, "/d": {"most_elements": 0}}}}]})",
        start + R"([{"parallel": [)" + exchange + ", {" + request +
            R"(, "response": {}}], "outcomes": [[200, 409]]}]})",
        start + "[{" + request +
            R"(, "response": {"any_of": [{"status": 200}, {"status": [400], "match": {"/a": {"any": true}}}]}}]})",
    };
    for (const std::string& text : good) {
        EXPECT_TRUE(schema.accepts(text)) << text;
        EXPECT_TRUE(read_case(json(text), "", "", {}).has_value()) << text;
    }
    const std::string bad[] = {
        "[]",
        start + "[]}",
        start + "[{" + request + "}]}",
        start + "[{" + response + "}]}",
        start + "[" + exchange + R"(], "more": 1})",
        start + "[" + exchange + R"(], "why": ""})",
        start + "[" + exchange + R"(], "secrets": ["A"]})",
        start + "[" + exchange + R"(], "secrets": {"A": ""}})",
        start + "[" + exchange + R"(], "secrets": {"A": 1}})",
        start + "[" + exchange + R"(], "secrets": {"1A": "w"}})",
        start + "[" + exchange + R"(], "secrets": {"A-B": "w"}})",
        start + "[{" + request + R"(, "response": {}}]})",
        start + "[{" + request + R"(, "response": {"status": 600}}]})",
        start + "[{" + request + R"(, "response": {"any_of": [{"status": 200}]}}]})",
        start + "[{" + request + R"(, "response": {"status": 200, "any_of": [{"status": 200}, {"status": 400}]}}]})",
        start + "[{" + request + R"(, "response": {"any_of": [{"status": 200}, {}]}}]})",
        start + "[{" + request + R"(, "response": {"status": []}}]})",
        start + "[{" + request + R"(, "response": {"status": 200, "body": {"json": 1, "text": "a"}}}]})",
        start + "[{" + request + R"(, "response": {"status": 200, "match": {"/a": {}}}}]})",
        start + "[{" + request + R"(, "response": {"status": 200, "match": {"/a": {"any": false}}}}]})",
        start + "[{" + request + R"(, "response": {"status": 200, "match": {"/a": {"type": "text"}}}}]})",
        start + "[{" + request + R"(, "response": {"status": 200, "headers": [["A"]]}}]})",
        start + R"([{"request": {"compose": {"group": "g"}}, )" + response + "}]}",
        start + R"([{"request": {"compose": {"group": "g", "add": [], "title": "t"}}, )" + response + "}]}",
        start + R"([{"request": {"compose": {"operation": "rotate", "group": "g", "add": []}}, )" + response + "}]}",
        start + R"([{"request": {"compose": {"operation": "create", "group": "g"}}, )" + response + "}]}",
        start + R"([{"request": {"compose": {"operation": "remove", "group": "g", "add": []}}, )" + response + "}]}",
        start + "[{" + request + R"(, "response": {"status": 200, "match": {"/a": {"most_elements": -1}}}}]})",
        start + R"([{"request": {"method": "GET"}, )" + response + "}]}",
        start + R"([{"parallel": [)" + exchange + R"(], "outcomes": [[200]]}]})",
        start + R"([{"parallel": [)" + exchange + ", " + exchange + R"(], "outcomes": []}]})",
        start + "[" + exchange + R"(], "given": {"groups": [{}]}})",
        start + "[" + exchange + R"(], "given": {"users": {"1": {"keys": [{}]}}}})",
    };
    for (const std::string& text : bad) {
        EXPECT_FALSE(schema.accepts(text)) << text;
        EXPECT_FALSE(read_case(json(text), "", "", {}).has_value()) << text;
    }
}

TEST(Suite, JournalLinesFitTheirSchema) {
    const Schema schema("journal-line");
    Verdict verdict;
    EXPECT_TRUE(schema.accepts(journal_line(verdict)));
    for (int kind = 0; kind <= static_cast<int>(VerdictKind::flaky); ++kind) {
        verdict.kind = static_cast<VerdictKind>(kind);
        EXPECT_TRUE(schema.accepts(journal_line(verdict)));
    }
    for (int kind = 0; kind <= static_cast<int>(DifferenceKind::doubled); ++kind) {
        verdict.breaches = {{"AM-SIG-001", 0, {"status", "200", "400", static_cast<DifferenceKind>(kind)}}};
        EXPECT_TRUE(schema.accepts(journal_line(verdict)));
    }
    EXPECT_FALSE(schema.accepts("{}"));
}

TEST(Suite, SchemaOfTheCatalogueRefusesOtherFiles) {
    const Schema schema("requirements");
    EXPECT_FALSE(schema.accepts(R"({"schema": 1})"));
    EXPECT_FALSE(schema.accepts(
        R"({"schema": 1, "requirements": [{"id": "X", "level": "MUST", "keeper": "server", "source": "sdk", "text": "t"}]})"));
}

TEST(Suite, SchemaOfStatesRefusesOtherFiles) {
    const Schema schema("state");
    EXPECT_TRUE(schema.accepts(R"({"schema": 1, "given": {"group": {"id": "g"}}})"));
    EXPECT_FALSE(schema.accepts(R"({"schema": 1})"));
    EXPECT_FALSE(schema.accepts(R"({"schema": 1, "given": {"x": 1}})"));
}

}  // namespace
}  // namespace keyturn
