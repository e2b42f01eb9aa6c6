#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "conformance/journal.h"

namespace keyturn {
namespace {

ExplainOptions with_texts() {
    return {
        .kind = {},
        .target = {},
        .sender = {},
        .conversation_id = {},
        .requirement_text = [](std::string_view id) { return id == "AM-SIG-003" ? "every signature verifies" : ""; },
        .property_text = [](std::string_view name) { return name == "known" ? "it cites AM-SIG-003" : ""; }};
}

constexpr const char* composed_case =
    R"({"schema": 1, "title": "a bit is flipped", "requirements": ["AM-SIG-003", "AM-SIG-001"], "why": "a flipped bit", "given": "team",
        "exchanges": [{"as": "1111", "request": {"compose": {"group": "g1", "add": ["5555"], "deviate": "damaged-signature"}},
                       "response": {"status": [400, 403], "match": {"/a": {"any": true}}}}]})";

TEST(ExplainCase, a_composed_one) {
    const Explanation explanation = explained(composed_case, with_texts());
    EXPECT_EQ(explanation.kind, "case");
    EXPECT_EQ(joined(explanation.lines),
              "title: \"a bit is flipped\"\n"
              "requirement: AM-SIG-003 (every signature verifies)\n"
              "requirement: \"AM-SIG-001\"\n"
              "why: \"a flipped bit\"\n"
              "given: the shared state \"team\"\n"
              "exchange 1\n"
              "  as the user \"1111\"\n"
              "  composed when it is sent: add in \"g1\", users 5555\n"
              "  deviation: \"damaged-signature\"\n"
              "  expected response: status 400 or 403, 1 matcher\n"
              "  one bit of the member add's signature is flipped, which breaks AM-SIG-003\n");
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(joined(explanation.could_be), "");
}

std::string case_with(std::string_view exchanges, std::string_view more = "") {
    return R"({"schema": 1, "title": "t", "requirements": ["AM-SIG-003"], )" + std::string(more) + R"("exchanges": [)" +
           std::string(exchanges) + "]}";
}

std::string composed(std::string_view deviation) {
    return R"({"request": {"compose": {"group": "g1", "add": []}}, "response": {"status": 200}})" +
           std::string(deviation);
}

TEST(ExplainCase, deviations_that_stay_right_or_are_none) {
    const auto with = [](const std::string& kind) {
        return case_with(R"({"request": {"compose": {"group": "g1", "add": [], "deviate": ")" + kind +
                         R"("}}, "response": {"status": 200}})");
    };
    EXPECT_TRUE(
        lines_of(with("swapped-order")).ends_with("  still right: the member add stands before the key change\n"));
    EXPECT_EQ(oddities_of(with("frob")), "exchange 1: there is no deviation \"frob\"\n");
    EXPECT_EQ(lines_of(case_with(composed(""))),
              "title: \"t\"\nrequirement: \"AM-SIG-003\"\ngiven: nothing\nexchange 1\n"
              "  composed when it is sent: add in \"g1\", users nobody\n  expected response: status 200\n");
}

TEST(ExplainCase, a_state_of_its_own_keeps_its_secrets) {
    const MadeRequest made = made_request();
    const std::string state = to_json(given_to_json(made.invented.given, PrivateParts::kept));
    const std::string with_token =
        R"({"as": "token-2222", "request": {"compose": {"group": "g1", "add": []}}, "response": {"status": 200}})";
    const std::string lines = lines_of(case_with(with_token, R"("given": )" + state + ", "));
    EXPECT_TRUE(lines.contains("given: 1 group, 4 users\n"));
    EXPECT_TRUE(lines.contains("  as the user \"(a secret, not shown)\"\n"));
}

TEST(ExplainCase, a_verbatim_one_and_parallel_ones) {
    const std::string verbatim = R"({"request": {"method": "GET", "path": "/x"}, "response": {"status": 200}})";
    const std::string lines = lines_of(
        case_with(verbatim + R"(, {"parallel": [)" + verbatim + ", " + verbatim + R"(], "outcomes": [[200, 200]]})"));
    EXPECT_TRUE(lines.contains("exchange 1\n  request: \"GET\" \"/x\", a body of 0 bytes\n"));
    EXPECT_TRUE(lines.ends_with("exchanges 2 to 3 are sent at once\n"));
}

TEST(ExplainCase, twenty_exchanges_are_told) {
    const auto lines_with = [](std::size_t exchanges) {
        std::string all = composed("");
        for (std::size_t i = 1; i < exchanges; ++i) all += ", " + composed("");
        return lines_of(case_with(all));
    };
    EXPECT_TRUE(lines_with(20).contains("exchange 20\n"));
    EXPECT_FALSE(lines_with(20).contains(" more exchanges"));
    EXPECT_FALSE(lines_with(21).contains("exchange 21\n"));
    EXPECT_TRUE(lines_with(21).ends_with("and 1 more exchanges\n"));
}

TEST(ExplainCase, one_that_can_not_be_read) {
    const Explanation explanation = explained(R"({"exchanges": 5})");
    EXPECT_EQ(explanation.kind, "case");
    EXPECT_EQ(joined(explanation.lines), "a case that can't be read\n");
    EXPECT_TRUE(joined(explanation.oddities).contains("\"/exchanges\": expected an array"));
}

Verdict failed() {
    return {.case_id = "a/b",
            .kind = VerdictKind::nonconformant,
            .requirements = {"AM-SIG-003"},
            .reason = "why",
            .breaches = {{"AM-SIG-003", 0, {"status", "400", "200"}}},
            .repeat = "keyturn conform a/b"};
}

TEST(ExplainJournal, a_line) {
    const Explanation explanation = explained(journal_line(failed()), with_texts());
    EXPECT_EQ(explanation.kind, "journal");
    EXPECT_EQ(joined(explanation.lines),
              "\"a/b\": nonconformant, \"why\"\n"
              "  AM-SIG-003 (every signature verifies)\n"
              "    exchange 1, \"status\": expected \"400\", found \"200\"\n"
              "  again: \"keyturn conform a/b\"\n");
    Verdict right = failed();
    right.reason.clear();
    right.breaches.clear();
    right.repeat.clear();
    EXPECT_EQ(lines_of(journal_line(right)), "\"a/b\": nonconformant\n");
    right.breaches.assign(20, {"AM-SIG-003", 0, {"status", "400", "200"}});
    EXPECT_FALSE(lines_of(journal_line(right)).contains(" more breaches"));
    right.breaches.push_back(right.breaches.front());
    EXPECT_TRUE(lines_of(journal_line(right)).ends_with("  and 1 more breaches\n"));
}

TEST(ExplainJournal, a_line_that_can_not_be_read) {
    const Explanation explanation = explained(R"({"case": 5, "verdict": 5})");
    EXPECT_EQ(joined(explanation.lines), "a line of a journal that can't be read\n");
    EXPECT_TRUE(joined(explanation.oddities).contains("\"/case\""));
}

TEST(ExplainJournal, several_lines) {
    Verdict right = failed();
    right.kind = VerdictKind::conformant;
    right.case_id = "right";
    const std::string journal =
        journal_line(right) + "\n\n" + journal_line(failed()) + "\r\n" + journal_line(right) + "\n{}\n";
    const Explanation explanation = explained(journal);
    EXPECT_EQ(explanation.kind, "journal");
    EXPECT_EQ(explanation.form, "text");
    EXPECT_TRUE(explanation.lines.front().starts_with("\"a/b\": nonconformant"));
    EXPECT_TRUE(joined(explanation.lines).ends_with("2 conformant\n1 nonconformant\n"));
    EXPECT_EQ(joined(explanation.oddities), "line 5 is no verdict\n");
    EXPECT_EQ(oddities_of(journal_line(right) + "\n{\n"), "line 2 is no verdict\n");
    EXPECT_FALSE(explain("{}\n" + journal_line(right)));
    EXPECT_EQ(explained_as("journal", "").kind, "journal");
    EXPECT_EQ(explained_as("journal", journal_line(failed())).form, "JSON");
}

TEST(ExplainJournal, twenty_failures_are_told) {
    const auto lines_with = [](std::size_t failures) {
        std::string journal;
        for (std::size_t i = 0; i < failures; ++i) journal += journal_line(failed()) + "\n";
        return lines_of(journal);
    };
    EXPECT_TRUE(lines_with(20).ends_with("20 nonconformant\n"));
    EXPECT_TRUE(lines_with(22).ends_with("22 nonconformant\n2 of them are not shown\n"));
}

TEST(ExplainWitness, its_property_and_input) {
    const Explanation explanation =
        explained(R"({"property": "known", "input": {"key": 5, "title": "\u001b"}})", with_texts());
    EXPECT_EQ(explanation.kind, "witness of a property");
    EXPECT_EQ(joined(explanation.lines),
              "an input that violated the property \"known\"\n"
              "it cites AM-SIG-003\n"
              "\"key\": 5\n"
              "\"title\": \"\\u001b\"\n");
    EXPECT_EQ(joined(explained(R"({"property": "other", "input": 7})", with_texts()).lines),
              "an input that violated the property \"other\"\ninput: 7\n");
    for (const char* none : {R"({"property": 5, "input": 5})", R"({"input": 5})", R"({"property": "p"})"})
        EXPECT_EQ(refusal_of(none, {.kind = "witness", .target = {}, .sender = {}, .conversation_id = {}}),
                  "a witness has a property, which is a text, and an input");
}

}  // namespace
}  // namespace keyturn
