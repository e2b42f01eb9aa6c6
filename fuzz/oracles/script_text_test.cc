#include "fuzz/oracles/script_text.h"

#include <gtest/gtest.h>

#include "properties/json_form.h"

namespace keyturn::fuzz {
namespace {

std::string steps_of(std::string_view text) { return to_json(*json_form(read_script(text)).find("steps")); }

TEST(ScriptText, a_line_is_a_step) {
    EXPECT_EQ(steps_of("create 1111 2222 group 1\nrotate 2222 group 1\ndeliver 3333 event 2 group 1"),
              R"([{"act":"create","group":1,"by":"1111","user":"2222","event":0},)"
              R"({"act":"rotate","group":1,"by":"2222","user":"","event":0},)"
              R"({"act":"deliver","group":1,"by":"3333","user":"","event":2}])");
}

TEST(ScriptText, words_stand_in_any_order_and_others_are_passed_over) {
    EXPECT_EQ(steps_of("add group 1  now 4444 the event 18446744073709551615 1111"), steps_of("add 4444 1111 group 1 "
                                                                                              "event "
                                                                                              "18446744073709551615"));
    EXPECT_EQ(steps_of("rotate 5555 1111 2222 3333 group"),
              R"([{"act":"rotate","group":0,"by":"1111","user":"3333","event":0}])");
    EXPECT_EQ(steps_of("rotate 1111 group x event 99999999999999999999"), steps_of("rotate 1111"));
}

TEST(ScriptText, lines_without_an_act_are_left_out) {
    EXPECT_EQ(steps_of(""), "[]");
    EXPECT_EQ(steps_of("\n\nburn 1111\n rotate 1111\nregister 1111\n"),
              R"([{"act":"register","group":0,"by":"1111","user":"","event":0}])");
}

TEST(ScriptText, has_at_most_so_many_steps) {
    std::string text;
    for (std::size_t i = 0; i < most_steps; ++i) text += "rotate 1111\n";
    EXPECT_EQ(read_script(text).steps.size(), most_steps);
    EXPECT_EQ(read_script(text + "rotate 1111").steps.size(), most_steps);
}

}  // namespace
}  // namespace keyturn::fuzz
