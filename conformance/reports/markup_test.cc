#include "conformance/reports/markup.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

struct Row {
    std::string_view text;
    std::string_view written;
};

TEST(Markup, nothing_in_a_text_is_markup) {
    using namespace std::string_view_literals;
    const Row rows[] = {
        {"", ""},
        {"plain text é", "plain text é"},
        {"<script>alert(\"1\")</script>", "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"},
        {"a & 'b'", "a &amp; &#39;b&#39;"},
        {"]]>", "]]&gt;"},
        {"tab\tline\nreturn\r", "tab\tline\nreturn\r"},
        {"\0\x08\x0b\x1f"sv, "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\x1b[31m", "\uFFFD[31m"},
        {"a\xff"
         "b",
         "a\uFFFD"
         "b"},
        {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"cut \xc3", "cut \uFFFD"},
        {"\xEF\xBF\xBE\xEF\xBF\xBF", "\uFFFD\uFFFD"},
        {"\u202Aa\u202Bb\u202Cc\u202Dd\u202Ee", "\\u202aa\\u202bb\\u202cc\\u202dd\\u202ee"},
        {"\u2066\u2067\u2068\u2069", "\\u2066\\u2067\\u2068\\u2069"},
        {"\u2029\u206A", "\u2029\u206A"},
    };
    for (const auto& [text, written] : rows) EXPECT_EQ(markup_text(text), written) << text;
}

TEST(Markup, no_backtick_ends_a_code_span) {
    EXPECT_EQ(markdown_code("a"), "` a `");
    EXPECT_EQ(markdown_code(""), "`  `");
    EXPECT_EQ(markdown_code("a`b"), "`` a`b ``");
    EXPECT_EQ(markdown_code("``` @someone <b> ``"), "```` ``` @someone <b> `` ````");
}

TEST(Markup, a_code_span_is_one_line) { EXPECT_EQ(markdown_code("a\n\n# b\x1f\r "), "` a  # b    `"); }

}  // namespace
}  // namespace keyturn
