#include "conformance/server/answer.h"

#include <algorithm>

#include "protocol/request_fields.h"

namespace keyturn {
namespace {

struct ProblemKind {
    int status;
    std::string_view type, title;
    bool has_resource_type = false;
};

constexpr ProblemKind kinds[] = {
    {400, "https://api.x.com/2/problems/invalid-request", "Invalid Request"},
    {401, "about:blank", "Unauthorized"},
    {403, "https://api.x.com/2/problems/not-authorized-for-resource", "Not Authorized", true},
    {404, "https://api.x.com/2/problems/resource-not-found", "Not Found", true},
    {405, "about:blank", "Method Not Allowed"},
    {408, "about:blank", "Request Timeout"},
    {409, "https://api.x.com/2/problems/invalid-request", "Conflict"},
    {413, "about:blank", "Content Too Large"},
    {415, "about:blank", "Unsupported Media Type"},
    {431, "about:blank", "Request Header Fields Too Large"},
    {503, "about:blank", "Service Unavailable"},
};
constexpr ProblemKind internal_error = {500, "https://api.x.com/2/problems/internal-error", "Internal Error"};

const ProblemKind& kind_of(int status) {
    const auto found = std::ranges::find(kinds, status, &ProblemKind::status);
    return found == std::end(kinds) ? internal_error : *found;
}

// What the operations around the addition of members take besides (fact sheet, section 1.6).
constexpr std::string_view fields_of_other_operations[] = {
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
    "/public_key/registration_method",
};

bool is_field(std::string_view pointer) {
    return field_at(pointer) ||
           std::ranges::find(fields_of_other_operations, pointer) != std::end(fields_of_other_operations);
}

// The longest leading part of a pointer that names a field.
std::string_view known_part(std::string_view pointer) {
    std::size_t known = 0;
    for (std::size_t end = 0; end < pointer.size() && pointer[end] == '/';) {
        end = std::min(pointer.find('/', end + 1), pointer.size());
        if (is_field(pointer.substr(0, end))) known = end;
    }
    return pointer.substr(0, known);
}

}  // namespace

HttpResponse json_answer(int status, const JsonValue& body) {
    return {status, "", {{"Content-Type", "application/json"}}, to_json(body)};
}

JsonValue problem_json(int status, std::string_view detail, std::string_view parameter,
                       std::string_view resource_type) {
    const ProblemKind& kind = kind_of(status);
    JsonValue body = json_object();
    body.set("type", json_string(std::string(kind.type)));
    body.set("title", json_string(std::string(kind.title)));
    body.set("detail", json_string(std::string(detail)));
    body.set("status", json_number(std::to_string(status)));
    if (const std::string_view shown = known_part(parameter); !shown.empty())
        body.set("parameter", json_string(std::string(shown)));
    if (kind.has_resource_type) body.set("resource_type", json_string(std::string(resource_type)));
    return body;
}

HttpResponse problem_answer(int status, std::string_view detail, std::string_view parameter,
                            std::string_view resource_type) {
    const JsonValue body = problem_json(status, detail, parameter, resource_type);
    return {status, "", {{"Content-Type", "application/problem+json"}}, to_json(body)};
}

HttpResponse body_refused(const Problems& problems) {
    const Problem& first = problems.front();
    return problem_answer(400, "expected here: " + first.expected, first.pointer);
}

}  // namespace keyturn
