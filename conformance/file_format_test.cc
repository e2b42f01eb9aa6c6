#include "conformance/file_format.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

template <class Read>
Lines problems_with(std::string_view text, Read read) {
    const JsonValue value = json(text);
    Problems problems;
    ObjectReader object(value, "", problems);
    read(object);
    object.finish();
    return lines(problems);
}

TEST(FileFormat, SchemaIsTheNumberOne) {
    EXPECT_EQ(problems_with(R"({"schema": 1})", require_schema), Lines{});
    EXPECT_EQ(problems_with(R"({"schema": 2})", require_schema), Lines{"/schema: expected 1, found 2 (number)"});
    EXPECT_EQ(problems_with(R"({"schema": 1.0})", require_schema), Lines{"/schema: expected 1, found 1.0 (number)"});
    EXPECT_EQ(problems_with(R"({"schema": "1"})", require_schema), Lines{"/schema: expected 1, found \"1\" (string)"});
    EXPECT_EQ(problems_with("{}", require_schema), Lines{"/schema: expected a value, found nothing"});
}

TEST(FileFormat, NonemptyTextIsReadAndTold) {
    const auto read = [](ObjectReader& object) { EXPECT_EQ(nonempty_text(object, "title"), "a"); };
    const auto read_nothing = [](ObjectReader& object) { EXPECT_EQ(nonempty_text(object, "title"), ""); };
    EXPECT_EQ(problems_with(R"({"title": "a"})", read), Lines{});
    EXPECT_EQ(problems_with(R"({"title": ""})", read_nothing),
              Lines{"/title: expected a text with something in it, found \"\" (string)"});
    EXPECT_EQ(problems_with(R"({"title": 1})", read_nothing), Lines{"/title: expected a text, found 1 (number)"});
    EXPECT_EQ(problems_with("{}", read_nothing), Lines{"/title: expected a value, found nothing"});
}

TEST(FileFormat, DistinctTextsAreAtLeastOneAndDiffer) {
    const auto read = [](ObjectReader& object) { distinct_texts(object, "ids"); };
    const std::string rule = "/ids: expected one or more texts, none empty, none twice, found ";
    EXPECT_EQ(problems_with(R"({"ids": ["a", "b"]})", read), Lines{});
    EXPECT_EQ(problems_with(R"({"ids": []})", read), Lines{rule + "[] (array)"});
    EXPECT_EQ(problems_with(R"({"ids": ["a", "a"]})", read), Lines{rule + R"(["a","a"] (array))"});
    EXPECT_EQ(problems_with(R"({"ids": ["a", ""]})", read), Lines{rule + R"(["a",""] (array))"});
    EXPECT_EQ(problems_with(R"({"ids": "a"})", read), Lines{"/ids: expected an array, found \"a\" (string)"});
    EXPECT_EQ(problems_with("{}", read), Lines{"/ids: expected a value, found nothing"});
}

TEST(FileFormat, TextsAreListedInWords) {
    EXPECT_EQ(one_of({}), "");
    EXPECT_EQ(one_of({"a"}), "a");
    EXPECT_EQ(one_of({"a", "b"}), "a or b");
    EXPECT_EQ(one_of({"a", "b", "c"}), "a, b or c");
}

}  // namespace
}  // namespace keyturn
