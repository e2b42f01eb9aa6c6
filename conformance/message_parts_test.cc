#include "conformance/message_parts.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

TEST(MessageParts, TokensAreTheLettersOfMethodsAndNames) {
    EXPECT_TRUE(is_token("azAZ09!#$%&'*+-.^_`|~"));
    for (const char* text : {"", "a b", "a:b", "a/b", "é", "a\"", "(", "@", "[", "{", "\x7f", "\t"})
        EXPECT_FALSE(is_token(text)) << text;
    EXPECT_FALSE(is_token(std::string_view("a\0", 2)));
}

TEST(MessageParts, LineEndsAndNulBreakALine) {
    EXPECT_FALSE(breaks_a_line("a\tb é"));
    EXPECT_TRUE(breaks_a_line("a\rb"));
    EXPECT_TRUE(breaks_a_line("a\nb"));
    EXPECT_TRUE(breaks_a_line(std::string_view("a\0b", 3)));
}

Lines header_problems(std::string_view text) {
    Problems problems;
    read_header_lines(json(text), "/headers", problems);
    return lines(problems);
}

TEST(MessageParts, HeaderLinesKeepOrderAndRepetition) {
    Problems problems;
    const auto read = read_header_lines(json(R"([["B", "1"], ["A", ""], ["b", "2"]])"), "", problems);
    EXPECT_EQ(read, (std::vector<HeaderLine>{{"B", "1"}, {"A", ""}, {"b", "2"}}));
    EXPECT_TRUE(problems.empty());
}

TEST(MessageParts, WrongHeaderLinesAreTold) {
    EXPECT_EQ(header_problems(R"({"A": "1"})"),
              Lines{R"(/headers: expected an array of ["Name", "value"], found {"A":"1"} (object))"});
    EXPECT_EQ(header_problems(R"([["A", "1"], ["A"], ["A", 1], [1, "A"], ["A", "1", "2"], "A"])"),
              (Lines{R"(/headers/1: expected ["Name", "value"], found ["A"] (array))",
                     R"(/headers/2: expected ["Name", "value"], found ["A",1] (array))",
                     R"(/headers/3: expected ["Name", "value"], found [1,"A"] (array))",
                     R"(/headers/4: expected ["Name", "value"], found ["A","1","2"] (array))",
                     R"(/headers/5: expected ["Name", "value"], found "A" (string))"}));
    EXPECT_EQ(header_problems(R"([["A:", "1"], ["A", "1\n"]])"),
              (Lines{R"(/headers/0/0: expected a header field's name, found "A:" (string))",
                     R"(/headers/1/1: expected a value without line ends and NUL, found "1\n" (string))"}));
}

struct ReadBody {
    BodyText body;
    Lines problems;
};

ReadBody body_of(std::string_view text) {
    Problems problems;
    BodyText body = read_body(json(text), "/body", problems);
    return {std::move(body), lines(problems)};
}

TEST(MessageParts, BodyIsJsonTextOrBytes) {
    EXPECT_EQ(body_of(R"({"json": {"b": 1e3, "a": 0}})").body.json, json(R"({"b": 1e3, "a": 0})"));
    EXPECT_EQ(body_of(R"({"json": null})").body.json, json("null"));
    EXPECT_EQ(body_of(R"({"text": "é\n"})").body.bytes, "é\n");
    EXPECT_EQ(body_of(R"({"base64": "AP8="})").body.bytes, std::string("\0\xff", 2));
    EXPECT_EQ(body_of(R"({"text": ""})").body.bytes, "");
    EXPECT_EQ(body_of(R"({"text": ""})").body.json, std::nullopt);
    EXPECT_EQ(body_of(R"({"json": 1})").body.bytes, std::nullopt);
}

TEST(MessageParts, WrongBodiesAreTold) {
    const std::string forms = R"(/body: expected one of {"json": …}, {"text": "…"} and {"base64": "…"}, found )";
    EXPECT_EQ(body_of("{}").problems, Lines{forms + "{} (object)"});
    EXPECT_EQ(body_of(R"("a")").problems, Lines{forms + "\"a\" (string)"});
    EXPECT_EQ(body_of(R"({"json": 1, "text": ""})").problems, Lines{forms + R"({"json":1,"text":""} (object))"});
    EXPECT_EQ(body_of(R"({"xml": "a"})").problems,
              Lines{"/body/xml: expected json, text or base64, found \"a\" (string)"});
    EXPECT_EQ(body_of(R"({"text": 1})").problems, Lines{"/body/text: expected a text, found 1 (number)"});
    EXPECT_EQ(body_of(R"({"base64": "A"})").problems,
              Lines{"/body/base64: expected base64 of the standard alphabet, found \"A\" (string)"});
    EXPECT_EQ(body_of(R"({"base64": 1234})").problems,
              Lines{"/body/base64: expected base64 of the standard alphabet, found 1234 (number)"});
}

}  // namespace
}  // namespace keyturn
