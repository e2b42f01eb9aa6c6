#include "conformance/server/doubled_keys.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

std::vector<std::string> doubled(std::string_view text) {
    Problems problems;
    require_keys_once(parse_json(text).value(), problems);
    std::vector<std::string> pointers;
    for (const Problem& problem : problems) {
        EXPECT_EQ(problem.requirement, "AM-REQ-004");
        pointers.push_back(problem.pointer);
    }
    return pointers;
}

TEST(DoubledKeys, each_object_has_keys_of_its_own) {
    EXPECT_TRUE(doubled(R"({"a": {"a": 1, "b": 1}, "b": [{"a": 1}, {"a": 1}]})").empty());
    EXPECT_TRUE(doubled("7").empty());
}

TEST(DoubledKeys, a_key_that_stands_again_is_found_wherever_it_is) {
    using Pointers = std::vector<std::string>;
    EXPECT_EQ(doubled(R"({"a": 1, "b": 2, "a": 1})"), Pointers{"/a"});
    EXPECT_EQ(doubled(R"({"a": 1, "a": 2, "a": 3})"), (Pointers{"/a", "/a"}));
    EXPECT_EQ(doubled(R"({"x": [0, {"y/": {"a": 1, "\u0061": 2}}]})"), Pointers{"/x/1/y~1/a"});
}

}  // namespace
}  // namespace keyturn
