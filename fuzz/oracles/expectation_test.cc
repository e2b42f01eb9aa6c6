#include "fuzz/oracles/expectation.h"

#include <gtest/gtest.h>

#include <csignal>

namespace keyturn::fuzz {
namespace {

TEST(Expectation, ends_the_process_with_the_name_of_what_does_not_hold) {
    EXPECT_EXIT(expect(false, "a holds"), testing::KilledBySignal(SIGABRT), "^oracle violated: a holds\n$");
}

TEST(Expectation, says_nothing_of_what_holds) {
    EXPECT_EXIT((expect(true, "a holds"), std::exit(0)), testing::ExitedWithCode(0), "^$");
}

}  // namespace
}  // namespace keyturn::fuzz
