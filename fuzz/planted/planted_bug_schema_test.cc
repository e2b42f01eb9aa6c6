#include "conformance/schema_test_support.h"
#include "fuzz/planted/planted_bug.h"

namespace keyturn::fuzz {
namespace {

constexpr const char* bugs_file = KEYTURN_SOURCE_DIR "/fuzz/planted/bugs.json";

TEST(PlantedBugsSchema, accepts_the_shipped_bugs) {
    EXPECT_TRUE(Schema("planted-bugs", "fuzz/schemas").accepts_file(bugs_file));
}

TEST(PlantedBugsSchema, refuses_what_the_reader_refuses) {
    const Schema schema("planted-bugs", "fuzz/schemas");
    const std::string row = R"({"name": "a", "kind": "wrong key", "file": "protocol/x.cc", "from": "f", "to": "",
                               "target": "t", "oracle": "o", "why": "w"})";
    const auto both_refuse = [&](std::string_view part, std::string_view instead) {
        std::string text = R"({"schema": 1, "bugs": [)" + row + "]}";
        text.replace(text.find(part), part.size(), instead);
        return !schema.accepts(text) && !read_planted_bugs(*parse_json(text));
    };
    EXPECT_TRUE(schema.accepts(R"({"schema": 1, "bugs": [)" + row + "]}"));
    EXPECT_TRUE(both_refuse("\"schema\": 1", "\"schema\": 2"));
    EXPECT_TRUE(both_refuse("\"name\": \"a\"", "\"name\": \"A\""));
    EXPECT_TRUE(both_refuse("wrong key", "wrong door"));
    EXPECT_TRUE(both_refuse("protocol/x.cc", "tools/x.cc"));
    EXPECT_TRUE(both_refuse("\"from\": \"f\"", "\"from\": \"\""));
    EXPECT_TRUE(both_refuse("\"target\": \"t\"", "\"target\": \"t.cc\""));
    EXPECT_TRUE(both_refuse("\"oracle\": \"o\"", "\"oracle\": \"\""));
    EXPECT_TRUE(both_refuse("\"why\": \"w\"", "\"why\": \"\""));
    EXPECT_TRUE(both_refuse("\"why\": \"w\"", "\"why\": \"w\", \"more\": 1"));
    EXPECT_TRUE(both_refuse(", \"why\": \"w\"", ""));
}

TEST(PlantedBugsSchema, knows_every_kind) {
    const JsonValue schema = *read_json_file(KEYTURN_SOURCE_DIR "/fuzz/schemas/planted-bugs.schema.json");
    const JsonValue* kinds = resolve(schema, "/properties/bugs/items/properties/kind/enum");
    ASSERT_NE(kinds, nullptr);
    ASSERT_EQ(kinds->elements.size(), planted_bug_kinds.size());
    for (std::size_t i = 0; i < planted_bug_kinds.size(); ++i) EXPECT_EQ(kinds->elements[i].text, planted_bug_kinds[i]);
}

}  // namespace
}  // namespace keyturn::fuzz
