#include "conformance/shown_text.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

using Texts = std::pair<std::string, std::string>;

std::string many(std::string_view character, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += character;
    return text;
}

TEST(ShownText, BytesAreQuotedAndEscaped) {
    EXPECT_EQ(shown_bytes("application/json"), "\"application/json\"");
    EXPECT_EQ(shown_bytes("é\x1b[0m"), "\"é\\u001b[0m\"");
    EXPECT_EQ(shown_bytes(""), "\"\"");
    EXPECT_EQ(shown_bytes("a (string) b"), "\"a (string) b\"");
}

TEST(ShownText, BytesThatAreNoTextAreHexadecimal) {
    EXPECT_EQ(shown_bytes("a\xff"), "hex 61ff");
    EXPECT_EQ(shown_bytes(many("\xff", 40)), "hex " + many("ff", 40));
    EXPECT_EQ(shown_bytes(many("\xff", 41)), "hex " + many("ff", 40) + "…");
}

TEST(ShownText, LongTextIsCutAt80Characters) {
    EXPECT_EQ(shown_bytes(many("a", 78)), "\"" + many("a", 78) + "\"");
    EXPECT_EQ(shown_bytes(many("a", 79)), "\"" + many("a", 79) + "…");
}

TEST(ShownText, DifferentBytesAreShownWithTheirLengths) {
    EXPECT_EQ(shown_apart("abc", "abd!"), (Texts{"\"abc\" (3 bytes)", "\"abd!\" (4 bytes)"}));
}

TEST(ShownText, LongCommonStartIsCut) {
    EXPECT_EQ(shown_apart(many("a", 40) + "x", many("a", 40)),
              (Texts{"\"" + many("a", 40) + "x\" (41 bytes)", "\"" + many("a", 40) + "\" (40 bytes)"}));
    EXPECT_EQ(shown_apart(many("a", 41) + "x", many("a", 41)),
              (Texts{"\"" + many("a", 20) + "x\" (42 bytes, from byte 22)",
                     "\"" + many("a", 20) + "\" (41 bytes, from byte 22)"}));
}

TEST(ShownText, CutFallsBetweenCharacters) {
    const std::string common =
        many("a", 21) + many("é", 10);  // 41 bytes; 20 before the end is the middle of no character
    EXPECT_EQ(shown_apart(common + "x", common + "y").first, "\"" + many("é", 10) + "x\" (42 bytes, from byte 22)");
    const std::string shifted = many("a", 22) + many("é", 10) + "b";  // 20 before its end is the middle of an é
    EXPECT_EQ(shown_apart(shifted + "x", shifted + "y").first, "\"" + many("é", 10) + "bx\" (44 bytes, from byte 23)");
    const std::string all = many("é", 30);
    EXPECT_EQ(shown_apart(all + "x", all + "y").first, "\"" + many("é", 10) + "x\" (61 bytes, from byte 41)");
}

TEST(ShownText, ValuesAreShownWithTheirKinds) {
    EXPECT_EQ(shown_apart(json("1"), json("\"1\"")), (Texts{"1 (number)", "\"1\" (string)"}));
    EXPECT_EQ(shown_apart(json_string("abc"), json_string("abd")), (Texts{"\"abc\" (string)", "\"abd\" (string)"}));
    EXPECT_EQ(shown_apart(json("\"x\""), json("null")), (Texts{"\"x\" (string)", "null (null)"}));
}

TEST(ShownText, LongStringsAreShownFromWhereTheyDiffer) {
    EXPECT_EQ(shown_apart(json_string(many("a", 50) + "x"), json_string(many("a", 50) + "y")),
              (Texts{"\"" + many("a", 20) + "x\" (string), from byte 31",
                     "\"" + many("a", 20) + "y\" (string), from byte 31"}));
    EXPECT_EQ(shown_apart(json_string(many("x", 100)), json_string("y")).first, "\"" + many("x", 79) + "… (string)");
}

TEST(ShownText, PlaceShowsWhatATerminalWouldActOnAndWhatNobodySees) {
    EXPECT_EQ(shown_place("/data/é€😀 ~0"), "/data/é€😀 ~0");
    EXPECT_EQ(shown_place(std::string("\0\x1f\x7f", 3)), "\\u0000\\u001f\\u007f");
    EXPECT_EQ(shown_place(" ~"), " ~");
    EXPECT_EQ(shown_place("\u0080\u009f\u00ad\u200b\u200f\u2028\u202e\u2060\u206f\ufeff"),
              "\\u0080\\u009f\\u00ad\\u200b\\u200f\\u2028\\u202e\\u2060\\u206f\\ufeff");
    for (const char* seen :
         {"\u00a0", "\u00ac", "\u00ae", "\u200a", "\u2010", "\u2027", "\u202f", "\u205f", "\u2070", "\ufefe", "\uff00"})
        EXPECT_EQ(shown_place(seen), seen);
    EXPECT_EQ(shown_place(std::string(120, 'a')), std::string(120, 'a'));
    EXPECT_EQ(shown_place(std::string(121, 'a')), std::string(120, 'a') + "…");
}

TEST(ShownText, TextsShowWhatNobodySees) {
    EXPECT_EQ(shown_bytes("da\u200bta"), R"("da\u200bta")");
    EXPECT_EQ(shown_apart(json_string("data"), json_string("da\u202eta")).second, R"("da\u202eta" (string))");
}

}  // namespace
}  // namespace keyturn
