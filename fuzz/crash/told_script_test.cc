#include "fuzz/crash/told_script.h"

namespace keyturn::fuzz {
namespace {

using Steps = std::vector<std::string>;

TEST(StepsInWords, of_a_conversation) {
    const Steps steps = steps_in_words("create 1111 2222\nnothing\nadd 1111 3333 group 1\n", "rotation");
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_EQ(steps[0], "1111 creates group 0 with 2222");
    EXPECT_TRUE(steps[1].contains("3333")) << steps[1];
}

TEST(StepsInWords, of_requests_say_who_sends_what) {
    EXPECT_EQ(
        steps_in_words("POST /a 2222 text/plain\n{}\nGET /b\n\nPUT /c - x\nbody\nGET /d Bearer_\x1b\n", "operations"),
        (Steps{"2222 sends \"POST\" to \"/a\" with \"{}\"", "1111 sends \"GET\" to \"/b\" with \"\"",
               "nobody sends \"PUT\" to \"/c\" with \"body\"",
               "somebody with \"Bearer_\\u001b\" sends \"GET\" to \"/d\" with \"\""}));
}

TEST(StepsInWords, of_requests_are_the_first_six) {
    std::string script;
    for (int i = 0; i < 6; ++i) script += "GET /\n\n";
    EXPECT_EQ(steps_in_words(script, "operations").size(), 6u);
    EXPECT_EQ(steps_in_words(script + "GET /\n\n", "operations").size(), 6u);
}

TEST(StepsInWords, of_what_is_no_script_are_none) { EXPECT_TRUE(steps_in_words("add 1111 2222", "request").empty()); }

}  // namespace
}  // namespace keyturn::fuzz
