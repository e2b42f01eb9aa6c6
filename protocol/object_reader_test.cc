#include "protocol/object_reader.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

using Lines = std::vector<std::string>;

Lines lines(const Problems& problems) {
    Lines lines;
    for (const Problem& problem : problems) {
        EXPECT_EQ(problem.requirement, "");
        lines.push_back(problem.pointer + ": " + problem.expected + " / " + problem.actual);
    }
    return lines;
}

// What reading the object at /at finds.
template <class Read>
Lines problems_with(std::string_view text, Read read, Values values = Values::shown) {
    const JsonValue value = parse_json(text).value();
    Problems problems;
    ObjectReader object(value, "/at", problems, values);
    read(object);
    return lines(problems);
}

TEST(ObjectReader, a_value_that_is_no_object_is_one_problem_and_has_no_members) {
    const auto read = [](ObjectReader& object) {
        EXPECT_EQ(object.value("a"), nullptr);
        EXPECT_EQ(object.required_value("a"), nullptr);
        EXPECT_EQ(object.text("a"), "");
        EXPECT_TRUE(object.texts("a").empty());
        object.finish();
    };
    EXPECT_EQ(problems_with("[1]", read), Lines{"/at: an object / [1] (array)"});
    EXPECT_EQ(problems_with("{}", [](ObjectReader& object) { object.finish(); }), Lines{});
}

TEST(ObjectReader, null_counts_as_absent) {
    const auto optional = [](ObjectReader& object) {
        EXPECT_EQ(object.value("a"), nullptr);
        EXPECT_EQ(object.optional_text("a"), std::nullopt);
        EXPECT_EQ(object.optional_integer("a"), std::nullopt);
        EXPECT_EQ(object.optional_boolean("a"), std::nullopt);
        EXPECT_TRUE(object.elements("a").empty());
        EXPECT_TRUE(object.texts("a").empty());
        object.finish();
    };
    EXPECT_EQ(problems_with(R"({"a": null})", optional), Lines{});
    EXPECT_EQ(problems_with("{}", optional), Lines{});

    const auto required = [](ObjectReader& object) { EXPECT_EQ(object.required_value("a"), nullptr); };
    EXPECT_EQ(problems_with(R"({"a": null})", required), Lines{"/at/a: a value / null (null)"});
    EXPECT_EQ(problems_with("{}", required), Lines{"/at/a: a value / nothing"});
}

TEST(ObjectReader, a_required_value_of_any_kind_is_found) {
    const auto read = [](ObjectReader& object) {
        ASSERT_NE(object.required_value("a"), nullptr);
        EXPECT_EQ(object.required_value("a")->elements.size(), 1u);
    };
    EXPECT_EQ(problems_with(R"({"a": [false]})", read), Lines{});
}

TEST(ObjectReader, texts_are_read_or_told) {
    const auto read = [](std::string expected) {
        return [expected](ObjectReader& object) { EXPECT_EQ(object.text("a"), expected); };
    };
    EXPECT_EQ(problems_with(R"({"a": "x"})", read("x")), Lines{});
    EXPECT_EQ(problems_with(R"({"a": ""})", read("")), Lines{});
    EXPECT_EQ(problems_with("{}", read("")), Lines{"/at/a: a value / nothing"});
    EXPECT_EQ(problems_with(R"({"a": 7})", read("")), Lines{"/at/a: a text / 7 (number)"});

    const auto optional = [](ObjectReader& object) { EXPECT_EQ(object.optional_text("a"), std::nullopt); };
    EXPECT_EQ(problems_with(R"({"a": 7})", optional), Lines{"/at/a: a text / 7 (number)"});
    const auto set = [](ObjectReader& object) { EXPECT_EQ(object.optional_text("a"), "x"); };
    EXPECT_EQ(problems_with(R"({"a": "x"})", set), Lines{});
}

TEST(ObjectReader, integers_are_whole_and_fit_64_bits) {
    for (const auto& [text, number] : std::initializer_list<std::pair<std::string, std::int64_t>>{
             {"0", 0}, {"-1", -1}, {"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN}})
        EXPECT_EQ(problems_with("{\"a\": " + text + "}",
                                [&](ObjectReader& object) { EXPECT_EQ(object.optional_integer("a"), number); }),
                  Lines{});
    const auto refuse = [](ObjectReader& object) { EXPECT_EQ(object.optional_integer("a"), std::nullopt); };
    for (const std::string text : {"1.0", "1e3", "9223372036854775808"})
        EXPECT_EQ(problems_with("{\"a\": " + text + "}", refuse),
                  Lines{"/at/a: an integer of 64 bits / " + text + " (number)"});
    EXPECT_EQ(problems_with(R"({"a": "1"})", refuse), Lines{"/at/a: an integer / \"1\" (string)"});
}

TEST(ObjectReader, booleans_are_true_or_false) {
    const auto expect = [](std::optional<bool> expected) {
        return [expected](ObjectReader& object) { EXPECT_EQ(object.optional_boolean("a"), expected); };
    };
    EXPECT_EQ(problems_with(R"({"a": true})", expect(true)), Lines{});
    EXPECT_EQ(problems_with(R"({"a": false})", expect(false)), Lines{});
    EXPECT_EQ(problems_with(R"({"a": 0})", expect(std::nullopt)), Lines{"/at/a: true or false / 0 (number)"});
}

TEST(ObjectReader, an_element_that_is_no_text_keeps_its_place) {
    const auto read = [](ObjectReader& object) { EXPECT_EQ(object.texts("a"), (Lines{"x", "", "y", ""})); };
    EXPECT_EQ(problems_with(R"({"a": ["x", 1, "y", null]})", read),
              (Lines{"/at/a/1: a text / 1 (number)", "/at/a/3: a text / null (null)"}));
    const auto none = [](ObjectReader& object) { EXPECT_TRUE(object.texts("a").empty()); };
    EXPECT_EQ(problems_with(R"({"a": "x"})", none), Lines{"/at/a: an array / \"x\" (string)"});
}

TEST(ObjectReader, unknown_and_doubled_keys_are_told_when_reading_ends) {
    const auto read = [](ObjectReader& object) {
        EXPECT_EQ(object.text("a"), "x");
        object.value("absent");
        object.finish();
    };
    EXPECT_EQ(problems_with(R"({"a": "x", "b/c": 1, "a": 2, "a": 3})", read),
              (Lines{"/at/b~1c: no such key / 1 (number)", "/at/a: the key once / 2 (number)",
                     "/at/a: the key once / 3 (number)"}));
}

TEST(ObjectReader, complaints_stand_at_their_key) {
    const JsonValue found = json_string("x");
    const auto read = [&](ObjectReader& object) {
        EXPECT_EQ(object.pointer("a/b"), "/at/a~1b");
        object.complain("a", "better", &found);
        object.complain("b", "something", nullptr);
    };
    EXPECT_EQ(problems_with("{}", read), (Lines{"/at/a: better / \"x\" (string)", "/at/b: something / nothing"}));
}

TEST(ObjectReader, hidden_values_show_their_kind_alone) {
    const auto read = [](ObjectReader& object) {
        object.text("text");
        object.texts("list");
        object.optional_integer("integer");
        object.optional_boolean("flag");
        object.required_value("none");
        object.finish();
    };
    EXPECT_EQ(problems_with(R"({"text": 1, "list": [2], "integer": "3", "flag": [4], "odd": "5", "odd": "6"})", read,
                            Values::hidden),
              (Lines{"/at/text: a text / … (number)", "/at/list/0: a text / … (number)",
                     "/at/integer: an integer / … (string)", "/at/flag: true or false / … (array)",
                     "/at/none: a value / nothing", "/at/odd: no such key / … (string)",
                     "/at/odd: no such key / … (string)", "/at/odd: the key once / … (string)"}));
    EXPECT_EQ(problems_with("\"secret\"", [](ObjectReader&) {}, Values::hidden), Lines{"/at: an object / … (string)"});
}

TEST(ObjectReader, a_text_is_read_by_itself) {
    Problems problems;
    EXPECT_EQ(read_text(json_string("x"), "/0", problems), "x");
    EXPECT_EQ(lines(problems), Lines{});
    EXPECT_EQ(read_text(json_bool(true), "/0", problems), "");
    EXPECT_EQ(read_text(json_bool(true), "/1", problems, Values::hidden), "");
    EXPECT_EQ(lines(problems), (Lines{"/0: a text / true (boolean)", "/1: a text / … (boolean)"}));
}

}  // namespace
}  // namespace keyturn
