#include "conformance/repetition.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

using enum VerdictKind;

Verdict run(VerdictKind kind, std::string requirement = "", std::string reason = "") {
    Verdict verdict;
    verdict.case_id = "rotation/some-case";
    verdict.kind = kind;
    verdict.reason = std::move(reason);
    if (requirement.empty()) return verdict;
    verdict.requirements = {requirement};
    verdict.breaches = {{requirement, 0, {"status", "200", "500"}}};
    return verdict;
}

TEST(Repetition, one_run_is_its_verdict) {
    for (const VerdictKind kind : {conformant, tolerated, nonconformant, unimplemented, inconclusive, not_run})
        EXPECT_EQ(combined({run(kind, "", "why")}).kind, kind) << name_of(kind);
}

TEST(Repetition, runs_that_agree_are_one_verdict) {
    const Verdict verdict = combined({run(nonconformant, "AM-ROT-001"), run(nonconformant, "AM-ROT-002")});
    EXPECT_EQ(verdict.kind, nonconformant);
    EXPECT_EQ(verdict.requirements, std::vector<std::string>{"AM-ROT-001"});
    EXPECT_EQ(verdict.reason, "");
}

TEST(Repetition, what_any_run_exercised_was_exercised) {
    Verdict first = run(conformant), second = run(nonconformant, "AM-ROT-002");
    first.exercised = {{"a"}, {"b"}};
    second.exercised = {{"c"}, {}};
    EXPECT_EQ(combined({first, second}).exercised, (Exercised{{"a", "c"}, {"b"}}));
    EXPECT_EQ(combined({first}).exercised, first.exercised);
}

TEST(Repetition, wrong_every_third_time_is_flaky_with_what_was_wrong) {
    const Verdict verdict = combined({run(conformant), run(conformant), run(nonconformant, "AM-ROT-002")});
    EXPECT_EQ(verdict.kind, flaky);
    EXPECT_EQ(verdict.requirements, std::vector<std::string>{"AM-ROT-002"});
    EXPECT_EQ(verdict.breaches.size(), 1u);
    EXPECT_EQ(verdict.reason, "of 3 runs 2 conformant, 1 nonconformant");
    EXPECT_EQ(verdict.case_id, "rotation/some-case");
}

TEST(Repetition, a_flaky_server_never_becomes_right_by_the_last_run) {
    EXPECT_EQ(combined({run(nonconformant, "AM-ROT-002"), run(conformant), run(conformant)}).kind, flaky);
}

TEST(Repetition, the_worst_run_is_shown) {
    EXPECT_EQ(combined({run(tolerated, "AM-RSP-006"), run(nonconformant, "AM-ROT-002"), run(nonconformant, "AM-X")})
                  .requirements.front(),
              "AM-ROT-002");
    EXPECT_EQ(combined({run(conformant), run(tolerated, "AM-RSP-006")}).requirements.front(), "AM-RSP-006");
    const Verdict sometimes_there = combined({run(conformant), run(unimplemented, "AM-RSP-001")});
    EXPECT_EQ(sometimes_there.kind, flaky);
    EXPECT_EQ(sometimes_there.requirements.front(), "AM-RSP-001");
    EXPECT_EQ(combined({run(unimplemented, "AM-A"), run(tolerated, "AM-B")}).requirements.front(), "AM-B");
}

TEST(Repetition, silence_now_and_then_is_said) {
    const Verdict verdict = combined({run(conformant), run(inconclusive, "", "the connection was reset")});
    EXPECT_EQ(verdict.kind, inconclusive);
    EXPECT_EQ(verdict.reason, "the connection was reset; of 2 runs 1 conformant, 1 inconclusive");
}

TEST(Repetition, silence_excuses_nothing) {
    EXPECT_EQ(combined({run(nonconformant, "AM-ROT-002"), run(inconclusive)}).kind, nonconformant);
    EXPECT_EQ(combined({run(inconclusive), run(tolerated, "AM-RSP-006")}).kind, tolerated);
    EXPECT_EQ(combined({run(inconclusive), run(conformant), run(nonconformant, "AM-ROT-002")}).kind, flaky);
}

TEST(Repetition, what_never_ran_has_its_first_reason) {
    const Verdict verdict = combined({run(not_run, "", "no state"), run(inconclusive, "", "reset")});
    EXPECT_EQ(verdict.kind, not_run);
    EXPECT_EQ(verdict.reason, "no state");
}

}  // namespace
}  // namespace keyturn
