#include "adapters/defective_libraries.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "adapters/reference_library.h"

namespace keyturn {
namespace {

TEST(DefectiveLibraries, are_at_least_fifty_of_different_names) {
    std::set<std::string_view> names;
    for (const DefectiveLibrary& defect : defective_libraries()) names.insert(defect.name);
    EXPECT_GE(names.size(), 50u);
    EXPECT_EQ(names.size(), defective_libraries().size());
}

TEST(DefectiveLibraries, break_requirements_of_the_catalogue_and_say_how) {
    std::ifstream file(KEYTURN_SOURCE_DIR "/conformance/requirements.json");
    std::ostringstream catalogue;
    catalogue << file.rdbuf();
    for (const DefectiveLibrary& defect : defective_libraries()) {
        EXPECT_TRUE(catalogue.str().contains('"' + std::string(defect.requirement) + '"')) << defect.name;
        EXPECT_FALSE(defect.summary.empty() || defect.summary.ends_with('.')) << defect.name;
    }
}

TEST(DefectiveLibraries, are_found_by_name_and_named_after_the_defect) {
    const DefectiveLibrary* defect = find_defective_library("one-member-missed");
    ASSERT_NE(defect, nullptr);
    EXPECT_EQ(defect->requirement, "AM-KEY-007");
    EXPECT_EQ(make_library(*defect)->describe()->name, "one-member-missed");
    EXPECT_EQ(reference_library()->describe()->name, "keyturn");
    EXPECT_EQ(find_defective_library("one-member"), nullptr);
}

}  // namespace
}  // namespace keyturn
