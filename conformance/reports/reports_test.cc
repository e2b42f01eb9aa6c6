#include "conformance/reports/reports.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "conformance/reports/report_parts.h"
#include "conformance/reports/report_test_support.h"

namespace keyturn {
namespace {

using enum VerdictKind;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

RunRecord one_of_each() {
    return {{verdict_of("keys/right", conformant), breaking("keys/tolerated", "AM-RSP-006", "status", "400", "409"),
             verdict_of("keys/unimplemented", unimplemented, "the server answers 501"),
             verdict_of("keys/silent", inconclusive, "refused"), verdict_of("loose", not_run, "no \"state\""),
             breaking("rotation/below", "AM-ROT-002")},
            {}};
}

std::string junit(const RunRecord& record, bool strict = false) {
    return junit_report(record, {two_requirements(), strict});
}

// ---- JUnit

TEST(JUnit, the_whole_document) {
    EXPECT_EQ(junit(one_of_each()),
              R"xml(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="keyturn" tests="6" failures="1" errors="1">
  <testsuite name="cases" tests="1" failures="0" errors="0" skipped="1">
    <testcase classname="cases" name="loose">
      <skipped>not run (no &quot;state&quot;)</skipped>
    </testcase>
  </testsuite>
  <testsuite name="keys" tests="4" failures="0" errors="1" skipped="1">
    <testcase classname="keys" name="right"/>
    <testcase classname="keys" name="tolerated">
      <system-out>tolerated: AM-RSP-006 SHOULD: refusals are told as expected
AM-RSP-006 SHOULD: refusals are told as expected
  status: expected 400, found 409
again: keyturn conform keys/tolerated
</system-out>
    </testcase>
    <testcase classname="keys" name="unimplemented">
      <skipped>unimplemented (the server answers 501)</skipped>
    </testcase>
    <testcase classname="keys" name="silent">
      <error message="inconclusive (refused)" type="inconclusive"></error>
    </testcase>
  </testsuite>
  <testsuite name="rotation" tests="1" failures="1" errors="0" skipped="0">
    <testcase classname="rotation" name="below">
      <failure message="nonconformant: AM-ROT-002 MUST: versions go &lt;up&gt;" type="nonconformant">AM-ROT-002 MUST: versions go &lt;up&gt;
  status: expected 409, found 200
again: keyturn conform rotation/below
</failure>
    </testcase>
  </testsuite>
</testsuites>
)xml");
}

TEST(JUnit, strict_makes_a_failure_of_what_is_tolerated) {
    const RunRecord record{{breaking("a/b", "AM-RSP-006")}, {}};
    EXPECT_TRUE(has(junit(record), R"(tests="1" failures="0" errors="0">)"));
    EXPECT_TRUE(has(junit(record, true), R"(tests="1" failures="1" errors="0">)"));
    EXPECT_TRUE(has(junit(record, true), R"(<failure message="tolerated: )"));
}

TEST(JUnit, folders_within_folders_are_suites_of_their_own) {
    EXPECT_TRUE(has(junit({{verdict_of("a/b/c", conformant)}, {}}), R"(<testcase classname="a/b" name="c"/>)"));
}

TEST(JUnit, a_hostile_text_stays_text) {
    const std::string report = junit({{breaking("a/<b>", "AM-ROT-002", "]]>", "\x01", "</failure>\xff")}, {}});
    EXPECT_TRUE(has(report, "name=\"&lt;b&gt;\""));
    EXPECT_TRUE(has(report, "]]&gt;: expected \uFFFD, found &lt;/failure&gt;\uFFFD"));
}

TEST(Reports, how_each_verdict_counts) {
    for (const bool strict : {false, true}) {
        EXPECT_EQ(reported_as(conformant, strict), ReportedAs::passed);
        EXPECT_EQ(reported_as(nonconformant, strict), ReportedAs::failed);
        EXPECT_EQ(reported_as(flaky, strict), ReportedAs::failed);
        EXPECT_EQ(reported_as(inconclusive, strict), ReportedAs::error);
        EXPECT_EQ(reported_as(unimplemented, strict), ReportedAs::skipped);
        EXPECT_EQ(reported_as(not_run, strict), ReportedAs::skipped);
    }
    EXPECT_EQ(reported_as(tolerated, false), ReportedAs::passed);
    EXPECT_EQ(reported_as(tolerated, true), ReportedAs::failed);
}

TEST(Reports, an_unknown_requirement_stands_alone) {
    EXPECT_EQ(requirement_sentence("AM-XYZ-001", two_requirements()), "AM-XYZ-001");
}

TEST(Reports, a_difference_without_a_place_is_of_the_body) {
    EXPECT_EQ(difference_sentence({"", "a", "b"}), "body: expected a, found b");
}

// ---- SARIF

nlohmann::json sarif(const RunRecord& record) {
    return nlohmann::json::parse(sarif_report(record, {two_requirements()}));
}

TEST(Sarif, each_broken_requirement_is_a_rule_and_each_breach_a_result) {
    RunRecord record = one_of_each();
    record.verdicts.push_back(breaking("rotation/same", "AM-ROT-002", "/data"));
    const auto log = sarif(record);
    EXPECT_EQ(log["version"], "2.1.0");
    EXPECT_EQ(log["$schema"], "https://json.schemastore.org/sarif-2.1.0.json");
    const auto& run = log["runs"][0];
    EXPECT_EQ(log["runs"].size(), 1u);
    EXPECT_EQ(run["tool"]["driver"]["name"], "keyturn");
    const auto& rules = run["tool"]["driver"]["rules"];
    ASSERT_EQ(rules.size(), 2u);
    EXPECT_EQ(
        rules[0].dump(),
        R"({"defaultConfiguration":{"level":"error"},"id":"AM-ROT-002","shortDescription":{"text":"versions go <up>"}})");
    EXPECT_EQ(rules[1]["defaultConfiguration"]["level"], "warning");
    ASSERT_EQ(run["results"].size(), 3u);
    const auto& tolerated_result = run["results"][0];
    EXPECT_EQ(tolerated_result["ruleId"], "AM-RSP-006");
    EXPECT_EQ(tolerated_result["level"], "warning");
    EXPECT_EQ(tolerated_result["message"]["text"],
              "keys/tolerated, exchange 1: status: expected 400, found 409\nagain: keyturn conform keys/tolerated");
    EXPECT_EQ(tolerated_result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
              "conformance/cases/keys/tolerated.json");
    EXPECT_EQ(tolerated_result["partialFingerprints"]["caseAndPlace/v1"], "AM-RSP-006 keys/tolerated 0 status");
    EXPECT_EQ(run["results"][2]["level"], "error");
}

TEST(Sarif, a_run_without_failures_has_no_results) {
    const auto run = sarif({{verdict_of("a", conformant)}, {}})["runs"][0];
    EXPECT_EQ(run["results"].size(), 0u);
    EXPECT_TRUE(run["results"].is_array());
    EXPECT_TRUE(run["tool"]["driver"]["rules"].is_array());
}

TEST(Sarif, a_path_is_percent_encoded) {
    const auto run = sarif({{breaking("a b/%c\xc3\xa9-._~Z09", "AM-XYZ-001")}, {}})["runs"][0];
    EXPECT_EQ(run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
              "conformance/cases/a%20b/%25c%C3%A9-._~Z09.json");
    EXPECT_EQ(run["results"][0]["level"], "error");
    EXPECT_EQ(run["tool"]["driver"]["rules"][0]["shortDescription"]["text"], "AM-XYZ-001");
}

// ---- Markdown

std::string markdown(const RunRecord& record) { return markdown_report(record, {two_requirements()}); }

TEST(Markdown, counts_and_one_exemplar_for_each_cause) {
    EXPECT_EQ(
        markdown({{verdict_of("a", conformant), breaking("b", "AM-ROT-002"), breaking("c", "AM-ROT-002")},
                  {"x: the last line is cut"}}),
        "## keyturn: 3 cases\n\n1 conformant, 2 nonconformant\n\n- ` x: the last line is cut `\n\n"
        "### ` AM-ROT-002 MUST: versions go <up> `\n\n"
        "- nonconformant: ` b `, ` c `\n- ` status: expected 409, found 200 `\n- again: ` keyturn conform b `\n\n");
}

TEST(Markdown, ten_cases_are_named) {
    RunRecord record;
    for (char name = 'a'; name < 'k'; ++name) record.verdicts.push_back(breaking(std::string(1, name), "AM-ROT-002"));
    EXPECT_TRUE(has(markdown(record), ", ` j `\n"));
    record.verdicts.push_back(breaking("k", "AM-ROT-002"));
    record.verdicts.push_back(breaking("l", "AM-ROT-002"));
    EXPECT_TRUE(has(markdown(record), ", ` j ` and 2 more\n"));
}

TEST(Markdown, tells_why_there_was_no_verdict) {
    EXPECT_TRUE(has(markdown({{verdict_of("a", inconclusive, "<reset>"), verdict_of("b", not_run, "no state"),
                               verdict_of("c", not_run, "no state"), verdict_of("d", conformant)},
                              {}}),
                    "1 conformant, 1 inconclusive, 2 not run\n\n- 1 inconclusive, such as ` a `: ` <reset> `\n"
                    "- 2 not run, such as ` b `: ` no state `\n\n"));
}

TEST(Markdown, ten_reasons_are_told) {
    RunRecord record;
    for (char name = 'a'; name < 'k'; ++name)
        record.verdicts.push_back(verdict_of(std::string(1, name), not_run, std::string(1, name)));
    EXPECT_TRUE(has(markdown(record), "such as ` j `: ` j `\n\n"));
    record.verdicts.push_back(verdict_of(std::string(1000, 'a'), inconclusive, std::string(1000, 'b')));
    EXPECT_FALSE(has(markdown(record), std::string(200, 'a'))) << "however long";
    EXPECT_FALSE(has(markdown(record), std::string(200, 'b')));
    record.verdicts.pop_back();
    record.verdicts.push_back(verdict_of("k", not_run, "k"));
    record.verdicts.push_back(verdict_of("l", not_run, "l"));
    EXPECT_TRUE(has(markdown(record), "such as ` j `: ` j `\n- and 2 more reasons\n\n"));
}

TEST(Markdown, fits_a_comment_and_says_what_is_left_out) {
    RunRecord record;
    for (int i = 100; i < 200; ++i)
        record.verdicts.push_back(
            breaking("case" + std::to_string(i), "AM-ROT-002", std::string(1000, 'x') + std::to_string(i)));
    const std::string report = markdown(record);
    EXPECT_LE(report.size(), 60'000u);
    EXPECT_GT(report.size(), 58'000u);
    EXPECT_TRUE(report.ends_with(" more causes are left out; the journal has them all.\n"));
    std::size_t shown_causes = 0;
    for (std::size_t at = report.find("###"); at != std::string::npos; at = report.find("###", at + 3)) ++shown_causes;
    EXPECT_TRUE(has(report, "\n\n" + std::to_string(100 - shown_causes) + " more causes"));
}

// A run whose one case put two things to the test, of which one only once.
RunRecord exercising(const std::string& case_id) {
    Verdict verdict = verdict_of(case_id, conformant);
    verdict.exercised = {{"/user_ids type", "AM-ROT-002"}, {"AM-ROT-002"}};
    return {{verdict}, {}};
}

TEST(Markdown, tells_the_coverage_where_there_is_any) {
    EXPECT_TRUE(has(markdown(exercising("a")),
                    "1 conformant\n\n` coverage: fields 1/52 valid, 0/52 broken; rules 0/44 valid, 0/44 broken; "
                    "requirements 1/1 valid, 1/1 broken   never: body, "));
    EXPECT_FALSE(has(markdown(one_of_each()), "coverage"));
}

// ---- HTML

std::string html(const RunRecord& record) { return html_report(record, {two_requirements()}); }

TEST(Html, every_case_is_a_row) {
    const std::string page = html(one_of_each());
    EXPECT_TRUE(
        has(page, "<tr><td><code>keys/right</code></td><td class=\"conformant\">conformant</td><td></td></tr>\n"));
    EXPECT_TRUE(has(page,
                    "<tr><td><code>rotation/below</code></td><td class=\"nonconformant\">nonconformant</td><td>"
                    "<div>AM-ROT-002 <code>status: expected 409, found 200</code></div>"
                    "<div>again: <code>keyturn conform rotation/below</code></div></td></tr>\n"));
    EXPECT_TRUE(has(page, "<td>no &quot;state&quot;</td>"));
    EXPECT_TRUE(has(page, "<h3>AM-ROT-002 MUST: versions go &lt;up&gt;</h3>\n<p>1 cases, such as "));
    EXPECT_TRUE(has(page, "<h1>keyturn: 6 cases</h1>"));
}

TEST(Html, loads_nothing_and_runs_its_own_script_only) {
    const std::string page = html(one_of_each());
    EXPECT_TRUE(has(page, "default-src 'none'; style-src 'sha256-"));
    for (const char* reference : {"src=", "href=", "url(", "@import", "unsafe-inline"})
        EXPECT_FALSE(has(page, reference)) << reference;
}

TEST(Html, hostile_content_is_inert) {
    const std::string page =
        html({{breaking("a/<img onerror=x>", "<b>", "<script>", "\"'>", "</code><script>alert(1)</script>"),
               verdict_of("b", inconclusive, "<style>")},
              {"<remark>"}});
    for (const char* markup : {"<img", "<b>", "<script>alert", "</code><script>", "<style>\"", "<remark>"})
        EXPECT_FALSE(has(page, markup)) << markup;
    EXPECT_TRUE(has(page, "&lt;/code&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_TRUE(has(page, "&lt;remark&gt;"));
    EXPECT_TRUE(has(page, "&lt;style&gt;"));
}

TEST(Html, without_failures_there_is_no_heading_for_them) {
    EXPECT_FALSE(has(html({{verdict_of("a", conformant)}, {}}), "Failures by cause"));
    EXPECT_TRUE(has(html(one_of_each()), "Failures by cause"));
}

TEST(Html, tells_the_coverage_with_its_cases_where_there_is_any) {
    const std::string page = html(exercising("<b>"));
    EXPECT_TRUE(has(page, "<h2>Coverage</h2>\n<pre>coverage: fields 1/52 valid, 0/52 broken;"));
    EXPECT_TRUE(has(page, "  /user_ids type\n    valid   1: &lt;b&gt;\n"));
    EXPECT_FALSE(has(html(one_of_each()), "overage"));
}

// ---- annotations

std::string annotations(const RunRecord& record, bool strict = false) {
    return annotations_report(record, {two_requirements(), strict});
}

TEST(Annotations, an_error_for_each_cause_and_a_warning_where_it_is_tolerated) {
    const RunRecord record{{breaking("a", "AM-ROT-002"), breaking("b", "AM-ROT-002"), breaking("c", "AM-RSP-006")}, {}};
    EXPECT_EQ(annotations(record),
              "::error title=AM-ROT-002 MUST%3A versions go <up>::status: expected 409, found 200%0Aa of 2 cases%0A"
              "again: keyturn conform a\n"
              "::warning title=AM-RSP-006 SHOULD%3A refusals are told as expected::status: expected 409, found 200%0A"
              "c of 1 cases%0Aagain: keyturn conform c\n");
    EXPECT_TRUE(has(annotations(record, true), "::error title=AM-RSP-006"));
}

TEST(Annotations, a_hostile_text_begins_no_command) {
    const std::string text = annotations({{breaking("a", "x,y:z%", "p", "\n::error::mine", "\r\x1b[31m%0A")}, {}});
    EXPECT_EQ(text,
              "::error title=x%2Cy%3Az%25::p: expected %0A::error::mine, found %0D%1B[31m%250A%0Aa of 1 cases%0A"
              "again: keyturn conform a\n");
}

TEST(Annotations, ten_are_shown) {
    RunRecord record;
    for (char name = 'a'; name < 'n'; ++name)
        record.verdicts.push_back(breaking(std::string(1, name), "AM-ROT-002", std::string(1, name)));
    const std::string text = annotations(record);
    EXPECT_EQ(std::ranges::count(text, '\n'), 10);
}

}  // namespace
}  // namespace keyturn
