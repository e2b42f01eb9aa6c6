#include "conformance/change_operation.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(ChangeOperation, IsFoundByItsName) {
    using enum ChangeOperation;
    EXPECT_EQ(name_of(add), "add");
    EXPECT_EQ(name_of(rotate), "rotate");
    EXPECT_EQ(name_of(create), "create");
    for (const ChangeOperation operation : {add, rotate, create})
        EXPECT_EQ(change_operation_named(name_of(operation)), operation);
    for (const char* name : {"", "Add", "remove"}) EXPECT_EQ(change_operation_named(name), std::nullopt) << name;
}

TEST(ChangeOperation, HasAPath) {
    using enum ChangeOperation;
    EXPECT_EQ(path_of(add, "g1"), "/2/chat/conversations/g1/members");
    EXPECT_EQ(path_of(rotate, "g1"), "/2/chat/conversations/g1/keys");
    EXPECT_EQ(path_of(create, "g1"), "/2/chat/conversations/group");
}

}  // namespace
}  // namespace keyturn
