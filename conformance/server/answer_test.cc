#include "conformance/server/answer.h"

#include <gtest/gtest.h>

#include "conformance/server/server_test_support.h"

namespace keyturn {
namespace {

const std::string problems = "https://api.x.com/2/problems/";

void expect_problem(int status, const std::string& type, const std::string& title, const std::string& resource_type) {
    const HttpResponse answer = problem_answer(status, "why");
    EXPECT_EQ(answer.status, status);
    const std::string resource = resource_type.empty() ? "" : R"(,"resource_type":")" + resource_type + '"';
    EXPECT_EQ(answer.body, R"({"type":")" + type + R"(","title":")" + title + R"(","detail":"why","status":)" +
                               std::to_string(status) + resource + "}");
}

TEST(Answer, data_is_json_of_its_media_type) {
    const HttpResponse answer = json_answer(201, json_object({{"data", json_array()}}));
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, R"({"data":[]})");
    EXPECT_EQ(answer.headers, (std::vector<HeaderLine>{{"Content-Type", "application/json"}}));
}

TEST(Answer, every_status_has_its_problem) {
    expect_problem(400, problems + "invalid-request", "Invalid Request", "");
    expect_problem(401, "about:blank", "Unauthorized", "");
    expect_problem(403, problems + "not-authorized-for-resource", "Not Authorized", "conversation");
    expect_problem(404, problems + "resource-not-found", "Not Found", "conversation");
    expect_problem(405, "about:blank", "Method Not Allowed", "");
    expect_problem(408, "about:blank", "Request Timeout", "");
    expect_problem(409, problems + "invalid-request", "Conflict", "");
    expect_problem(413, "about:blank", "Content Too Large", "");
    expect_problem(415, "about:blank", "Unsupported Media Type", "");
    expect_problem(431, "about:blank", "Request Header Fields Too Large", "");
    expect_problem(503, "about:blank", "Service Unavailable", "");
    expect_problem(500, problems + "internal-error", "Internal Error", "");
    expect_problem(501, problems + "internal-error", "Internal Error", "");
}

TEST(Answer, a_problem_has_its_media_type) {
    EXPECT_EQ(problem_answer(400, "why").headers,
              (std::vector<HeaderLine>{{"Content-Type", "application/problem+json"}}));
}

TEST(Answer, a_problem_says_what_kind_of_resource_it_is_about) {
    EXPECT_EQ(text_in(problem_answer(404, "why", "", "user"), "/resource_type"), "user");
    EXPECT_EQ(text_in(problem_answer(400, "why", "", "user"), "/resource_type"), "");
}

std::string parameter_shown(std::string_view pointer) {
    return text_in(problem_answer(400, "why", pointer), "/parameter");
}

TEST(Answer, a_parameter_is_shown_as_far_as_it_is_a_field) {
    for (const char* field : {"/user_ids",
                              "/user_ids/12",
                              "/action_signatures/1/message_event_signature/signature",
                              "/conversation_id",
                              "/group_members",
                              "/group_admins",
                              "/group_name",
                              "/group_avatar_url",
                              "/group_description",
                              "/ttl_msec",
                              "/base64_encoded_key_rotation",
                              "/version",
                              "/generate_version",
                              "/public_key",
                              "/public_key/public_key",
                              "/public_key/signing_public_key",
                              "/public_key/identity_public_key_signature",
                              "/public_key/signing_public_key_signature",
                              "/public_key/public_key_fingerprint",
                              "/public_key/registration_method"})
        EXPECT_EQ(parameter_shown(field), field);
}

TEST(Answer, what_a_caller_made_up_is_not_shown) {
    EXPECT_EQ(parameter_shown("/token-1111"), "");
    EXPECT_EQ(parameter_shown("/token-1111/user_ids"), "");
    EXPECT_EQ(parameter_shown("/group_members/7"), "/group_members");
    EXPECT_EQ(parameter_shown("/public_key/token-1111"), "/public_key");
    EXPECT_EQ(parameter_shown("/action_signatures/0/token-1111/signature"), "/action_signatures/0");
    EXPECT_EQ(parameter_shown(""), "");
    EXPECT_EQ(parameter_shown("user_ids"), "");
}

TEST(Answer, a_refused_body_is_answered_by_its_first_problem) {
    const HttpResponse answer =
        body_refused({{"", "/version", "a text", "token-1111"}, {"", "/public_key", "an object", "nothing"}});
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(text_in(answer, "/detail"), "expected here: a text");
    EXPECT_EQ(text_in(answer, "/parameter"), "/version");
    EXPECT_FALSE(answer.body.contains("token-1111"));
}

}  // namespace
}  // namespace keyturn
