#include "conformance/baseline.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

using enum VerdictKind;
using Texts = std::vector<std::string>;

constexpr std::uint64_t now_msec = 1'790'000'000'000;  // 2026-09-21
const std::string today = "2026-09-21";

Verdict verdict_of(std::string id, VerdictKind kind, Texts requirements = {"AM-ROT-002"}) {
    Verdict verdict;
    verdict.case_id = std::move(id);
    verdict.kind = kind;
    verdict.requirements = std::move(requirements);
    return verdict;
}

KnownFailure known(std::string id, std::string expires = "2027-01-31") {
    return {std::move(id), {"AM-ROT-002"}, "the rule is not built yet", "the group team", std::move(expires)};
}

BaselineReport compared(const KnownFailure& entry, const Verdict& verdict, bool strict = false) {
    return compare({{entry}}, {verdict}, today, strict);
}

// ---- the file

const std::string file =
    R"({"schema":1,"known_failures":[{"case":"a","requirements":["AM-ROT-002"],"reason":"the rule is not built yet",)"
    R"("owner":"the group team","expires":"2027-01-31"}]})";

std::string with(std::string_view part, std::string_view instead) {
    std::string text = file;
    return text.replace(text.find(part), part.size(), instead);
}

TEST(Baseline, reads_back_as_written) {
    const auto baseline = read_baseline(parse_json(file).value());
    ASSERT_TRUE(baseline);
    EXPECT_EQ(baseline->known, std::vector{known("a")});
    EXPECT_EQ(to_json(baseline_to_json(*baseline)), file);
}

TEST(Baseline, is_written_by_case_id) {
    const JsonValue written = baseline_to_json({{known("b"), known("a")}});
    EXPECT_EQ(resolve(written, "/known_failures/0/case")->text, "a");
    EXPECT_EQ(resolve(written, "/known_failures/1/case")->text, "b");
}

TEST(Baseline, what_is_wrong_with_a_file_is_told_with_its_place) {
    const std::tuple<std::string, std::string, std::string> rows[] = {
        {with("\"schema\":1", "\"schema\":2"), "/schema", "1"},
        {with("\"a\"", "\"\""), "/known_failures/0/case", "a text with something in it"},
        {with("[\"AM-ROT-002\"]", "[]"), "/known_failures/0/requirements", "one or more texts, none empty, none twice"},
        {with("the rule is not built yet", ""), "/known_failures/0/reason", "a text with something in it"},
        {with("the group team", ""), "/known_failures/0/owner", "a text with something in it"},
        {with(",\"expires\":\"2027-01-31\"", ""), "/known_failures/0/expires", "a value"},
        {with("\"owner\"", "\"until\":\"x\",\"owner\""), "/known_failures/0/until", ""},
        {R"({"schema":1})", "/known_failures", ""},
        {R"({"schema":1,"known_failures":[],"x":1})", "/x", ""},
    };
    for (const auto& [text, pointer, expected] : rows) {
        const auto baseline = read_baseline(parse_json(text).value());
        ASSERT_FALSE(baseline) << text;
        EXPECT_EQ(baseline.error().size(), 1u) << text;
        EXPECT_EQ(baseline.error().front().pointer, pointer);
        if (expected.empty()) continue;
        EXPECT_EQ(baseline.error().front().expected, expected) << pointer;
    }
}

TEST(Baseline, a_case_stands_there_once) {
    const JsonValue twice = baseline_to_json({{known("a"), known("b"), known("b")}});
    const auto baseline = read_baseline(twice);
    ASSERT_FALSE(baseline);
    EXPECT_EQ(baseline.error().front().pointer, "/known_failures/2/case");
}

TEST(Baseline, the_last_day_is_a_day_of_the_calendar) {
    for (const char* day : {"2027-01-31", "2028-02-29", "0000-01-01", "9999-12-31"})
        EXPECT_TRUE(read_baseline(parse_json(with("2027-01-31", day)).value())) << day;
    for (const char* none : {"", "2027-02-29", "2027-13-01", "2027-00-10", "2027-01-00", "2027-04-31", "27-01-31",
                             "2027/01/31", "2027-01/31", "2027-1-031", "2027-01-3x", "x027-01-31", "2027-01-311"})
        EXPECT_FALSE(read_baseline(parse_json(with("2027-01-31", none)).value())) << none;
}

TEST(Baseline, days_are_those_of_utc) {
    EXPECT_EQ(day_of(now_msec), today);
    EXPECT_EQ(day_of(0), "1970-01-01");
    EXPECT_EQ(day_of(86'399'999), "1970-01-01");
    EXPECT_EQ(day_of(86'400'000), "1970-01-02");
    EXPECT_EQ(day_of(UINT64_MAX), "9999-12-31");
}

// ---- what it says of a run

TEST(Baseline, a_known_failure_is_known) {
    for (const VerdictKind kind : {nonconformant, flaky}) {
        const BaselineReport report = compared(known("a"), verdict_of("a", kind));
        EXPECT_EQ(report.known, Texts{"a"});
        EXPECT_EQ(report.stale, Texts{});
    }
    EXPECT_EQ(compared(known("a"), verdict_of("a", tolerated), true).known, Texts{"a"});
}

TEST(Baseline, another_case_or_another_requirement_is_not_known) {
    EXPECT_EQ(compared(known("a"), verdict_of("b", nonconformant)).known, Texts{});
    EXPECT_EQ(compared(known("a"), verdict_of("a", nonconformant, {"AM-ROT-002", "AM-KEY-001"})).known, Texts{});
}

TEST(Baseline, fewer_broken_requirements_than_known_are_still_known) {
    KnownFailure entry = known("a");
    entry.requirements = {"AM-KEY-001", "AM-ROT-002"};
    EXPECT_EQ(compared(entry, verdict_of("a", nonconformant)).known, Texts{"a"});
}

TEST(Baseline, an_unexpected_pass_is_stale) {
    const Texts passes = {"a passes, and is known to fail"};
    EXPECT_EQ(compared(known("a"), verdict_of("a", conformant)).stale, passes);
    EXPECT_EQ(compared(known("a"), verdict_of("a", tolerated)).stale, passes);
    EXPECT_EQ(compared(known("a"), verdict_of("a", tolerated), true).stale, Texts{});
}

TEST(Baseline, an_entry_counts_until_the_end_of_its_last_day) {
    EXPECT_EQ(compared(known("a", today), verdict_of("a", nonconformant)).stale, Texts{});
    const BaselineReport late = compared(known("a", "2026-09-20"), verdict_of("a", nonconformant));
    EXPECT_EQ(late.stale, Texts{"a was to be right by 2026-09-20 (owner: the group team; the rule is not built yet)"});
    EXPECT_EQ(late.known, Texts{"a"});
}

TEST(Baseline, what_was_not_judged_is_left_alone) {
    for (const VerdictKind kind : {inconclusive, not_run, unimplemented}) {
        const BaselineReport report = compared(known("a", "2000-01-01"), verdict_of("a", kind));
        EXPECT_TRUE(report.known.empty() && report.stale.empty()) << name_of(kind);
    }
}

// ---- bringing it up to date

std::vector<KnownFailure> after(const Verdict& verdict, bool strict = false) {
    return updated({{known("a")}}, {verdict}, now_msec, strict).known;
}

TEST(Baseline, an_update_takes_out_what_passes) {
    EXPECT_TRUE(after(verdict_of("a", conformant)).empty());
    EXPECT_TRUE(after(verdict_of("a", tolerated)).empty());
    EXPECT_EQ(after(verdict_of("a", tolerated), true).size(), 1u);
}

TEST(Baseline, an_update_keeps_reason_owner_and_day_and_takes_the_broken_requirements) {
    KnownFailure expected = known("a");
    expected.requirements = {"AM-KEY-001"};
    EXPECT_EQ(after(verdict_of("a", nonconformant, {"AM-KEY-001"})), std::vector{expected});
}

TEST(Baseline, an_update_gives_a_new_failure_thirty_days) {
    const KnownFailure added{"b", {"AM-ROT-002"}, "to be looked into", "nobody", "2026-10-21"};
    EXPECT_EQ(after(verdict_of("b", flaky)), (std::vector{added, known("a")}));
}

TEST(Baseline, an_update_keeps_what_was_not_judged) {
    for (const VerdictKind kind : {inconclusive, not_run, unimplemented})
        EXPECT_EQ(after(verdict_of("a", kind)), std::vector{known("a")});
}

}  // namespace
}  // namespace keyturn
