#include "fuzz/crash/shown_json.h"

namespace keyturn::fuzz {
namespace {

TEST(ShownJson, stands_over_several_lines) {
    EXPECT_EQ(shown_json(R"({"a":[{"b":1e5},true],"c":null,"c":"x"})"),
              "{\n  \"a\": [\n    {\"b\": 1e5},\n    true\n  ],\n  \"c\": null,\n  \"c\": \"x\"\n}");
    EXPECT_EQ(shown_json("{"), "");
}

TEST(ShownJson, cuts_texts_after_sixty_characters) {
    const std::string sixty(60, 'x');
    EXPECT_EQ(shown_json("\"" + sixty + "\""), "\"" + sixty + "\"");
    EXPECT_EQ(shown_json("\"" + sixty + "y\""), "\"" + sixty + "… (61 bytes)\"");
    EXPECT_EQ(shown_json("[" + std::string(61, '1') + "]"), "[" + std::string(60, '1') + "… (61 bytes)]");
    EXPECT_EQ(shown_json("{\"" + sixty + "y\":1}"), "{\"" + sixty + "… (61 bytes)\": 1}");
    std::string umlauts;
    for (int i = 0; i < 60; ++i) umlauts += "ü";
    EXPECT_EQ(shown_json("\"" + umlauts + "\""), "\"" + umlauts + "\"") << "characters, not bytes";
}

TEST(ShownJson, cuts_lists_after_twelve_elements_and_objects_after_forty_members) {
    std::string elements = "0", members = "\"k\":0";
    for (int i = 1; i < 12; ++i) elements += ",0";
    for (int i = 1; i < 40; ++i) members += ",\"k\":0";
    EXPECT_FALSE(shown_json("[" + elements + "]").contains("more"));
    EXPECT_TRUE(shown_json("[" + elements + ",0,0]").ends_with("0, 0, \"… and 2 more\"]"));
    EXPECT_FALSE(shown_json("{" + members + "}").contains("more"));
    EXPECT_TRUE(shown_json("{" + members + ",\"k\":0}").ends_with("\"k\": 0,\n  \"…\": \"… and 1 more\"\n}"));
}

TEST(ShownJson, escapes_what_a_terminal_acts_on_and_what_nobody_sees) {
    EXPECT_EQ(shown_json("\"\\u001b\\n\u202e\u009b\""), "\"\\u001b\\n\\u202e\\u009b\"");
}

}  // namespace
}  // namespace keyturn::fuzz
