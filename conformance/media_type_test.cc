#include "conformance/media_type.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

using Parameters = std::map<std::string, std::string>;
using enum DifferenceKind;

TEST(MediaType, NamesAreReadWithoutCase) {
    EXPECT_EQ(read_media_type("Application/JSON"), (MediaType{"application/json", {}}));
    EXPECT_EQ(read_media_type("text/plain;A=B"), (MediaType{"text/plain", {{"a", "B"}}}));
    EXPECT_EQ(read_media_type("text/plain; Charset=UTF-8"), (MediaType{"text/plain", {{"charset", "utf-8"}}}));
    EXPECT_EQ(read_media_type("text/ZAz"), (MediaType{"text/zaz", {}}));
}

TEST(MediaType, ParametersMayBeQuotedSpacedAndLeftOut) {
    const Parameters parameters{{"a", "1"}, {"b", "2"}};
    for (const char* text :
         {"t/s;a=1;b=2", "t/s; b=2; a=1", "t/s \t;\t a=1 ;b=2", "t/s;;a=1;b=2;", "t/s;a=\"1\";b=\"\\2\""})
        EXPECT_EQ(read_media_type(text), (MediaType{"t/s", parameters})) << text;
    EXPECT_EQ(read_media_type("t/s;a=\"x y;z\\\"\""), (MediaType{"t/s", {{"a", "x y;z\""}}}));
    EXPECT_EQ(read_media_type("t/s;a=\"\""), (MediaType{"t/s", {{"a", ""}}}));
}

TEST(MediaType, WhatIsNoneIsNotRead) {
    for (const char* text : {"", "json", "/json", "application/", "application /json", " application/json", "t/s x",
                             "t/s;a", "t/s;a=", "t/s;a=1;a=2", "t/s;A=1;a=1", "t/s;a =1", "t/s;=1", "t/s;a=\"1",
                             "t/s;a=\"1\\", "t/s,t/s", "t/s;a=1 x", "t/s;a=\"1\"x", "t/s/u"})
        EXPECT_EQ(read_media_type(text), std::nullopt) << text;
}

TEST(MediaType, JsonIsToldByName) {
    EXPECT_TRUE(is_json({"application/json", {}}));
    EXPECT_TRUE(is_json({"application/problem+json", {}}));
    EXPECT_FALSE(is_json({"text/json", {}}));
    EXPECT_FALSE(is_json({"application/json+xml", {}}));
}

std::vector<Difference> between(std::string_view expected, std::string_view actual) {
    return media_type_differences("header Content-Type", expected, actual);
}

Difference difference(std::string expected, std::string actual, DifferenceKind kind) {
    return {"header Content-Type", std::move(expected), std::move(actual), kind};
}

using Differences = std::vector<Difference>;

TEST(MediaType, CaseOrderAndSpacesMakeNoDifference) {
    EXPECT_EQ(between("application/json", "Application/JSON"), Differences{});
    EXPECT_EQ(between("t/s; a=1; b=2", "t/s;b=2;a=\"1\""), Differences{});
    EXPECT_EQ(between("text/plain; charset=UTF-8", "text/plain;charset=utf-8"), Differences{});
}

TEST(MediaType, OtherNameIsTold) {
    EXPECT_EQ(between("application/json", "text/html"),
              Differences{difference("\"application/json\"", "\"text/html\"", wrong)});
}

TEST(MediaType, ParametersAreToldOneByOne) {
    EXPECT_EQ(between("t/s;a=1;b=2", "t/s;a=3;c=4"),
              (Differences{difference("parameter \"a=1\"", "parameter \"a=3\"", wrong),
                           difference("parameter \"b=2\"", "\"t/s;a=3;c=4\"", missing),
                           difference("\"t/s;a=1;b=2\"", "parameter \"c=4\" besides", wrong)}));
    EXPECT_EQ(between("t/s;a=b", "t/s;a=B").size(), 1u);
}

TEST(MediaType, Utf8IsNothingNewForJsonWithoutParameters) {
    EXPECT_EQ(between("application/json", "application/json; charset=utf-8"), Differences{});
    EXPECT_EQ(between("application/problem+json", "application/problem+json;charset=UTF-8"), Differences{});
    EXPECT_EQ(between("application/json", "application/json; charset=latin1"),
              Differences{difference("\"application/json\"", "parameter \"charset=latin1\" besides", wrong)});
    EXPECT_EQ(between("application/json", "application/json; version=utf-8").size(), 1u);
    EXPECT_EQ(between("text/plain", "text/plain; charset=utf-8").size(), 1u);
    EXPECT_EQ(between("application/json; a=1", "application/json; a=1; charset=utf-8").size(), 1u);
    EXPECT_EQ(between("application/json; charset=utf-8", "application/json").size(), 1u);
}

TEST(MediaType, WhatIsNoneIsComparedAsText) {
    EXPECT_EQ(between("json", "json"), Differences{});
    EXPECT_EQ(between("json", "JSON"), Differences{difference("\"json\"", "\"JSON\"", wrong)});
    EXPECT_EQ(between("application/json", "application/json,x"),
              Differences{difference("\"application/json\"", "\"application/json,x\"", wrong)});
    EXPECT_EQ(between("a", "application/json").size(), 1u);
}

}  // namespace
}  // namespace keyturn
