#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/generated/run_property.h"

namespace keyturn {
namespace {

class EveryProperty : public testing::TestWithParam<const Property*> {};

std::string name_of(const testing::TestParamInfo<const Property*>& info) { return std::string(info.param->name); }

std::vector<const Property*> every_property() {
    std::vector<const Property*> rows;
    for (const Property& property : properties()) rows.push_back(&property);
    return rows;
}

TEST_P(EveryProperty, holds_for_the_reference) {
    const Property& property = *GetParam();
    const auto library = reference_library();
    const PropertyRun run = run_property(property, *library, {.seed = 1, .runs = default_runs(property.cost)});
    EXPECT_EQ(run.inputs, default_runs(property.cost));
    EXPECT_GE(run.exercised, run.inputs / 2);
    for (const Violation& violation : run.violations)
        if (!violation.limit_of_protocol)
            ADD_FAILURE() << violation.requirement << " " << violation.summary << "\n"
                          << to_pretty_json(violation.witness);
    for (const Shortfall& shortfall : run.shortfalls)
        ADD_FAILURE() << shortfall.share << ": " << shortfall.percent << " %, required are " << shortfall.required;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryProperty, testing::ValuesIn(every_property()), name_of);

}  // namespace
}  // namespace keyturn
