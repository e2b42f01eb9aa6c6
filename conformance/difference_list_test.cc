#include "conformance/difference_list.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(DifferenceList, TellsThe200FirstAndTheNumberOfTheRest) {
    DifferenceList list;
    for (int i = 0; i < 200; ++i) list.add({std::to_string(i), "", ""});
    EXPECT_EQ(list.count(), 200u);
    EXPECT_EQ(DifferenceList(list).take().size(), 200u);
    list.add({"200", "", ""});
    list.add({"201", "", ""});
    EXPECT_EQ(list.count(), 202u);
    const std::vector<Difference> all = list.take();
    ASSERT_EQ(all.size(), 201u);
    EXPECT_EQ(all[199].place, "199");
    EXPECT_EQ(all[200], (Difference{"", "no more differences", "2 more"}));
}

DifferenceKind kind_of_the_rest(const std::vector<DifferenceKind>& left_out) {
    DifferenceList list;
    for (int i = 0; i < 200; ++i) list.add({"", "", "", DifferenceKind::doubled});
    for (const DifferenceKind kind : left_out) list.add({"", "", "", kind});
    return list.take().back().kind;
}

TEST(DifferenceList, TheRestWeighsAsItsDifferencesDo) {
    using enum DifferenceKind;
    EXPECT_EQ(kind_of_the_rest({extra}), extra);
    EXPECT_EQ(kind_of_the_rest({extra, extra}), extra);
    EXPECT_EQ(kind_of_the_rest({extra, moved}), wrong);
    EXPECT_EQ(kind_of_the_rest({extra, moved, moved}), wrong);
}

}  // namespace
}  // namespace keyturn
