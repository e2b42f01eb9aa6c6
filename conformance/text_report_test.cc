#include "conformance/text_report.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

const Requirements& catalogue() {
    static const Requirements all = Requirements::read(json(R"({"schema": 1, "requirements": [
            {"id": "AM-SIG-001", "level": "MUST", "keeper": "server", "source": "guide", "text": "exactly one key change and one member add"},
            {"id": "AM-ROT-009", "level": "SHOULD", "keeper": "server", "source": "policy", "text": "the signed members are current"}]})"))
                                        .value();
    return all;
}

std::string shown(const Verdict& verdict) { return text_of(verdict, catalogue(), {}); }

Verdict verdict_of(VerdictKind kind, std::string reason = "") {
    return {.case_id = "signatures/swapped-pair",
            .kind = kind,
            .requirements = {"AM-SIG-001"},
            .reason = std::move(reason),
            .breaches = {},
            .repeat = "keyturn conform signatures/swapped-pair"};
}

Verdict nonconformant(std::vector<Breach> breaches, std::vector<std::string> cited = {"AM-SIG-001"}) {
    Verdict verdict = verdict_of(VerdictKind::nonconformant);
    verdict.requirements = std::move(cited);
    verdict.breaches = std::move(breaches);
    return verdict;
}

TEST(TextReport, CaseThatNeedsNoMoreWordsHasOneLine) {
    EXPECT_EQ(shown(verdict_of(VerdictKind::conformant)), "signatures/swapped-pair: conformant\n");
    EXPECT_EQ(shown(verdict_of(VerdictKind::not_run, "--state none")),
              "signatures/swapped-pair: not run (--state none)\n");
}

TEST(TextReport, NothingInItIsACommandToWhoKeepsTheLog) {
    EXPECT_EQ(shown(verdict_of(VerdictKind::inconclusive, "##[error]###[a ##b")),
              "signatures/swapped-pair: inconclusive (#\\u0023[error]##\\u0023[a ##b)\n");
    EXPECT_TRUE(shown(nonconformant({{"AM-SIG-001", 0, {"/a", "nothing", "\"##[b]\" (string)"}}}))
                    .contains("found \"#\\u0023[b]\" (string)\n"));
}

TEST(TextReport, BreachEndsTheSearch) {
    const Verdict verdict =
        nonconformant({{"AM-SIG-001", 0, {"status", "400", "200"}},
                       {"AM-SIG-001", 0, {"/data", "nothing", R"({"conversation_id":"g1"} (object))"}}});
    EXPECT_EQ(shown(verdict),
              "signatures/swapped-pair: nonconformant\n"
              "  AM-SIG-001 MUST  exactly one key change and one member add   [guide]\n"
              "  status       expected 400   found 200\n"
              "  /data        expected nothing   found {\"conversation_id\":\"g1\"} (object)\n"
              "  again: keyturn conform signatures/swapped-pair\n");
}

TEST(TextReport, DifferenceThatSeveralRequirementsAreCitedForIsShownOnce) {
    const Verdict verdict = nonconformant({{"AM-SIG-001", 0, {"status", "400", "200"}},
                                           {"AM-ROT-009", 0, {"status", "400", "200"}},
                                           {"AM-ROT-009", 0, {"status", "409", "200"}},
                                           {"AM-ROT-009", 0, {"status", "400", "201"}},
                                           {"AM-ROT-009", 0, {"state", "400", "200"}}},
                                          {"AM-SIG-001", "AM-ROT-009", "AM-NEW-001"});
    EXPECT_EQ(shown(verdict),
              "signatures/swapped-pair: nonconformant\n"
              "  AM-SIG-001 MUST  exactly one key change and one member add   [guide]\n"
              "  AM-ROT-009 SHOULD  the signed members are current   [policy]\n"
              "  AM-NEW-001\n"
              "  status       expected 400   found 200\n"
              "  status       expected 409   found 200\n"
              "  status       expected 400   found 201\n"
              "  state        expected 400   found 200\n"
              "  again: keyturn conform signatures/swapped-pair\n");
}

TEST(TextReport, ExchangesAreNumberedFromOneWhereALaterOneIsAtFault) {
    Verdict verdict = nonconformant({{"AM-SIG-001", 0, {"status", "200", "500"}},
                                     {"AM-SIG-001", 1, {"status", "200", "500"}},
                                     {"AM-SIG-001", 1, {"", "an object", "[] (array)"}}});
    verdict.repeat.clear();
    EXPECT_EQ(shown(verdict),
              "signatures/swapped-pair: nonconformant\n"
              "  AM-SIG-001 MUST  exactly one key change and one member add   [guide]\n"
              "  exchange 1, status  expected 200   found 500\n"
              "  exchange 2, status  expected 200   found 500\n"
              "  exchange 2, body  expected an object   found [] (array)\n");
}

TEST(TextReport, PlaceOfTheWholeBodyHasAName) {
    const std::string text = shown(nonconformant({{"AM-SIG-001", 0, {"", "an object", "[] (array)"}}}));
    EXPECT_TRUE(text.contains("\n  body         expected an object   found [] (array)\n")) << text;
}

TEST(TextReport, ReasonStandsBehindAVerdictWithBreaches) {
    Verdict verdict = nonconformant({{"AM-SIG-001", 0, {"status", "400", "200"}}});
    verdict.reason = "tear-down failed: status 500";
    EXPECT_TRUE(shown(verdict).starts_with("signatures/swapped-pair: nonconformant (tear-down failed: status 500)\n"));
}

TEST(TextReport, VerdictsHaveTheirColours) {
    const auto coloured = [](VerdictKind kind) { return text_of(verdict_of(kind), catalogue(), {.colours = true}); };
    EXPECT_EQ(coloured(VerdictKind::conformant), "signatures/swapped-pair: \x1b[32mconformant\x1b[0m\n");
    EXPECT_EQ(coloured(VerdictKind::nonconformant), "signatures/swapped-pair: \x1b[31mnonconformant\x1b[0m\n");
    EXPECT_EQ(coloured(VerdictKind::flaky), "signatures/swapped-pair: \x1b[31mflaky\x1b[0m\n");
    EXPECT_EQ(coloured(VerdictKind::tolerated), "signatures/swapped-pair: \x1b[33mtolerated\x1b[0m\n");
    EXPECT_EQ(coloured(VerdictKind::not_run), "signatures/swapped-pair: \x1b[33mnot run\x1b[0m\n");
}

TEST(TextReport, SummaryCountsEachKindInTheOrderOfTheDesign) {
    const VerdictCounts counts = count({verdict_of(VerdictKind::not_run), verdict_of(VerdictKind::nonconformant),
                                        verdict_of(VerdictKind::conformant), verdict_of(VerdictKind::not_run)});
    EXPECT_EQ(summary_of(counts), "1 conformant, 1 nonconformant, 2 not run");
    EXPECT_EQ(summary_of(count({})), "nothing ran");
}

TEST(TextReport, PlaceThatAServerNamedActsOnNoTerminalAndHidesNothing) {
    Verdict verdict;
    verdict.kind = VerdictKind::nonconformant;
    verdict.breaches = {{"AM-SIG-001", 0, {"/\x1b[31mda\u200bta", "nothing", "1 (number)"}}};
    EXPECT_TRUE(text_of(verdict, {}, {}).contains("\n  /\\u001b[31mda\\u200bta  expected nothing   found 1 (number)\n"))
        << text_of(verdict, {}, {});
}

}  // namespace
}  // namespace keyturn
