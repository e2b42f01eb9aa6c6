#include "conformance/placeholders.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

const SecretNames names = {"A", "TOKEN_2"};

TEST(Placeholders, every_spelling_writes_a_secret_in_its_own_way) {
    const std::string secret = "a/b?\"\\ \xc3\xa9>";
    const auto written = [&](std::string_view name) { return spelled(secret, *spelling_named(name)); };
    EXPECT_EQ(written(""), secret);
    EXPECT_EQ(written("base64"), "YS9iPyJcIMOpPg==");
    EXPECT_EQ(written("base64-unpadded"), "YS9iPyJcIMOpPg");
    EXPECT_EQ(written("base64url"), "YS9iPyJcIMOpPg");
    EXPECT_EQ(written("base64url-padded"), "YS9iPyJcIMOpPg==");
    EXPECT_EQ(written("percent"), "a%2Fb%3F%22%5C%20%C3%A9%3E");
    EXPECT_EQ(written("percent-lower"), "a%2fb%3f%22%5c%20%c3%a9%3e");
    EXPECT_EQ(written("form"), "a%2Fb%3F%22%5C+%C3%A9%3E");
    EXPECT_EQ(written("json"), "a/b?\\\"\\\\ \xc3\xa9>");
    EXPECT_EQ(written("json-slashes"), "a\\/b?\\\"\\\\ \xc3\xa9>");
    EXPECT_EQ(written("hex"), "612f623f225c20c3a93e");
    EXPECT_EQ(written("hex-upper"), "612F623F225C20C3A93E");
    EXPECT_EQ(written("braces"), "{{");
    EXPECT_FALSE(spelling_named("rot13"));
    EXPECT_EQ(all_spellings().size(), 13u);
}

TEST(Placeholders, base64_of_urls_has_an_alphabet_of_its_own) {
    EXPECT_EQ(spelled("\xfb\xff", Spelling::base64), "+/8=");
    EXPECT_EQ(spelled("\xfb\xff", Spelling::base64_url), "-_8");
    EXPECT_EQ(spelled("\xfb\xff", Spelling::base64_url_padded), "-_8=");
    EXPECT_EQ(spelled("abc", Spelling::base64_url_padded), "YWJj");
}

TEST(Placeholders, a_name_is_that_of_a_variable) {
    for (const char* name : {"A", "_", "a1", "TOKEN_2"}) EXPECT_TRUE(is_secret_name(name)) << name;
    for (const char* name : {"", "1a", "a-b", "a b", "\xc3\xa9", "a}"}) EXPECT_FALSE(is_secret_name(name)) << name;
    EXPECT_TRUE(is_secret_name(std::string(128, 'a')));
    EXPECT_FALSE(is_secret_name(std::string(129, 'a')));
}

TEST(Placeholders, a_text_is_taken_apart_at_those_that_are_known) {
    EXPECT_EQ(pieces_of("x{{A}}{{TOKEN_2|hex}}y", names),
              (std::vector<TextPiece>{{"x", std::nullopt},
                                      {"", Placeholder{"A"}},
                                      {"", Placeholder{"TOKEN_2", Spelling::hex}},
                                      {"y", std::nullopt}}));
    EXPECT_EQ(pieces_of("", names), std::vector<TextPiece>());
}

TEST(Placeholders, what_only_looks_like_one_is_literal) {
    for (const char* text : {"{{B}}", "{{A", "{{A}", "{{A|rot13}}", "{{A|}}", "{A}}", "{{a}}", "{{ A}}", "{{"})
        EXPECT_EQ(pieces_of(text, names), (std::vector<TextPiece>{{text, std::nullopt}})) << text;
    EXPECT_EQ(pieces_of("{{{A}}}", names),
              (std::vector<TextPiece>{{"{", std::nullopt}, {"", Placeholder{"A"}}, {"}", std::nullopt}}));
}

TEST(Placeholders, the_longest_name_with_the_longest_spelling_is_found) {
    const std::string name(128, 'n');
    EXPECT_EQ(pieces_of("{{" + name + "|base64url-padded}}", {name}),
              (std::vector<TextPiece>{{"", Placeholder{name, Spelling::base64_url_padded}}}));
}

TEST(Placeholders, pieces_join_to_the_text_that_they_are_taken_from) {
    for (const char* text : {"", "x", "x{{A}}", "{{A|json}}{{TOKEN_2}}", "{{B}}", "{{{A}}}"})
        EXPECT_EQ(joined(pieces_of(text, names), names), text);
}

TEST(Placeholders, a_literal_that_looks_like_one_stays_literal) {
    const std::vector<TextPiece> pieces = {{"{{A}} {{A|hex}} {{B}}", std::nullopt}};
    EXPECT_EQ(joined(pieces, names), "{{A|braces}}A}} {{A|braces}}A|hex}} {{B}}");
    EXPECT_EQ(pieces_of(joined(pieces, names), names), pieces);
    EXPECT_EQ(filled(joined(pieces, names), {{"A", "secret"}}), "{{A}} {{A|hex}} {{B}}");
}

TEST(Placeholders, are_filled_as_they_say) {
    EXPECT_EQ(filled("Bearer {{A}}, {{A|base64}}, {{B}}", {{"A", "s"}}), "Bearer s, cw==, {{B}}");
    EXPECT_EQ(filled("{{A}}", {{"A", "{{A}}"}}), "{{A}}");
}

TEST(Placeholders, many_openings_take_no_more_than_linear_time) {
    const std::string text(1u << 20, '{');
    EXPECT_EQ(filled(text + "}}", {{"A", "s"}}), text + "}}");
}

}  // namespace
}  // namespace keyturn
