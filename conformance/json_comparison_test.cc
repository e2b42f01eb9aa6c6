#include "conformance/json_comparison.h"

#include "conformance/matcher_reader.h"
#include "conformance/test_support.h"

namespace keyturn {
namespace {

std::vector<std::pair<std::string, Matcher>> matchers_of(std::string_view text) {
    Problems problems;
    auto read = read_matchers(json(text), "", problems);
    EXPECT_EQ(lines(problems), Lines{});
    return read;
}

// "place: expected …, found … (kind)".
Lines told(std::vector<Difference> differences) {
    Lines all;
    for (const Difference& difference : differences)
        all.push_back(difference.place + ": expected " + difference.expected + ", found " + difference.actual + " [" +
                      std::string(name_of(difference.kind)) + "]");
    return all;
}

Lines compared(const JsonValue* expected, std::string_view actual, std::string_view matchers, Captures& captures) {
    DifferenceList list;
    const auto read = matchers_of(matchers);
    compare_json(expected, json(actual), read, {1'700'000'000'000, captures}, list);
    return told(list.take());
}

Lines between(std::string_view expected, std::string_view actual, std::string_view matchers = "{}") {
    Captures captures;
    const JsonValue document = json(expected);
    return compared(&document, actual, matchers, captures);
}

Lines matched(std::string_view actual, std::string_view matchers) {
    Captures captures;
    return compared(nullptr, actual, matchers, captures);
}

const Lines none;

TEST(JsonComparison, KeyOrderWhiteSpaceAndEscapesMakeNoDifference) {
    EXPECT_EQ(between(R"({"a": 1, "b": {"c": [1, 2], "d": null}})", R"({ "b":{"d":null,"c":[1,2]},"a":1 })"), none);
    EXPECT_EQ(between(R"("\u00e9\/")", R"("é/")"), none);
    EXPECT_EQ(between(R"([{"a": 1, "b": 2}])", R"([{"b": 2, "a": 1}])"), none);
}

TEST(JsonComparison, NumbersAreComparedByText) {
    EXPECT_EQ(
        between("[1000]", "[1e3]"),
        Lines{"/0: expected 1000 (number), found 1e3 (number), equal in value, written otherwise [written otherwise]"});
    EXPECT_EQ(between("0", "-0"),
              Lines{": expected 0 (number), found -0 (number), equal in value, written otherwise [written otherwise]"});
    EXPECT_EQ(between("1", "1.0").size(), 1u);
    EXPECT_EQ(between("9007199254740993", "9007199254740992"),
              Lines{": expected 9007199254740993 (number), found 9007199254740992 (number) [wrong]"});
    EXPECT_EQ(between("18446744073709551616", "18446744073709551617"),
              Lines{": expected 18446744073709551616 (number), found 18446744073709551617 (number) [wrong]"});
    EXPECT_EQ(between("1e9999999999999999", "1e9999999999999998"),
              Lines{": expected 1e9999999999999999 (number), found 1e9999999999999998 (number) [wrong]"});
    EXPECT_EQ(between("1", "1e9999999999999998").size(), 1u);
    EXPECT_EQ(between("1e9999999999999998", "1").size(), 1u);
}

TEST(JsonComparison, KindsDiffer) {
    EXPECT_EQ(between(R"({"a": 1})", R"({"a": "1"})"), Lines{"/a: expected 1 (number), found \"1\" (string) [wrong]"});
    EXPECT_EQ(between("[]", "{}"), Lines{": expected [] (array), found {} (object) [wrong]"});
    EXPECT_EQ(between("false", "null"), Lines{": expected false (boolean), found null (null) [wrong]"});
    EXPECT_EQ(between("false", "true"), Lines{": expected false (boolean), found true (boolean) [wrong]"});
}

TEST(JsonComparison, StringsTellHowTheyResemble) {
    EXPECT_EQ(between(R"("Team")", R"("team")"),
              Lines{R"(: expected "Team" (string), found "team" (string), which differs only in case [wrong])"});
    EXPECT_EQ(
        between(R"("Team")", R"("Teаm")"),
        Lines{
            R"(: expected "Team" (string), found "Teаm" (string), which looks the same, but has U+0430 as its character 3 [wrong])"});
    EXPECT_EQ(between(R"("Team")", R"("Other")"),
              Lines{R"(: expected "Team" (string), found "Other" (string) [wrong])"});
}

TEST(JsonComparison, MissingIsNotNullAndExtraIsTold) {
    EXPECT_EQ(between(R"({"a": null})", "{}"), Lines{"/a: expected null (null), found nothing [missing]"});
    EXPECT_EQ(between("{}", R"({"a": null})"), Lines{"/a: expected nothing, found null (null) [extra]"});
    EXPECT_EQ(between(R"({"a": {"b": 1}})", R"({"a": {"c": 2}})"),
              (Lines{"/a/b: expected 1 (number), found nothing [missing]",
                     "/a/c: expected nothing, found 2 (number) [extra]"}));
}

TEST(JsonComparison, KeysTellHowTheyResemble) {
    EXPECT_EQ(
        between(R"({"user_id": 1})", R"({"User_id": 1, "other": 2})"),
        (Lines{R"(/user_id: expected 1 (number), found nothing, but "User_id", which differs only in case [missing])",
               "/User_id: expected nothing, found 1 (number) [extra]",
               "/other: expected nothing, found 2 (number) [extra]"}));
    EXPECT_EQ(
        between(R"({"data": 1})", R"({"dаta": 1})")[0],
        R"(/data: expected 1 (number), found nothing, but "dаta", which looks the same, but has U+0430 as its character 2 [missing])");
}

TEST(JsonComparison, DoubledKeysAreToldAtAnyDepth) {
    EXPECT_EQ(between(R"({"a": 1})", R"({"a": 1, "a": 1})"),
              Lines{"/a: expected the key once, found the key 2 times [doubled]"});
    EXPECT_EQ(between(R"({"a": 1, "a": 2})", R"({"a": 1})"),
              Lines{"/a: expected the key 2 times, found the key once [doubled]"});
    EXPECT_EQ(between(R"({"a": 1, "a": 2})", R"({"a": 1, "a": 2})"), none);
    EXPECT_EQ(between(R"({"a": 1, "a": 2})", R"({"a": 1, "a": 3})"),
              Lines{"/a: expected 2 (number), found 3 (number) [wrong]"});
    EXPECT_EQ(between(R"({"a": 1, "a": 2})", R"({"a": 1, "a": 2, "a": 3})"),
              Lines{"/a: expected the key 2 times, found the key 3 times [doubled]"});
    EXPECT_EQ(between(R"([{"b": {"c": 1}}])", R"([{"b": {"c": 1, "c": 1}}])").back(),
              "/0/b/c: expected the key once, found the key 2 times [doubled]");
    EXPECT_EQ(matched(R"({"x": [{"a": 1, "a": 1}]})", "{}"),
              Lines{"/x/0/a: expected the key once, found the key 2 times [doubled]"});
    EXPECT_EQ(doubled_keys(json(R"({"a": 0, "a": {"b": 1, "b": 1, "b": 1}})")), (Lines{"/a", "/a/b", "/a/b"}));
}

TEST(JsonComparison, ElementsAreComparedInTheirPlaces) {
    EXPECT_EQ(between("[1, 2, 3]", "[1, 5, 3]"), Lines{"/1: expected 2 (number), found 5 (number) [wrong]"});
    EXPECT_EQ(between("[[1], [2]]", "[[1], [3]]"), Lines{"/1/0: expected 2 (number), found 3 (number) [wrong]"});
}

TEST(JsonComparison, ExtraAndMissingElementsAreToldWhereTheyAre) {
    EXPECT_EQ(between("[1, 2, 3]", "[1, 3]"), Lines{"/1: expected 2 (number), found nothing [missing]"});
    EXPECT_EQ(between("[1, 2, 3]", "[]"), (Lines{"/0: expected 1 (number), found nothing [missing]",
                                                 "/1: expected 2 (number), found nothing [missing]",
                                                 "/2: expected 3 (number), found nothing [missing]"}));
    EXPECT_EQ(between("[1, 3]", "[1, 2, 3]"), Lines{"/1: expected nothing, found 2 (number) [wrong]"});
    EXPECT_EQ(between("[1, 3]", "[0, 1, 3]"), Lines{"/0: expected nothing, found 0 (number) [wrong]"});
    EXPECT_EQ(between("[1, 3]", "[1, 3, 4]"), Lines{"/2: expected nothing, found 4 (number) [wrong]"});
    EXPECT_EQ(between("[1, 2]", "[1, 1, 2]"), Lines{"/1: expected nothing, found 1 (number), once more [wrong]"});
    EXPECT_EQ(between("[1, 2]", "[1, 2, 2]"), Lines{"/2: expected nothing, found 2 (number), once more [wrong]"});
    EXPECT_EQ(between("[7, 2, 3]", "[8, 5, 2, 3]"), (Lines{"/0: expected 7 (number), found 8 (number) [wrong]",
                                                           "/1: expected nothing, found 5 (number) [wrong]"}));
    EXPECT_EQ(between("[7, 6, 2, 3]", "[8, 2, 3]"), (Lines{"/0: expected 7 (number), found 8 (number) [wrong]",
                                                           "/1: expected 6 (number), found nothing [missing]"}));
}

TEST(JsonComparison, MovedElementsAreToldOnce) {
    EXPECT_EQ(between("[1, 2, 3]", "[1, 3, 2]"),
              Lines{"/1: expected 2 (number), found 3 (number), for the same elements stand in another order [moved]"});
    EXPECT_EQ(between(R"([{"a": 1, "b": 2}, 0])", R"([0, {"b": 2, "a": 1}])").size(), 1u);
    EXPECT_EQ(between("[1, 1, 2]", "[1, 2, 2]"), Lines{"/1: expected 1 (number), found 2 (number) [wrong]"});
}

TEST(JsonComparison, TimeStaysInProportionToNestedDifferences) {
    std::string expected = "[1]", actual = "[2]";
    for (int depth = 0; depth < 60; ++depth) {
        expected = "[" + expected + ", 1]";
        actual = "[" + actual + ", 1, 2]";
    }
    EXPECT_EQ(between(expected, actual).size(), 61u);
}

TEST(JsonComparison, MatcherStandsInPlaceOfTheRecordedValue) {
    EXPECT_EQ(between(R"({"id": "5", "b": 1})", R"({"id": "77", "b": 1})", R"({"/id": {"decimal_id": true}})"), none);
    EXPECT_EQ(
        between(R"({"id": "5"})", R"({"id": "0"})", R"({"/id": {"decimal_id": true}})"),
        Lines{"/id: expected a decimal id from 1 to 9223372036854775807 as a text, found \"0\" (string) [wrong]"});
    EXPECT_EQ(between(R"({"id": "5"})", "{}", R"({"/id": {"any": true}})"),
              Lines{"/id: expected a value, found nothing [missing]"});
    EXPECT_EQ(between("{}", R"({"id": "5"})", R"({"/id": {"any": true}})"), none);
    EXPECT_EQ(between("{}", R"({"id": "x"})", R"({"/id": {"decimal_id": true}})").size(), 1u);
    EXPECT_EQ(between("{}", "{}", R"({"/id": {"any": true}})"),
              Lines{"/id: expected a value, found nothing [missing]"});
    EXPECT_EQ(between("1", "2", R"({"": {"type": "number"}})"), none);
}

TEST(JsonComparison, MatcherCoversWhatIsBelowUnlessAnotherOneStandsThere) {
    const std::string_view matchers = R"({"/data": {"type": "object"}, "/data/id": {"decimal_id": true}})";
    EXPECT_EQ(between(R"({"data": {"id": "1", "x": 1}})", R"({"data": {"id": "2", "y": 1}})", matchers), none);
    EXPECT_EQ(between(R"({"data": {"id": "1"}})", R"({"data": {"id": 2}})", matchers).size(), 1u);
    EXPECT_EQ(between(R"({"data": {"id": "1"}})", R"({"data": [1]})", matchers),
              Lines{"/data: expected a value of type object, found [1] (array) [wrong]"});
}

TEST(JsonComparison, MatchersBelowAScalarFindNothing) {
    EXPECT_EQ(between("1", "1", R"({"/a": {"any": true}})"), Lines{"/a: expected a value, found nothing [missing]"});
}

TEST(JsonComparison, WithoutABodyOnlyMatchedPlacesCount) {
    EXPECT_EQ(matched(R"({"a": 1, "b": "2"})", R"({"/b": {"type": "string"}})"), none);
    EXPECT_EQ(matched(R"({"a": 1})", R"({"/b/c": {"type": "string"}})"),
              Lines{"/b/c: expected a value of type string, found nothing [missing]"});
    EXPECT_EQ(
        matched(R"({"a": [{"id": "1"}, {"id": "0"}, {}]})", R"({"/a/*/id": {"decimal_id": true}})"),
        (Lines{"/a/1/id: expected a decimal id from 1 to 9223372036854775807 as a text, found \"0\" (string) [wrong]",
               "/a/2/id: expected a decimal id from 1 to 9223372036854775807 as a text, found nothing [missing]"}));
    EXPECT_EQ(matched(R"({"a": []})", R"({"/a/*/id": {"any": true}})"), none);
    EXPECT_EQ(matched("{}", R"({"/a/*/id": {"any": true}})"),
              Lines{"/a/*/id: expected a value, found nothing [missing]"});
    EXPECT_EQ(matched(R"({"a": {"*": 1}})", R"({"/a/*": {"type": "number"}})"), none);
    EXPECT_EQ(matched("[1, 2]", R"({"/1": {"equals": 2}, "/2": {"any": true}})"),
              Lines{"/2: expected a value, found nothing [missing]"});
    EXPECT_EQ(matched(R"({"a~/b": 1})", R"({"/a~0~1b": {"equals": 1}})"), none);
    EXPECT_EQ(matched(R"({"a~": 1, "b/": 2})", R"({"/a~0": {"equals": 1}, "/b~1": {"equals": 2}})"), none);
}

TEST(JsonComparison, NamedPlaceComesBeforeAWildcard) {
    const std::string_view matchers = R"({"/*": {"type": "number"}, "/1": {"type": "string"}})";
    EXPECT_EQ(matched(R"([1, "2", 3])", matchers), none);
    EXPECT_EQ(matched(R"([1, 2])", matchers).size(), 1u);
}

TEST(JsonComparison, WildcardHoldsForRecordedArraysOfAnyLength) {
    const std::string_view matchers = R"({"/*/id": {"decimal_id": true}})";
    EXPECT_EQ(between(R"([{"id": "1", "n": 1}, {"id": "2", "n": 2}])", R"([{"id": "8", "n": 1}, {"id": "9", "n": 2}])",
                      matchers),
              none);
    EXPECT_EQ(between(R"([{"id": "1", "n": 1}, {"id": "2", "n": 2}])", R"([{"id": "9", "n": 2}])", matchers),
              Lines{R"(/0: expected {"id":"1","n":1} (object), found nothing [missing])"});
    EXPECT_EQ(between(R"([{"id": "1", "n": 1}])", R"([{"id": "x", "n": 1}])", matchers).size(), 1u);
    EXPECT_EQ(between("[1]", "[1]", R"({"/3": {"any": true}})"),
              Lines{"/3: expected a value, found nothing [missing]"});
}

TEST(JsonComparison, UnorderedElementsMayStandAnywhere) {
    const std::string_view unordered = R"({"/a": {"unordered": true}})";
    EXPECT_EQ(between(R"({"a": [1, 2, {"x": 1, "y": 2}]})", R"({"a": [{"y": 2, "x": 1}, 1, 2]})", unordered), none);
    EXPECT_EQ(between(R"({"a": [1, 2, 2]})", R"({"a": [2, 1, 1]})", unordered),
              (Lines{"/a/2: expected nothing, found 1 (number), once more [wrong]",
                     "/a/1: expected 2 (number) at any place, found nothing [missing]"}));
    EXPECT_EQ(between(R"({"a": [1]})", R"({"a": [3, 1]})", unordered),
              Lines{"/a/0: expected nothing, found 3 (number) [wrong]"});
    EXPECT_EQ(between(R"({"a": [1, 2]})", R"({"a": [2]})", unordered),
              Lines{"/a/0: expected 1 (number) at any place, found nothing [missing]"});
    EXPECT_EQ(between(R"({"a": [1]})", R"({"a": 1})", unordered),
              Lines{"/a: expected an array, found 1 (number) [wrong]"});
    EXPECT_EQ(matched(R"({"a": [1]})", unordered), none);
}

TEST(JsonComparison, UnorderedElementsAreComparedByTheirMatchers) {
    const std::string_view matchers = R"({"": {"unordered": true}, "/*/id": {"decimal_id": true}})";
    EXPECT_EQ(between(R"([{"id": "1", "n": 1}, {"id": "2", "n": 2}])", R"([{"id": "8", "n": 2}, {"id": "9", "n": 1}])",
                      matchers),
              none);
    EXPECT_EQ(
        between(R"([{"id": "1", "n": 1}])", R"([{"id": "x", "n": 1}])", matchers),
        Lines{"/0/id: expected a decimal id from 1 to 9223372036854775807 as a text, found \"x\" (string) [wrong]"});
    const std::string_view nested = R"({"": {"unordered": true}, "/*": {"unordered": true}})";
    EXPECT_EQ(between("[[1, 2], [3]]", "[[3], [2, 1]]", nested), none);
    EXPECT_EQ(between("[[1, 2], [3]]", "[[3], [2, 2]]", nested).size(), 2u);
}

TEST(JsonComparison, UnorderedListWithinAListIsOneValue) {
    const std::string_view matchers = R"({"/*/ids": {"unordered": true}})";
    EXPECT_EQ(between(R"([{"ids": [1, 2]}])", R"([{"ids": [2, 1]}])", matchers), none);
    EXPECT_EQ(
        between(R"([{"ids": [1, 2]}, {"ids": [3]}])", R"([{"ids": [3]}, {"ids": [2, 1]}])", matchers),
        Lines{
            R"(/0: expected {"ids":[1,2]} (object), found {"ids":[3]} (object), for the same elements stand in another order [moved])"});
}

TEST(JsonComparison, CapturesAreKeptAndUsed) {
    Captures captures;
    EXPECT_EQ(compared(nullptr, R"({"data": {"id": "5"}})", R"({"/data/id": {"capture": "id"}})", captures), none);
    EXPECT_EQ(captures, (Captures{{"id", json_string("5")}}));
    EXPECT_EQ(compared(nullptr, R"({"id": "6"})", R"({"/id": {"equals": "$id"}})", captures),
              Lines{R"(/id: expected "5" (string), captured as id, found "6" (string) [wrong])"});
    EXPECT_EQ(compared(nullptr, R"({"id": "6"})", R"({"/id": {"greater_than": "$id"}})", captures), none);
    EXPECT_EQ(compared(nullptr, R"({"id": "7"})", R"({"/id": {"capture": "id"}})", captures), none);
    EXPECT_EQ(captures.at("id"), json_string("7"));
    const JsonValue recorded = json(R"({"id": "1", "list": [{"id": "2"}]})");
    EXPECT_EQ(compared(&recorded, R"({"id": "8", "list": [{"id": "9"}]})",
                       R"({"/id": {"capture": "a"}, "/list/0/id": {"capture": "b"}})", captures),
              none);
    EXPECT_EQ(captures.at("a"), json_string("8"));
    EXPECT_EQ(captures.at("b"), json_string("9"));
    EXPECT_EQ(compared(nullptr, "{}", R"({"/id": {"capture": "c"}})", captures),
              Lines{"/id: expected a value to capture as c, found nothing [missing]"});
    EXPECT_FALSE(captures.contains("c"));
}

TEST(JsonComparison, ManyDifferencesAreCut) {
    std::string actual = "{";
    for (int i = 0; i < 300; ++i) actual += (i ? ",\"" : "\"") + std::to_string(i) + "\":0";
    const Lines all = between("{}", actual + "}");
    EXPECT_EQ(all.size(), 201u);
    EXPECT_EQ(all.back(), ": expected no more differences, found 100 more [extra]");
}

}  // namespace
}  // namespace keyturn
