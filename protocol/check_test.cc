#include "protocol/check.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Check, a_kept_promise_says_nothing_and_a_broken_one_ends_the_process) {
    check(true, "one is one");
    EXPECT_DEATH(check(false, "one is two"), "keyturn: broken promise: one is two");
}

}  // namespace
}  // namespace keyturn
