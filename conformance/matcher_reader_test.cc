#include "conformance/matcher_reader.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

using Kind = Matcher::Kind;

Lines problems_with(std::string_view matchers) {
    Problems problems;
    read_matchers(json(matchers), "/match", problems);
    return lines(problems);
}

Lines problems_with_one(std::string_view matcher) { return problems_with(R"({"/a": )" + std::string(matcher) + "}"); }

Matcher matcher(std::string_view text) {
    Problems problems;
    auto read = read_matchers(json(R"({"/a": )" + std::string(text) + "}"), "", problems);
    EXPECT_EQ(lines(problems), Lines{});
    return read.front().second;
}

TEST(MatcherReader, ReadsEachKind) {
    EXPECT_EQ(matcher(R"({"type": "string"})").kind, Kind::type);
    EXPECT_EQ(matcher(R"({"type": "string"})").text, "string");
    EXPECT_EQ(matcher(R"({"regex": "[a-z]+"})").kind, Kind::regex);
    EXPECT_EQ(matcher(R"({"regex": "[a-z]+"})").text, "[a-z]+");
    EXPECT_EQ(matcher(R"({"decimal_id": true})").kind, Kind::decimal_id);
    EXPECT_EQ(matcher(R"({"time_within_msec": 5000})").kind, Kind::time_within_msec);
    EXPECT_EQ(matcher(R"({"time_within_msec": 5000})").number, 5000);
    EXPECT_EQ(matcher(R"({"base64_bytes": 0})").kind, Kind::base64_bytes);
    EXPECT_EQ(matcher(R"({"base64_bytes": 0})").number, 0);
    EXPECT_EQ(matcher(R"({"unordered": true})").kind, Kind::unordered);
    EXPECT_EQ(matcher(R"({"any": true})").kind, Kind::any);
    EXPECT_EQ(matcher(R"({"capture": "group_1"})").kind, Kind::capture);
    EXPECT_EQ(matcher(R"({"capture": "group_1"})").text, "group_1");
    EXPECT_EQ(matcher(R"({"equals": null})").kind, Kind::equals);
    EXPECT_EQ(matcher(R"({"greater_than": 1})").kind, Kind::greater_than);
    EXPECT_EQ(matcher(R"({"differs_from": "$a"})").kind, Kind::differs_from);
    EXPECT_EQ(matcher(R"({"differs_from": "$a"})").reference, "a");
    EXPECT_EQ(matcher(R"({"most_elements": 3})").kind, Kind::most_elements);
    EXPECT_EQ(matcher(R"({"most_elements": 3})").number, 3);
}

TEST(MatcherReader, DollarSignMakesAReference) {
    EXPECT_EQ(matcher(R"({"equals": "$group"})").reference, "group");
    EXPECT_EQ(matcher(R"({"equals": "$group"})").value, std::nullopt);
    EXPECT_EQ(matcher(R"({"equals": "$$group"})").value, json_string("$group"));
    EXPECT_EQ(matcher(R"({"equals": "$$group"})").reference, std::nullopt);
    EXPECT_EQ(matcher(R"({"equals": {"a": [1]}})").value, json(R"({"a": [1]})"));
    EXPECT_EQ(matcher(R"({"greater_than": "$last"})").reference, "last");
    EXPECT_EQ(matcher(R"({"greater_than": "5"})").value, json_string("5"));
}

TEST(MatcherReader, WrongArgumentsAreTold) {
    EXPECT_EQ(
        problems_with_one(R"({"type": "text"})"),
        Lines{"/match/~1a/type: expected null, boolean, number, string, array or object, found \"text\" (string)"});
    EXPECT_EQ(problems_with_one(R"({"type": null})"),
              Lines{"/match/~1a/type: expected null, boolean, number, string, array or object, found null (null)"});
    EXPECT_EQ(problems_with_one(R"({"regex": 1})"),
              Lines{"/match/~1a/regex: expected a regular expression, found 1 (number)"});
    EXPECT_EQ(
        problems_with_one(R"({"regex": "("})"),
        Lines{"/match/~1a/regex: expected a regular expression without a mistake: missing ): (, found \"(\" (string)"});
    for (const char* name : {"decimal_id", "unordered", "any"})
        for (const char* value : {"false", "1", "\"true\""})
            EXPECT_EQ(problems_with_one("{\"" + std::string(name) + "\": " + value + "}").size(), 1u) << name << value;
    EXPECT_EQ(problems_with_one(R"({"any": false})"), Lines{"/match/~1a/any: expected true, found false (boolean)"});
    for (const char* value : {"-1", "1.5", "1e3", "\"1\"", "99999999999999999999", "null"})
        EXPECT_EQ(problems_with_one("{\"base64_bytes\": " + std::string(value) + "}").size(), 1u) << value;
    EXPECT_EQ(problems_with_one(R"({"time_within_msec": -1})"),
              Lines{"/match/~1a/time_within_msec: expected an integer from 0, found -1 (number)"});
    for (const char* name : {"\"\"", "\"a-b\"", "\"A\"", "1"})
        EXPECT_EQ(problems_with_one("{\"capture\": " + std::string(name) + "}").size(), 1u) << name;
    EXPECT_EQ(problems_with_one(R"({"capture": "A"})"),
              Lines{"/match/~1a/capture: expected a name of a-z, 0-9 and _, found \"A\" (string)"});
    EXPECT_EQ(problems_with_one(R"({"equals": "$"})"),
              Lines{"/match/~1a/equals: expected $ and a name of a-z, 0-9 and _, found \"$\" (string)"});
    EXPECT_EQ(problems_with_one(R"({"equals": "$A"})").size(), 1u);
}

TEST(MatcherReader, MatcherHasOneKnownKey) {
    EXPECT_EQ(problems_with_one("{}"),
              Lines{R"(/match/~1a: expected one matcher, such as {"type": "string"}, found {} (object))"});
    EXPECT_EQ(problems_with_one(R"({"any": true, "type": "string"})").size(), 1u);
    EXPECT_EQ(problems_with_one("true").size(), 1u);
    EXPECT_EQ(problems_with_one(R"({"kind": "any"})"),
              Lines{"/match/~1a/kind: expected a matcher's name, found \"any\" (string)"});
}

TEST(MatcherReader, PlacesAreJsonPointersOnceEach) {
    EXPECT_EQ(problems_with(R"({"": {"any": true}, "/": {"any": true}, "/~0~1/*/b": {"any": true}})"), Lines{});
    const Lines no_pointer{R"(/match/a: expected a JSON Pointer, found {"any":true} (object))"};
    EXPECT_EQ(problems_with(R"({"a": {"any": true}})"), no_pointer);
    for (const char* pointer : {"/~", "/~2", "/~0~", "/a~/b"})
        EXPECT_EQ(problems_with("{\"" + std::string(pointer) + "\": {\"any\": true}}").size(), 1u) << pointer;
    EXPECT_EQ(problems_with(R"({"/a": {"any": true}, "/a": {"any": true}})"),
              Lines{R"(/match/~1a: expected the key once, found {"any":true} (object))"});
    EXPECT_EQ(problems_with("[]"),
              Lines{"/match: expected an object with a matcher for each JSON Pointer, found [] (array)"});
}

TEST(MatcherReader, CaptureTakesOnePlace) {
    const std::string one_place = R"(: expected a capture of one place, without *, found {"capture":"a"} (object))";
    EXPECT_EQ(problems_with(R"({"/a/*": {"capture": "a"}})"), Lines{"/match/~1a~1*" + one_place});
    EXPECT_EQ(problems_with(R"({"/*/a": {"capture": "a"}})"), Lines{"/match/~1*~1a" + one_place});
    EXPECT_EQ(problems_with(R"({"/a*/*b": {"capture": "a"}})"), Lines{});
    EXPECT_EQ(problems_with(R"({"/*/a": {"any": true}})"), Lines{});
}

}  // namespace
}  // namespace keyturn
