#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "conformance/vectors/sample_test_support.h"

namespace keyturn {
namespace {

TEST(ExplainVectors, sections_and_entries) {
    const Explanation explanation = explained(to_json(sample()));
    EXPECT_EQ(explanation.kind, "golden vectors");
    EXPECT_TRUE(joined(explanation.lines).ends_with("keyturn vectors checks every entry\n"));
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(lines_of(R"({"about": "x", "ecdsa": [{}, {}], "message_create": {}, "keys": 5})"),
              "ecdsa, entries: 2\nmessage_create, entries: 1\nkeys, entries: 0\nkeyturn vectors checks every entry\n");
    EXPECT_EQ(oddities_of(R"({"ecdsa": [], "frob": 1})"), "\"frob\" is no section of golden vectors\n");
}

TEST(ExplainVectors, a_section_is_a_list_or_an_object) {
    EXPECT_EQ(explained(R"({"ecdsa": 5})").kind, "request body");
    EXPECT_EQ(explained(R"({"ecdsa": []})").kind, "golden vectors");
    EXPECT_EQ(explained(R"({"keys": {}})").kind, "golden vectors");
    EXPECT_EQ(joined(explained_as("vectors", "{}").oddities), "it has no section of golden vectors\n");
}

TEST(ExplainVectors, sections_by_name) { EXPECT_EQ(vector_sections().size(), 14u); }

}  // namespace
}  // namespace keyturn
