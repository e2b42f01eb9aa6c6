#include "protocol/openapi_document.h"

#include <string>
#include <string_view>

#include "protocol/request_schema.h"

namespace keyturn {
namespace {

JsonValue text_value(std::string_view text) { return json_string(std::string(text)); }

JsonValue typed(std::string_view type) { return json_object({{"type", text_value(type)}}); }

JsonValue id_parameter(Profile profile) {
    JsonValue schema = typed("string");
    if (profile != Profile::documented)
        schema.set("pattern", text_value("^([0-9]{1,19}|[0-9]{1,19}-[0-9]{1,19}|g[0-9]{1,19})$"));
    return json_object({{"name", text_value("id")},
                        {"in", text_value("path")},
                        {"required", json_bool(true)},
                        {"description", text_value("The conversation: g and digits for a group")},
                        {"schema", std::move(schema)}});
}

JsonValue body_schema(Profile profile) {
    JsonValue schema = request_schema(profile);
    schema.erase("$schema");  // OpenAPI 3.0 has a dialect of its own
    return schema;
}

JsonValue problem_schema() {
    JsonValue schema = typed("object");
    schema.set("required", json_array({text_value("type"), text_value("title"), text_value("detail")}));
    schema.set("properties", json_object({{"type", typed("string")},
                                          {"title", typed("string")},
                                          {"detail", typed("string")},
                                          {"status", typed("integer")},
                                          {"parameter", typed("string")},
                                          {"value", typed("string")},
                                          {"resource_id", typed("string")},
                                          {"resource_type", typed("string")},
                                          {"section", typed("string")},
                                          {"field", typed("string")}}));
    return schema;
}

JsonValue error_schema() {
    JsonValue schema = typed("object");
    schema.set("required", json_array({text_value("code"), text_value("message")}));
    JsonValue code = typed("integer");
    code.set("format", text_value("int32"));
    schema.set("properties", json_object({{"code", std::move(code)}, {"message", typed("string")}}));
    return schema;
}

JsonValue success_schema() {
    JsonValue errors = typed("array");
    errors.set("items", problem_schema());
    JsonValue schema = typed("object");
    schema.set("properties", json_object({{"data", typed("object")}, {"errors", std::move(errors)}}));
    return schema;
}

JsonValue success() {
    JsonValue media = json_object({{"schema", success_schema()}});
    media.set("example", json_object({{"data", json_object({{"conversation_id", text_value("g1700000000000000001")},
                                                            {"sequence_id", text_value("1")}})}}));
    return json_object({{"description", text_value("The members were added, and the conversation has a new key.")},
                        {"content", json_object({{"application/json", std::move(media)}})}});
}

JsonValue failure() {
    JsonValue problem = json_object({{"schema", problem_schema()}});
    problem.set("example",
                json_object({{"type", text_value("https://api.x.com/2/problems/invalid-request")},
                             {"title", text_value("Invalid Request")},
                             {"detail", text_value("One or more parameters to your request was invalid.")}}));
    JsonValue error = json_object({{"schema", error_schema()}});
    error.set("example", json_object({{"code", json_number("88")}, {"message", text_value("Rate limit exceeded")}}));
    return json_object({{"description", text_value("The request was refused, and nothing has changed.")},
                        {"content", json_object({{"application/problem+json", std::move(problem)},
                                                 {"application/json", std::move(error)}})}});
}

JsonValue operation(Profile profile) {
    JsonValue body = json_object({{"required", json_bool(true)}});
    body.set("content", json_object({{"application/json", json_object({{"schema", body_schema(profile)}})}}));
    return json_object({{"operationId", text_value("addChatGroupMembers")},
                        {"summary", text_value("Adds members to a group and rotates its conversation key")},
                        {"security", json_array({json_object({{"UserToken", json_array()}})})},
                        {"parameters", json_array({id_parameter(profile)})},
                        {"requestBody", std::move(body)},
                        {"responses", json_object({{"200", success()}, {"default", failure()}})}});
}

}  // namespace

JsonValue openapi_document(Profile profile) {
    JsonValue info = json_object({{"title", text_value("Adding members to an encrypted group chat")},
                                  {"version", text_value("2")},
                                  {"description", text_value("Profile: " + std::string(name_of(profile)))}});
    JsonValue scheme = json_object({{"type", text_value("http")}, {"scheme", text_value("bearer")}});
    JsonValue path = json_object({{"post", operation(profile)}});
    return json_object(
        {{"openapi", text_value("3.0.3")},
         {"info", std::move(info)},
         {"paths", json_object({{"/2/chat/conversations/{id}/members", std::move(path)}})},
         {"components", json_object({{"securitySchemes", json_object({{"UserToken", std::move(scheme)}})}})}});
}

}  // namespace keyturn
