#include "conformance/interchange/shell_words.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

using Commands = std::vector<std::vector<std::string>>;

Commands commands_in(std::string_view text) {
    const auto read = read_shell_commands(text);
    EXPECT_TRUE(read) << read.error();
    return read ? read->commands : Commands();
}

std::string fault_in(std::string_view text) {
    const auto read = read_shell_commands(text);
    return read ? "none" : read.error();
}

TEST(ShellWords, AreApartByWhiteSpaceAndCommandsByLines) {
    EXPECT_EQ(commands_in(" a\tb  c\r\nd;e ; \n\n"), (Commands{{"a", "b", "c"}, {"d"}, {"e"}}));
    EXPECT_EQ(commands_in(""), Commands());
    EXPECT_EQ(commands_in("a \\\n b\\\nc \\\r\n d"), (Commands{{"a", "bc", "d"}}));
}

TEST(ShellWords, CommentsBeginWithAWord) {
    EXPECT_EQ(commands_in("#!/bin/sh\na #b c\nd#e '#f'"), (Commands{{"a"}, {"d#e", "#f"}}));
}

TEST(ShellWords, SingleQuotesKeepEverything) {
    EXPECT_EQ(commands_in("'a \\ \"$x `y`\n'b'' ''"), (Commands{{"a \\ \"$x `y`\nb", ""}}));
    EXPECT_EQ(fault_in("a 'b"), "a single quote without its end, line 1, column 3");
}

TEST(ShellWords, DoubleQuotesKeepAllButEscapesAndVariables) {
    EXPECT_EQ(commands_in(R"("a 'b' \" \\ \$ \` \n $ $1 ;|")"), (Commands{{R"(a 'b' " \ $ ` \n $ $1 ;|)"}}));
    EXPECT_EQ(commands_in("\"a\\\nb\""), (Commands{{"ab"}}));
    EXPECT_EQ(fault_in("\"a"), "a double quote without its end, line 1, column 3");
    EXPECT_EQ(fault_in("\"a\\"), "a double quote without its end, line 1, column 4");
}

TEST(ShellWords, BackslashesKeepOneCharacter) {
    EXPECT_EQ(commands_in(R"(a\ b\'\\\$)"), (Commands{{"a b'\\$"}}));
    EXPECT_EQ(fault_in("a \\"), "a backslash at the end, line 1, column 3");
}

TEST(ShellWords, AnsiQuotesHaveEscapesOfTheirOwn) {
    EXPECT_EQ(commands_in(R"($'a\n\t\'\"\\\x41\x4\101\u00e9\U0001F600\e\q')"),
              (Commands{{"a\n\t'\"\\A\x04"
                         "A\u00e9\U0001F600\x1b\\q"}}));
    EXPECT_EQ(commands_in(R"($'\a\b\f\r\v\?\1018\xfff')"), (Commands{{"\a\b\f\r\v?A8\xff"
                                                                      "f"}}));
    EXPECT_EQ(fault_in("$'a"), "a quote $' without its end, line 1, column 4");
    EXPECT_EQ(fault_in("$'a\\'"), "a quote $' without its end, line 1, column 6");
}

TEST(ShellWords, VariablesStandForWhatNoLineHolds) {
    const auto read = read_shell_commands("a$B\"x${B}y${C_1:?is not set}\"");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->variables.size(), 2u);
    const std::string b = read->variables.at("B"), c = read->variables.at("C_1");
    EXPECT_NE(b, c);
    EXPECT_TRUE(b.contains('\x01'));
    EXPECT_EQ(read->commands, (Commands{{"a" + b + "x" + b + "y" + c}}));
}

TEST(ShellWords, OtherExpansionsAreRefused) {
    for (const char* text : {"a $(b)", "a \"`b`\"", "`b`"})
        EXPECT_TRUE(fault_in(text).starts_with("a command within the command: none is run here, line 1, ")) << text;
    for (const char* text : {"${A:-b}", "${A", "${}", "${#A}", "\"${A-b}\"", "${1}"})
        EXPECT_TRUE(fault_in(text).starts_with("an expansion other than $NAME and ${NAME}, line 1, ")) << text;
}

TEST(ShellWords, WhatWouldRunOrOpenSomethingIsRefused) {
    for (const char* text : {"a | b", "a > b", "a < b", "a &", "(a)", "a && b"})
        EXPECT_TRUE(fault_in(text).starts_with("a pipe, a redirection or a second process: no command is run here"))
            << text;
    EXPECT_EQ(fault_in(std::string("a\0b", 3)), "a control character that no command line holds");
    EXPECT_EQ(fault_in("a\x01"), "a control character that no command line holds");
}

TEST(ShellWords, AFaultHasItsPlace) { EXPECT_TRUE(fault_in("a b\n c | d").ends_with(", line 2, column 4")); }

}  // namespace
}  // namespace keyturn
