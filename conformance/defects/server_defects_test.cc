#include <gtest/gtest.h>

#include <set>

#include "conformance/case_files.h"
#include "conformance/defects/server_defect.h"

namespace keyturn {
namespace {

TEST(ServerDefects, there_are_many_and_each_is_named_once) {
    std::set<std::string_view> names;
    for (const ServerRule& rule : server_rules()) names.insert(rule.name);
    for (const ServerDefect& defect : server_defects()) {
        EXPECT_TRUE(names.insert(defect.name).second) << defect.name;
        EXPECT_EQ(defect.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"), std::string_view::npos)
            << defect.name;
    }
    EXPECT_GE(server_defects().size(), 150u);
}

TEST(ServerDefects, each_breaks_a_requirement_that_servers_keep) {
    const Requirements requirements =
        read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    for (const ServerDefect& defect : server_defects()) {
        const Requirement* requirement = requirements.find(defect.requirement);
        ASSERT_NE(requirement, nullptr) << defect.name;
        EXPECT_EQ(requirement->keeper, Keeper::server) << defect.name;
        EXPECT_TRUE(requirements.applies(*requirement, Profile::guide)) << defect.name;
        EXPECT_NE(requirement->level, Level::may) << defect.name;
    }
}

TEST(ServerDefects, each_is_told_in_half_a_sentence) {
    std::set<std::string_view> summaries;
    for (const ServerDefect& defect : server_defects()) {
        EXPECT_TRUE(summaries.insert(defect.summary).second) << defect.name << ": " << defect.summary;
        EXPECT_FALSE(defect.summary.empty() || defect.summary.ends_with('.')) << defect.name;
    }
}

TEST(ServerDefects, are_found_by_name) {
    EXPECT_EQ(find_server_defect("answers_and_forgets")->requirement, "AM-ROT-021");
    EXPECT_EQ(find_server_defect("answers"), nullptr);
}

}  // namespace
}  // namespace keyturn
