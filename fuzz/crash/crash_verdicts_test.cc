#include "fuzz/crash/crash_verdicts.h"

namespace keyturn::fuzz {
namespace {

CrashRow row(CrashOutcome outcome, std::string content) {
    return {.file = {.path = "d/" + content, .target = "one", .content = content, .size = 1},
            .outcome = outcome,
            .reason = "so it is"};
}

Verdict verdict(const CrashRow& row) { return verdicts_of({.rows = {row}}).at(0); }

TEST(CrashVerdicts, stand_by_target_and_content) {
    const auto verdicts = verdicts_of({.rows = {row(CrashOutcome::fixed, "b"), row(CrashOutcome::fixed, "a")}});
    ASSERT_EQ(verdicts.size(), 2u);
    EXPECT_EQ(verdicts[0].case_id, "one/a");
    EXPECT_EQ(verdicts[1].case_id, "one/b");
}

TEST(CrashVerdicts, of_what_was_not_read_differ_by_number) {
    CrashRow unread = row(CrashOutcome::not_readable, "");
    unread.file.target = "";
    EXPECT_EQ(verdict(unread).case_id, "no-target/unread-1");
}

TEST(CrashVerdicts, outcomes_are_verdicts) {
    EXPECT_EQ(verdict(row(CrashOutcome::fixed, "a")).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict(row(CrashOutcome::fixed, "a")).reason, "");
    EXPECT_EQ(verdict(row(CrashOutcome::reproduced, "a")).kind, VerdictKind::nonconformant);
    EXPECT_EQ(verdict(row(CrashOutcome::flaky, "a")).kind, VerdictKind::flaky);
    for (const CrashOutcome outcome : {CrashOutcome::wrong_target, CrashOutcome::not_readable, CrashOutcome::not_run}) {
        const Verdict silent = verdict(row(outcome, "a"));
        EXPECT_EQ(silent.kind, VerdictKind::not_run);
        EXPECT_EQ(silent.reason, "d/a: " + std::string(name_of(outcome)) + ": so it is");
    }
}

TEST(CrashVerdicts, a_crash_breaks_the_requirement_that_its_oracle_names) {
    CrashRow crashed = row(CrashOutcome::reproduced, "a");
    crashed.crash = Crash{CrashKind::oracle, "AM-ROT-002 /x is y", "AM-ROT-002", "/x"};
    crashed.bucket = "one-b";
    const Verdict broken = verdict(crashed);
    ASSERT_EQ(broken.breaches.size(), 1u);
    EXPECT_EQ(broken.breaches[0].requirement, "AM-ROT-002");
    EXPECT_EQ(broken.breaches[0].difference.place, "/x");
    EXPECT_EQ(broken.breaches[0].difference.expected, "nothing amiss (one-b)");
    EXPECT_EQ(broken.breaches[0].difference.actual, "oracle: AM-ROT-002 /x is y");
    EXPECT_EQ(broken.requirements, std::vector<std::string>{"AM-ROT-002"});
    EXPECT_EQ(broken.repeat, "keyturn crash reproduce --target one 'd/a'");
}

TEST(CrashVerdicts, a_crash_without_requirement_breaks_its_bucket) {
    CrashRow crashed = row(CrashOutcome::reproduced, "a");
    crashed.crash = Crash{CrashKind::signal, "SIGSEGV", "", ""};
    crashed.bucket = "one-b";
    EXPECT_EQ(verdict(crashed).breaches.at(0).requirement, "one-b");
    EXPECT_EQ(verdict(crashed).breaches[0].difference.place, "input");
}

}  // namespace
}  // namespace keyturn::fuzz
