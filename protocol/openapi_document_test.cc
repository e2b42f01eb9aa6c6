#include "protocol/openapi_document.h"

#include <gtest/gtest.h>

#include "protocol/request_schema.h"

namespace keyturn {
namespace {

const std::string post = "/paths/~12~1chat~1conversations~1{id}~1members/post";

std::string text_at(const JsonValue& document, const std::string& pointer) {
    const JsonValue* value = resolve(document, pointer);
    return value ? to_json(*value) : "nothing";
}

constexpr Profile profiles[] = {Profile::documented, Profile::openapi, Profile::guide};

TEST(OpenApiDocument, names_the_operation_as_the_sources_do) {
    const JsonValue document = openapi_document(Profile::guide);
    EXPECT_EQ(text_at(document, "/openapi"), R"("3.0.3")");
    EXPECT_EQ(text_at(document, "/info/description"), R"("Profile: guide")");
    EXPECT_EQ(text_at(document, post + "/operationId"), R"("addChatGroupMembers")");
    EXPECT_EQ(text_at(document, post + "/security"), R"([{"UserToken":[]}])");
    EXPECT_EQ(text_at(document, "/components/securitySchemes/UserToken"), R"({"type":"http","scheme":"bearer"})");
    EXPECT_EQ(text_at(document, post + "/requestBody/required"), "true");
}

TEST(OpenApiDocument, its_body_is_the_schema_of_the_field_table) {
    for (const Profile profile : profiles) {
        JsonValue expected = request_schema(profile);
        ASSERT_TRUE(expected.erase("$schema"));
        EXPECT_EQ(text_at(openapi_document(profile), post + "/requestBody/content/application~1json/schema"),
                  to_json(expected))
            << name_of(profile);
    }
}

TEST(OpenApiDocument, the_path_has_a_pattern_where_the_source_has_one) {
    const std::string schema = post + "/parameters/0/schema";
    EXPECT_EQ(text_at(openapi_document(Profile::documented), schema), R"({"type":"string"})");
    for (const Profile profile : {Profile::openapi, Profile::guide})
        EXPECT_EQ(text_at(openapi_document(profile), schema),
                  R"({"type":"string","pattern":"^([0-9]{1,19}|[0-9]{1,19}-[0-9]{1,19}|g[0-9]{1,19})$"})");
    EXPECT_EQ(text_at(openapi_document(Profile::guide), post + "/parameters/0/required"), "true");
    EXPECT_EQ(text_at(openapi_document(Profile::guide), post + "/parameters/0/in"), R"("path")");
}

TEST(OpenApiDocument, a_success_is_an_object_and_a_failure_a_problem_or_an_error) {
    const JsonValue document = openapi_document(Profile::guide);
    const std::string success = post + "/responses/200/content/application~1json";
    EXPECT_EQ(text_at(document, success + "/schema/type"), R"("object")");
    EXPECT_EQ(text_at(document, success + "/schema/required"), "nothing");
    EXPECT_EQ(text_at(document, success + "/schema/properties/data"), R"({"type":"object"})");
    const std::string failure = post + "/responses/default/content/";
    EXPECT_EQ(text_at(document, failure + "application~1problem+json/schema/required"), R"(["type","title","detail"])");
    EXPECT_EQ(text_at(document, success + "/schema/properties/errors/items"),
              text_at(document, failure + "application~1problem+json/schema"));
    EXPECT_EQ(text_at(document, failure + "application~1json/schema/required"), R"(["code","message"])");
    EXPECT_EQ(text_at(document, failure + "application~1json/schema/properties/code"),
              R"({"type":"integer","format":"int32"})");
}

TEST(OpenApiDocument, each_answer_has_an_example_that_is_one) {
    const JsonValue document = openapi_document(Profile::guide);
    const std::string responses = post + "/responses/";
    EXPECT_EQ(text_at(document, responses + "200/content/application~1json/example/data/conversation_id"),
              R"("g1700000000000000001")");
    EXPECT_EQ(text_at(document, responses + "default/content/application~1problem+json/example/type"),
              R"("https://api.x.com/2/problems/invalid-request")");
    EXPECT_EQ(text_at(document, responses + "default/content/application~1json/example"),
              R"({"code":88,"message":"Rate limit exceeded"})");
}

}  // namespace
}  // namespace keyturn
