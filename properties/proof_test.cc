#include <gtest/gtest.h>

#include <algorithm>

#include "properties/generated/proof.h"

namespace keyturn {
namespace {

class EveryDefectiveLibrary : public testing::TestWithParam<const DefectiveLibrary*> {};

std::string name_of(const testing::TestParamInfo<const DefectiveLibrary*>& info) {
    std::string name(info.param->name);
    std::ranges::replace(name, '-', '_');
    return name;
}

std::vector<const DefectiveLibrary*> every_defective_library() {
    std::vector<const DefectiveLibrary*> rows;
    for (const DefectiveLibrary& defect : defective_libraries()) rows.push_back(&defect);
    return rows;
}

// What an answer of open_change does not show: the group that a recipient knows, and which event an error is about.
constexpr std::string_view out_of_sight[] = {"texts-forgotten", "outsider-accepted", "twin-is-another-event"};

bool is_out_of_sight(const DefectiveLibrary& defect) {
    return std::ranges::find(out_of_sight, defect.name) != std::end(out_of_sight);
}

TEST_P(EveryDefectiveLibrary, is_seen_by_a_property_that_cites_what_it_breaks) {
    const LibraryTrial trial = try_defect(*GetParam(), {});
    EXPECT_EQ(trial.cited, !is_out_of_sight(*GetParam())) << GetParam()->requirement << ": " << GetParam()->summary;
}

INSTANTIATE_TEST_SUITE_P(Proof, EveryDefectiveLibrary, testing::ValuesIn(every_defective_library()), name_of);

}  // namespace
}  // namespace keyturn
