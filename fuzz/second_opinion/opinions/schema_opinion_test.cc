#include "fuzz/second_opinion/opinions/schema_opinion.h"

#include <gtest/gtest.h>

namespace keyturn::fuzz {
namespace {

// As if the reader had read another body.
Finding mistaken(std::string_view body, std::string_view read) {
    return disagreement_with_schema(parse_json(body).value(), AddMembersRequest::read(parse_json(read).value()));
}
Finding judged(std::string_view body) { return mistaken(body, body); }

constexpr std::string_view right = R"({"user_ids": ["1"], "action_signatures": [{"message_id": "m",
    "encoded_message_event_detail": "AA", "message_event_signature": {"signature": "AA", "public_key_version": "1",
    "signature_version": "7"}}]})";

std::string with(std::string_view part, std::string_view replacement) {
    std::string body(right);
    return body.replace(body.find(part), part.size(), replacement);
}

TEST(SchemaOpinion, is_ours) {
    for (const std::string& body :
         {std::string(right), with("\"7\"", "7"), with("\"7\"", "\"x\""), with("\"AA\"", "\"\""),
          with("\"AA\"", "\"!\""), with("\"m\"", "null"), with("\"user_ids\"", "\"user_id\""), std::string("[]"),
          std::string("{}"), std::string(R"({"user_ids": [1]})"),
          std::string(R"({"user_ids": [], "x": [1.5, {"signature": 1}]})"),
          std::string(R"({"user_ids": {}, "conversation_participant_keys": {"user_id": "1"}})")})
        EXPECT_EQ(judged(body), std::nullopt) << body;
    EXPECT_TRUE(AddMembersRequest::read(parse_json(right).value()).problems.empty());
}

TEST(SchemaOpinion, a_refusal_of_what_is_right_is_found) {
    EXPECT_EQ(mistaken(right, with("\"m\"", "[]")),
              "the schema accepts what the reader refuses at /action_signatures/0/message_id");
}

TEST(SchemaOpinion, an_acceptance_of_what_is_wrong_is_found) {
    EXPECT_EQ(mistaken("{}", right), "the reader accepts what the schema refuses");
    EXPECT_EQ(mistaken(with("\"7\"", "7"), right), "the reader accepts what the schema refuses");
}

TEST(SchemaOpinion, every_pattern_is_asked) {
    const Finding found = "the reader accepts what does not fit a pattern";
    EXPECT_EQ(mistaken(with("\"7\"", "\"x\""), right), found);
    EXPECT_EQ(mistaken(with("\"signature\": \"AA\"", "\"signature\": \"A A\""), right), found);
    EXPECT_EQ(mistaken(with("detail\": \"AA\"", "detail\": \"A.\""), right), found);
    EXPECT_EQ(mistaken(with("\"public_key_version\": \"1\"", "\"public_key_version\": \"-1\""), right), found);
    EXPECT_EQ(mistaken(with("\"message_id\": \"m\"", "\"message_id\": \"!\""), right), std::nullopt);
}

TEST(SchemaOpinion, nothing_is_said_of_what_no_schema_sees) {
    EXPECT_EQ(mistaken(R"({"user_ids": ["1"], "user_ids": ["2"]})", "{}"), std::nullopt);
    EXPECT_EQ(mistaken(R"({"user_ids": ["1"], "x": 1e999})", "{}"), std::nullopt);
    EXPECT_EQ(judged(with("\"m\"", R"("\u0000")")), std::nullopt);
}

}  // namespace
}  // namespace keyturn::fuzz
