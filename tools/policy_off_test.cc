#include "tools/policy_off.h"

#include <gtest/gtest.h>

#include "conformance/case_files.h"

namespace keyturn {
namespace {

std::string refusal_of(std::string_view id) {
    static const Requirements all = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    return why_not_silenced(all, id);
}

TEST(PolicyOff, a_policy_that_is_a_should_can_be_silenced) {
    EXPECT_EQ(refusal_of("AM-ROT-004"), "");
    EXPECT_EQ(refusal_of("AM-RSP-008"), "");
}

TEST(PolicyOff, what_a_document_asks_for_can_not) {
    EXPECT_EQ(refusal_of("AM-SIG-001"),
              "--policy-off AM-SIG-001: its source is guide, not policy, so it is no taste of ours; --profile chooses "
              "between sources that disagree");
    EXPECT_TRUE(refusal_of("AM-REQ-013").contains("its source is openapi"));
    EXPECT_TRUE(refusal_of("AM-SEC-003").contains("its source is openapi"));
}

TEST(PolicyOff, what_no_server_is_right_without_can_not) {
    for (const char* id : {"AM-ROT-020", "AM-SEC-001", "AM-SEC-002"})
        EXPECT_EQ(refusal_of(id), std::string("--policy-off ") + id +
                                      ": it can't be switched off, for no server is right without it: secrets stay "
                                      "secret, and a refused request changes nothing");
}

TEST(PolicyOff, what_is_not_there_or_no_server_keeps_is_told) {
    EXPECT_EQ(refusal_of("AM-ROT-999"),
              "--policy-off AM-ROT-999: there is no such requirement; keyturn requirements lists all");
    EXPECT_EQ(refusal_of("AM-SIG-020"), "--policy-off AM-SIG-020: a library keeps it, and conform judges servers");
    EXPECT_EQ(refusal_of("AM-SIG-039"), "--policy-off AM-SIG-039: a recipient keeps it, and conform judges servers");
}

TEST(PolicyOff, a_summary_names_each_id_once) {
    EXPECT_EQ(silenced_in_words({}), "");
    EXPECT_EQ(silenced_in_words({"AM-ROT-004", "AM-REQ-005", "AM-ROT-004"}), "silenced: AM-ROT-004 AM-REQ-005");
}

}  // namespace
}  // namespace keyturn
