#include "conformance/reports/failure_groups.h"

#include <gtest/gtest.h>

#include "conformance/reports/report_test_support.h"

namespace keyturn {
namespace {

// "REQUIREMENT PLACE: case case"
std::vector<std::string> groups_of(const std::vector<Verdict>& verdicts) {
    std::vector<std::string> texts;
    for (const FailureGroup& group : failure_groups(verdicts)) {
        std::string text = group.requirement + " " + group.place + ":";
        for (const Verdict* verdict : group.verdicts) text += " " + verdict->case_id;
        texts.push_back(text);
    }
    return texts;
}

using Texts = std::vector<std::string>;

TEST(FailureGroups, one_cause_is_one_group_however_the_answers_differ) {
    EXPECT_EQ(groups_of({breaking("a", "AM-ROT-002", "status", "409", "200"),
                         breaking("b", "AM-ROT-002", "status", "409", "500")}),
              Texts{"AM-ROT-002 status: a b"});
}

TEST(FailureGroups, requirement_place_and_expectation_tell_causes_apart) {
    EXPECT_EQ(groups_of({breaking("a", "AM-ROT-002", "status", "409"), breaking("b", "AM-ROT-002", "status", "400"),
                         breaking("c", "AM-ROT-002", "/data", "409"), breaking("d", "AM-RSP-006", "status", "409")}),
              (Texts{"AM-ROT-002 /data: c", "AM-ROT-002 status: b", "AM-ROT-002 status: a", "AM-RSP-006 status: d"}));
}

TEST(FailureGroups, of_one_requirement_the_larger_group_comes_first) {
    EXPECT_EQ(groups_of({breaking("a", "AM-ROT-002", "/data"), breaking("b", "AM-ROT-002", "status"),
                         breaking("c", "AM-ROT-002", "status")}),
              (Texts{"AM-ROT-002 status: b c", "AM-ROT-002 /data: a"}));
}

TEST(FailureGroups, the_exemplar_is_the_first_case_and_its_first_breach) {
    std::vector<Verdict> verdicts = {breaking("a", "AM-ROT-002"), breaking("b", "AM-ROT-002")};
    verdicts[0].breaches.push_back({"AM-RSP-006", 1, {"body", "x", "y"}});
    const auto groups = failure_groups(verdicts);
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_EQ(groups[0].verdicts.front(), &verdicts[0]);
    EXPECT_EQ(groups[0].breach, &verdicts[0].breaches[0]);
}

TEST(FailureGroups, the_exemplar_breaks_it_in_the_fewest_exchanges) {
    std::vector<Verdict> verdicts = {breaking("a", "AM-ROT-002"), breaking("b", "AM-ROT-002"),
                                     breaking("c", "AM-ROT-002")};
    verdicts[0].breaches[0].exchange = 2;
    const auto groups = failure_groups(verdicts);
    EXPECT_EQ(groups_of(verdicts), Texts{"AM-ROT-002 status: b c a"});
    EXPECT_EQ(groups[0].breach, &verdicts[1].breaches[0]);
}

TEST(FailureGroups, what_broke_nothing_is_in_no_group) {
    EXPECT_EQ(groups_of({verdict_of("a", VerdictKind::conformant), verdict_of("b", VerdictKind::inconclusive)}),
              Texts{});
}

}  // namespace
}  // namespace keyturn
