#include "conformance/reports/terminal_report.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/reports/report_test_support.h"

namespace keyturn {
namespace {

using enum VerdictKind;

std::string report(const std::vector<Verdict>& verdicts, bool colours = false) {
    return terminal_report(verdicts, two_requirements(), {.colours = colours}, "see there");
}

auto lines_in(const std::string& text) { return std::ranges::count(text, '\n'); }

Verdict silent(std::string id, VerdictKind kind, std::string reason) {
    Verdict verdict = verdict_of(std::move(id), kind, std::move(reason));
    verdict.repeat = "again " + verdict.case_id;
    return verdict;
}

// One cause each, for their places differ: three lines, and the heading before the first.
std::vector<Verdict> causes(int number, const std::string& requirement = "AM-ROT-002") {
    std::vector<Verdict> verdicts;
    for (int i = 0; i < number; ++i)
        verdicts.push_back(breaking(fmt::format("c{:02}", i), requirement, fmt::format("/{:02}", i)));
    return verdicts;
}

TEST(TerminalReport, failures_of_one_cause_are_told_once_with_the_command_that_repeats_one) {
    EXPECT_EQ(report({breaking("a", "AM-ROT-002"), breaking("b", "AM-ROT-002"), verdict_of("c", conformant)}),
              "AM-ROT-002 MUST  versions go <up>   [guide]\n"
              "  status       expected 409   found 200\n"
              "  2 nonconformant: a, b\n"
              "  again: keyturn conform a\n");
}

TEST(TerminalReport, three_cases_are_named_and_the_rest_is_counted) {
    std::vector<Verdict> verdicts;
    for (const std::string id : {"a", "b", "c"}) verdicts.push_back(breaking(id, "AM-ROT-002"));
    EXPECT_TRUE(report(verdicts).contains("  3 nonconformant: a, b, c\n")) << report(verdicts);
    for (const std::string id : {"d", "e"}) verdicts.push_back(breaking(id, "AM-ROT-002"));
    EXPECT_TRUE(report(verdicts).contains("  5 nonconformant: a, b, c and 2 more\n")) << report(verdicts);
}

TEST(TerminalReport, causes_of_one_requirement_stand_under_it) {
    EXPECT_EQ(report(causes(2)),
              "AM-ROT-002 MUST  versions go <up>   [guide]\n"
              "  /00          expected 409   found 200\n"
              "  1 nonconformant: c00\n"
              "  again: keyturn conform c00\n"
              "  /01          expected 409   found 200\n"
              "  1 nonconformant: c01\n"
              "  again: keyturn conform c01\n");
}

TEST(TerminalReport, what_must_be_mended_stands_first) {
    Verdict not_set_up = silent("f", not_run, "no state");
    not_set_up.set_up_failed = true;
    Verdict unstable = breaking("g", "AM-ROT-002");
    unstable.kind = flaky;
    unstable.reason = "of 2 runs 1 conformant";
    EXPECT_EQ(report({silent("a", conformant, "may remain"), silent("b", not_run, "silenced"),
                      silent("c", unimplemented, "501"), breaking("d", "AM-RSP-006"),
                      silent("e", inconclusive, "reset"), not_set_up, unstable}),
              "1 not run: f\n"
              "  no state\n"
              "  again: again f\n"
              "AM-ROT-002 MUST  versions go <up>   [guide]\n"
              "  status       expected 409   found 200\n"
              "  1 flaky: g\n"
              "  of 2 runs 1 conformant\n"
              "  again: keyturn conform g\n"
              "1 inconclusive: e\n"
              "  reset\n"
              "  again: again e\n"
              "AM-RSP-006 SHOULD  refusals are told as expected   [guide]\n"
              "  status       expected 409   found 200\n"
              "  1 tolerated: d\n"
              "  again: keyturn conform d\n"
              "1 unimplemented: c\n"
              "  501\n"
              "  again: again c\n"
              "1 not run: b\n"
              "  silenced\n"
              "1 conformant: a\n"
              "  may remain\n");
}

TEST(TerminalReport, silent_cases_are_told_by_reason_the_most_frequent_first) {
    EXPECT_EQ(report({silent("a", inconclusive, "reset"), silent("b", inconclusive, "refused"),
                      silent("c", inconclusive, "refused"), silent("d", not_run, "refused")}),
              "2 inconclusive: b, c\n"
              "  refused\n"
              "  again: again b\n"
              "1 inconclusive: a\n"
              "  reset\n"
              "  again: again a\n"
              "1 not run: d\n"
              "  refused\n");
}

TEST(TerminalReport, of_reasons_as_frequent_that_of_the_first_case_stands_first) {
    EXPECT_EQ(report({silent("a", not_run, "why b"), silent("b", not_run, "why a")}),
              "1 not run: a\n"
              "  why b\n"
              "1 not run: b\n"
              "  why a\n");
}

TEST(TerminalReport, cause_with_verdicts_of_both_kinds_is_as_urgent_as_the_worst) {
    Verdict both = breaking("b", "AM-RSP-006");
    both.kind = nonconformant;
    EXPECT_TRUE(report({breaking("a", "AM-RSP-006"), both, silent("c", inconclusive, "reset")})
                    .starts_with("AM-RSP-006 SHOULD  refusals are told as expected   [guide]\n"
                                 "  status       expected 409   found 200\n"
                                 "  1 tolerated, 1 nonconformant: a, b\n"));
}

TEST(TerminalReport, later_exchange_is_named) {
    Verdict verdict = breaking("a", "AM-ROT-002");
    verdict.breaches[0].exchange = 1;
    EXPECT_TRUE(report({verdict}).contains("\n  exchange 2, status  expected 409   found 200\n"));
}

TEST(TerminalReport, fits_a_screen_and_counts_what_does_not) {
    std::vector<Verdict> ten = causes(10);
    EXPECT_EQ(lines_in(report(ten)), 31);
    EXPECT_FALSE(report(ten).contains("more causes"));
    std::vector<Verdict> full = ten;
    full.push_back(verdict_of("x", not_run));
    EXPECT_EQ(lines_in(report(full)), 32) << "a last line fits where the count would stand";
    EXPECT_FALSE(report(full).contains("more causes"));
    full.push_back(verdict_of("y", not_run, "another reason"));
    EXPECT_TRUE(report(full).ends_with("  again: keyturn conform c09\nand 2 more causes, 2 cases: see there\n"))
        << report(full);
    EXPECT_EQ(lines_in(report(full)), 32);
    std::vector<Verdict> eleven = causes(11);
    for (const char* id : {"d", "e"}) eleven.push_back(breaking(id, "AM-RSP-006"));
    EXPECT_EQ(lines_in(report(eleven)), 32);
    EXPECT_TRUE(report(eleven).ends_with("\nand 2 more causes, 3 cases: see there\n")) << report(eleven);
}

TEST(TerminalReport, all_went_well_needs_no_words) {
    EXPECT_EQ(report({}), "");
    EXPECT_EQ(report({verdict_of("a", conformant), verdict_of("b", conformant)}), "");
}

TEST(TerminalReport, colours_are_all_that_a_terminal_adds) {
    std::string coloured = report({breaking("a", "AM-ROT-002"), silent("b", inconclusive, "reset")}, true);
    EXPECT_TRUE(coloured.contains("  1 \x1b[31mnonconformant\x1b[0m: a\n"));
    EXPECT_TRUE(coloured.contains("1 \x1b[33minconclusive\x1b[0m: b\n"));
    for (const std::string escape : {"\x1b[31m", "\x1b[33m", "\x1b[0m"})
        for (std::size_t at = 0; (at = coloured.find(escape)) != std::string::npos;) coloured.erase(at, escape.size());
    EXPECT_EQ(coloured, report({breaking("a", "AM-ROT-002"), silent("b", inconclusive, "reset")}));
}

TEST(TerminalReport, nothing_in_it_is_a_command_to_who_keeps_the_log) {
    EXPECT_TRUE(report({breaking("a", "AM-ROT-002", "status", "409", "##[error]"), silent("b", inconclusive, "##[x")})
                    .contains("found #\\u0023[error]\n"));
    EXPECT_TRUE(report({silent("b", inconclusive, "##[x")}).contains("  #\\u0023[x\n"));
}

}  // namespace
}  // namespace keyturn
