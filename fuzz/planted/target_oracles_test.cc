#include "fuzz/planted/target_oracles.h"

#include <gtest/gtest.h>

#include "fuzz/planted/planted_project.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

const std::filesystem::path root = KEYTURN_SOURCE_DIR;

using Oracles = std::vector<TargetOracle>;

TEST(TargetOracles, are_the_texts_that_are_expected_to_hold) {
    EXPECT_EQ(oracles_in(R"cc(if (a) fuzz::expect(f(a) && g(")"), "a holds");
                              fuzz::expect(b, "b holds");)cc"),
              (Oracles{{"a holds", true}, {"b holds", true}}));
}

TEST(TargetOracles, stand_once_in_the_order_of_the_source) {
    EXPECT_EQ(oracles_in(R"(fuzz::expect(b, "b"); fuzz::expect(a, "a"); fuzz::expect(c, "b");)"),
              (Oracles{{"b", true}, {"a", true}}));
}

TEST(TargetOracles, that_say_what_they_saw_have_the_name_of_what_makes_their_finding) {
    EXPECT_EQ(oracles_in("fuzz::expect(fuzz::is_lawful(a, f(b))); fuzz::expect(holds(*library, x));\n"
                         "fuzz::expect(found->violation);"),
              (Oracles{{"is_lawful", false}, {"holds", false}, {"found->violation", false}}));
}

TEST(TargetOracles, brackets_and_quotes_in_literals_close_nothing) {
    EXPECT_EQ(oracles_in(R"cc(fuzz::expect(f(')', '\'', "\")") == ')', "a \" b");
                              g("x");)cc"),
              (Oracles{{"a \\\" b", true}}));
}

TEST(TargetOracles, a_quote_within_a_number_begins_nothing) {
    EXPECT_EQ(oracles_in("fuzz::expect(a < 60'000, \"a is bounded\"); fuzz::expect(f('0', '9'), \"digits\");"),
              (Oracles{{"a is bounded", true}, {"digits", true}}));
}

TEST(TargetOracles, what_does_not_end_ends_with_the_source) {
    EXPECT_EQ(oracles_in("fuzz::expect(a"), (Oracles{{"a", false}}));
    EXPECT_EQ(oracles_in("fuzz::expect(a, \"b"), (Oracles{{"", true}}));
    EXPECT_EQ(oracles_in("fuzz::expect(a, \"b\\"), (Oracles{{"b", true}}));
    EXPECT_EQ(oracles_in("expect(a, \"b\");"), Oracles{});
}

TEST(TargetOracles, every_target_has_some) {
    const auto targets = load_target_table(root);
    ASSERT_TRUE(targets);
    for (const TargetRow& target : *targets) {
        const auto oracles = load_oracles(root, target.name);
        ASSERT_TRUE(oracles) << oracles.error();
        EXPECT_FALSE(oracles->empty()) << target.name;
    }
    EXPECT_EQ(load_oracles(root, "no_such").error(), "there is no fuzz/no_such.cc");
}

}  // namespace
}  // namespace keyturn::fuzz
