#include "tools/program.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Program, is_found_in_the_first_folder_that_has_it) {
    EXPECT_EQ(find_program("sh", "/nowhere::/bin:/usr/bin"), "/bin/sh");
    EXPECT_EQ(find_program("sh", ""), std::nullopt);
    EXPECT_EQ(find_program("no-such-program", "/bin"), std::nullopt);
}

TEST(Program, must_be_a_file_that_can_be_run) {
    EXPECT_EQ(find_program("bin", "/usr"), std::nullopt);
    EXPECT_EQ(find_program("README.md", KEYTURN_SOURCE_DIR), std::nullopt);
}

TEST(Program, its_first_line_is_read) {
    EXPECT_EQ(first_line_of("/bin/sh", {"-c", "echo one; echo two; echo three >&2"}), "one");
    EXPECT_EQ(first_line_of("/bin/sh", {"-c", "printf 'no line feed'"}), "no line feed");
    EXPECT_EQ(first_line_of("/bin/sh", {"-c", ":"}), "");
}

TEST(Program, a_long_line_is_cut_and_much_output_read) {
    EXPECT_EQ(first_line_of("/bin/sh", {"-c", "printf '%0201d' 0"}), std::string(200, '0'));
    EXPECT_EQ(first_line_of("/bin/sh", {"-c", "printf '%0300000d\\n' 0; echo more"}), std::string(200, '0'));
}

TEST(Program, that_fails_or_is_none_says_nothing) {
    EXPECT_EQ(first_line_of("/bin/sh", {"-c", "echo one; exit 1"}), std::nullopt);
    EXPECT_EQ(first_line_of("/nowhere/program", {}), std::nullopt);
}

TEST(Program, gets_no_input) { EXPECT_EQ(first_line_of("/bin/sh", {"-c", "cat; echo end"}), "end"); }

}  // namespace
}  // namespace keyturn
