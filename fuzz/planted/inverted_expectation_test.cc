#include <gtest/gtest.h>

#include <csignal>

#include "fuzz/oracles/expectation.h"

namespace keyturn::fuzz {
namespace {

using testing::ExitedWithCode;
using testing::KilledBySignal;

// Each in a process of its own, which reads the name once.
class InvertedExpectation : public testing::Test {
  protected:
    InvertedExpectation() { setenv("KEYTURN_INVERTED_ORACLE", "a holds", 1); }
    ~InvertedExpectation() override { unsetenv("KEYTURN_INVERTED_ORACLE"); }
};

TEST_F(InvertedExpectation, is_violated_where_it_holds) {
    EXPECT_EXIT(expect(true, "a holds"), KilledBySignal(SIGABRT), "^oracle violated: a holds\n$");
    EXPECT_EXIT((expect(false, "a holds"), std::exit(0)), ExitedWithCode(0), "^$");
}

TEST_F(InvertedExpectation, is_that_one_only) {
    EXPECT_EXIT(expect(false, "b holds"), KilledBySignal(SIGABRT), "^oracle violated: b holds\n$");
    EXPECT_EXIT((expect(true, "b holds"), std::exit(0)), ExitedWithCode(0), "^$");
}

TEST_F(InvertedExpectation, is_none_where_none_is_named) {
    unsetenv("KEYTURN_INVERTED_ORACLE");
    EXPECT_EXIT((expect(true, "a holds"), std::exit(0)), ExitedWithCode(0), "^$");
    EXPECT_EXIT(expect(false, "a holds"), KilledBySignal(SIGABRT), "oracle violated: a holds");
}

}  // namespace
}  // namespace keyturn::fuzz
