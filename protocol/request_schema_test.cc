#include "protocol/request_schema.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "protocol/add_members_request.h"
#include "protocol/request_fields.h"

namespace keyturn {
namespace {

// The second opinion: a validator that knows nothing but the exported schema.
class SchemaValidator {
  public:
    explicit SchemaValidator(const JsonValue& schema) {
        const auto text = nlohmann::json::parse(to_json(schema));
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema_);
    }

    bool accepts(std::string_view body) const {
        const auto document = nlohmann::json::parse(body);
        return valijson::Validator().validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
    }

  private:
    valijson::Schema schema_;
};

const SchemaValidator& validator(Profile profile) {
    static const SchemaValidator documented(request_schema(Profile::documented, {.patterns = false}));
    static const SchemaValidator openapi(request_schema(Profile::openapi, {.patterns = false}));
    static const SchemaValidator guide(request_schema(Profile::guide, {.patterns = false}));
    return profile == Profile::documented ? documented : profile == Profile::openapi ? openapi : guide;
}

// A body with one action signature, made of the members given.
std::string action(std::string_view members) {
    return R"({"user_ids":["1"],"action_signatures":[{)" + std::string(members) + "}]}";
}

std::string signature(std::string_view members) {
    return action(R"("message_id":"m","encoded_message_event_detail":"d","message_event_signature":{)" +
                  std::string(members) + "}");
}

std::string key_info(std::string_view element) {
    return signature(
        R"("signature":"s","public_key_version":"1","signature_version":"7","message_signing_key_info_list":[)" +
        std::string(element) + "]");
}

const std::string bodies[] = {
    "{}",
    "[]",
    "null",
    "1",
    "true",
    R"("user_ids")",
    R"([{"user_ids":["1"]}])",
    R"({"user_ids":[]})",
    R"({"user_ids":["1"]})",
    R"({"user_ids":["1","1",""]})",
    R"({"user_ids":null})",
    R"({"user_ids":"1"})",
    R"({"user_ids":{}})",
    R"({"user_ids":1})",
    R"({"user_ids":[1]})",
    R"({"user_ids":["1",2]})",
    R"({"user_ids":["1",null]})",
    R"({"user_ids":[["1"]]})",
    R"({"user_ids":[{}]})",
    R"({"user_ids":[true]})",
    R"({"user_id":["1"]})",
    R"({"User_ids":["1"]})",
    R"({"user_ids":["1"],"unknown":[null,1.5,{"user_ids":1}]})",
    R"({"user_ids":["1"],"conversation_key_version":"2"})",
    R"({"user_ids":["1"],"conversation_key_version":""})",
    R"({"user_ids":["1"],"conversation_key_version":2})",
    R"({"user_ids":["1"],"conversation_key_version":null})",
    R"({"user_ids":["1"],"encrypted_title":"x","encrypted_avatar_url":"y"})",
    R"({"user_ids":["1"],"encrypted_title":false})",
    R"({"user_ids":["1"],"encrypted_avatar_url":[]})",
    R"({"user_ids":["1"],"conversation_participant_keys":[]})",
    R"({"user_ids":["1"],"conversation_participant_keys":{}})",
    R"({"user_ids":["1"],"conversation_participant_keys":null})",
    R"({"user_ids":["1"],"conversation_participant_keys":[{}]})",
    R"({"user_ids":["1"],"conversation_participant_keys":[{},null]})",
    R"({"user_ids":["1"],"conversation_participant_keys":["x"]})",
    R"({"user_ids":["1"],"conversation_participant_keys":[{"user_id":"1","encrypted_conversation_key":"","public_key_version":"x"}]})",
    R"({"user_ids":["1"],"conversation_participant_keys":[{"user_id":1}]})",
    R"({"user_ids":["1"],"conversation_participant_keys":[{"encrypted_conversation_key":null}]})",
    R"({"user_ids":["1"],"conversation_participant_keys":[{},{"public_key_version":12}]})",
    R"({"user_ids":["1"],"action_signatures":[]})",
    R"({"user_ids":["1"],"action_signatures":{}})",
    R"({"user_ids":["1"],"action_signatures":"x"})",
    R"({"user_ids":["1"],"action_signatures":[[]]})",
    R"({"action_signatures":[]})",
    action(""),
    action(R"("message_id":"m")"),
    action(R"("message_id":"m","encoded_message_event_detail":"d")"),
    action(R"("message_id":"m","encoded_message_event_detail":"d","message_event_signature":null)"),
    action(R"("message_id":"m","encoded_message_event_detail":"d","message_event_signature":[])"),
    signature(""),
    signature(R"("signature":"s","public_key_version":"1")"),
    signature(R"("signature":"s","signature_version":"7")"),
    signature(R"("public_key_version":"1","signature_version":"7")"),
    signature(R"("signature":"s","public_key_version":"1","signature_version":"7")"),
    signature(R"("signature":"","public_key_version":"1","signature_version":"7")"),
    signature(R"("signature":"s","public_key_version":1,"signature_version":"7")"),
    signature(R"("signature":"s","public_key_version":"1","signature_version":7)"),
    signature(R"("signature":"s","public_key_version":"1","signature_version":"7","signing_public_key":"")"),
    signature(R"("signature":"s","public_key_version":"1","signature_version":"7","signing_public_key":{})"),
    signature(R"("signature":"s","public_key_version":"1","signature_version":"7","message_signing_key_info_list":{})"),
    key_info(""),
    key_info("{}"),
    key_info("7"),
    key_info(R"({"member_id":"1","public_key_version":"1","signing_public_key":"k"})"),
    key_info(R"({"member_id":1})"),
    key_info(R"({"public_key_version":null})"),
    key_info(R"({"signing_public_key":false})"),
    R"({"user_ids":["1"],"action_signatures":[{"message_id":"","encoded_message_event_detail":"d","message_event_signature":{"signature":"s","public_key_version":"1","signature_version":"7"}}]})",
    R"({"user_ids":["1"],"action_signatures":[{"message_id":"m","encoded_message_event_detail":"","message_event_signature":{"signature":"s","public_key_version":"1","signature_version":"7"}}]})",
    R"({"user_ids":["1"],"action_signatures":[{"message_id":"m","encoded_message_event_detail":"d","signature_payload":1,"message_event_signature":{"signature":"s","public_key_version":"1","signature_version":"7"}}]})",
};

bool reader_accepts(std::string_view body, Profile profile) {
    const Problems problems = AddMembersRequest::read(*parse_json(body)).problems;
    return std::ranges::none_of(problems, [profile](const Problem& problem) {
        const bool from_openapi = problem.requirement == "AM-REQ-009" || problem.requirement == "AM-REQ-011";
        return profile != Profile::documented || !from_openapi;
    });
}

TEST(RequestSchema, the_reader_and_a_validator_accept_the_same_bodies) {
    for (const std::string& body : bodies)
        for (const Profile profile : {Profile::documented, Profile::openapi})
            EXPECT_EQ(reader_accepts(body, profile), validator(profile).accepts(body))
                << name_of(profile) << ": " << body;
}

TEST(RequestSchema, the_guides_ask_for_action_signatures_besides) {
    for (const std::string& body : bodies) {
        const bool has_actions = resolve(*parse_json(body), "/action_signatures") != nullptr;
        EXPECT_EQ(validator(Profile::guide).accepts(body), validator(Profile::openapi).accepts(body) && has_actions)
            << body;
    }
}

TEST(RequestSchema, every_field_is_described_where_it_stands) {
    const JsonValue schema = request_schema(Profile::guide);
    for (const RequestField& field : request_fields()) {
        std::string place;
        for (std::string_view rest = field.pointer; !rest.empty();) {
            rest.remove_prefix(1);
            const std::string_view token = rest.substr(0, rest.find('/'));
            rest.remove_prefix(token.size());
            place += token == "*" ? "/items" : "/properties/" + std::string(token);
        }
        const JsonValue* const described = resolve(schema, place);
        ASSERT_TRUE(described) << place;
        EXPECT_EQ(described->find("description")->text, field.description);
        const std::string_view expression = expression_of(field.pattern);
        const JsonValue* const pattern = described->find("pattern");
        EXPECT_EQ(pattern == nullptr ? "" : pattern->text, expression);
    }
}

TEST(RequestSchema, patterns_and_lengths_are_left_out_where_they_are_not_asked) {
    const auto has = [](const JsonValue& schema, std::string_view word) {
        return to_json(schema).find(word) != std::string::npos;
    };
    EXPECT_TRUE(has(request_schema(Profile::openapi), "\"pattern\":"));
    EXPECT_TRUE(has(request_schema(Profile::openapi), "\"minLength\":1"));
    EXPECT_FALSE(has(request_schema(Profile::openapi, {.patterns = false}), "\"pattern\":"));
    EXPECT_TRUE(has(request_schema(Profile::openapi, {.patterns = false}), "\"minLength\":1"));
    EXPECT_FALSE(has(request_schema(Profile::documented), "\"pattern\":"));
    EXPECT_FALSE(has(request_schema(Profile::documented), "\"minLength\":"));
}

TEST(RequestSchema, the_schema_says_what_it_is) {
    const JsonValue schema = request_schema(Profile::openapi);
    EXPECT_EQ(schema.find("$schema")->text, "http://json-schema.org/draft-07/schema#");
    EXPECT_EQ(schema.find("title")->text, "Body of POST /2/chat/conversations/{id}/members, profile openapi");
    EXPECT_EQ(to_json(*schema.find("required")), R"(["user_ids"])");
    EXPECT_EQ(to_json(*resolve(schema, "/properties/user_ids")),
              R"({"description":"Ids of the users to add.","type":"array","items":{"type":"string"}})");
    EXPECT_EQ(to_json(*resolve(schema, "/properties/action_signatures/items/properties/message_id")),
              R"({"description":"Id of the signed message.","type":"string","minLength":1})");
    EXPECT_EQ(resolve(schema, "/properties/conversation_participant_keys/items")->find("required"), nullptr);
}

}  // namespace
}  // namespace keyturn
