#include "adapters/defective_libraries.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "adapters/library_probes_test_support.h"
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

// The defects that no answer shows, only what it costs.
bool is_of_cost(const DefectiveLibrary& defect) { return defect.name == "reading-costs-the-square"; }

TEST(DefectiveLibraries, answer_some_probe_in_their_own_way) {
    const auto probes = library_probes();
    std::vector<std::string> right;
    for (const Probe& probe : probes) right.push_back(probe.answer(*reference_library()));
    for (const DefectiveLibrary& defect : defective_libraries()) {
        const auto library = make_library(defect);
        const auto differs = [&](const Probe& probe) {
            return probe.answer(*library) != right[static_cast<std::size_t>(&probe - probes.data())];
        };
        EXPECT_NE(std::ranges::any_of(probes, differs), is_of_cost(defect)) << defect.name;
    }
}

}  // namespace
}  // namespace keyturn
