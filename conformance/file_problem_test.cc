#include "conformance/file_problem.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(FileProblem, IsOneLineThatNamesFileAndPlace) {
    EXPECT_EQ(to_string({"a.json", "3:14", "JSON", "the end"}), "a.json:3:14: expected JSON, found the end");
    EXPECT_EQ(to_string({"a.json", "/title", "a text", "nothing"}), "a.json /title: expected a text, found nothing");
    EXPECT_EQ(to_string({"a.json", "", "a regular file", "none"}), "a.json: expected a regular file, found none");
}

TEST(FileProblem, IsMadeFromEachProblemOfADocument) {
    EXPECT_EQ(problems_of("a.json", {{"", "/x", "1", "2"}, {"", "/y", "3", "4"}}),
              (FileProblems{{"a.json", "/x", "1", "2"}, {"a.json", "/y", "3", "4"}}));
}

}  // namespace
}  // namespace keyturn
