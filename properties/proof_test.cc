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

TEST_P(EveryDefectiveLibrary, is_seen_by_a_property_that_cites_what_it_breaks) {
    EXPECT_TRUE(try_defect(*GetParam(), {}).cited) << GetParam()->requirement << ": " << GetParam()->summary;
}

INSTANTIATE_TEST_SUITE_P(Proof, EveryDefectiveLibrary, testing::ValuesIn(every_defective_library()), name_of);

}  // namespace
}  // namespace keyturn
