#include "conformance/server/answer.h"

#include <algorithm>

#include "protocol/request_fields.h"

namespace keyturn {
namespace {

struct ProblemKind {
    int status;
    std::string_view type, title;
    std::string_view resource_type;  // required by some types
};

constexpr ProblemKind kinds[] = {
    {400, "https://api.x.com/2/problems/invalid-request", "Invalid Request", ""},
    {401, "about:blank", "Unauthorized", ""},
    {403, "https://api.x.com/2/problems/not-authorized-for-resource", "Not Authorized", "conversation"},
    {404, "https://api.x.com/2/problems/resource-not-found", "Not Found", "conversation"},
    {405, "about:blank", "Method Not Allowed", ""},
    {408, "about:blank", "Request Timeout", ""},
    {409, "https://api.x.com/2/problems/invalid-request", "Conflict", ""},
    {413, "about:blank", "Content Too Large", ""},
    {415, "about:blank", "Unsupported Media Type", ""},
    {431, "about:blank", "Request Header Fields Too Large", ""},
    {503, "about:blank", "Service Unavailable", ""},
};
constexpr ProblemKind internal_error = {500, "https://api.x.com/2/problems/internal-error", "Internal Error", ""};

const ProblemKind& kind_of(int status) {
    const auto found = std::ranges::find(kinds, status, &ProblemKind::status);
    return found == std::end(kinds) ? internal_error : *found;
}

// The longest leading part of a pointer that names a field of the table.
std::string_view known_part(std::string_view pointer) {
    std::size_t known = 0;
    for (std::size_t end = 0; end < pointer.size() && pointer[end] == '/';) {
        end = std::min(pointer.find('/', end + 1), pointer.size());
        if (field_at(pointer.substr(0, end))) known = end;
    }
    return pointer.substr(0, known);
}

}  // namespace

HttpResponse json_answer(int status, const JsonValue& body) {
    return {status, "", {{"Content-Type", "application/json"}}, to_json(body)};
}

HttpResponse problem_answer(int status, std::string_view detail, std::string_view parameter) {
    const ProblemKind& kind = kind_of(status);
    JsonValue body = json_object();
    body.set("type", json_string(std::string(kind.type)));
    body.set("title", json_string(std::string(kind.title)));
    body.set("detail", json_string(std::string(detail)));
    body.set("status", json_number(std::to_string(status)));
    if (const std::string_view shown = known_part(parameter); !shown.empty()) body.set("parameter", json_string(std::string(shown)));
    if (!kind.resource_type.empty()) body.set("resource_type", json_string(std::string(kind.resource_type)));
    return {status, "", {{"Content-Type", "application/problem+json"}}, to_json(body)};
}

}  // namespace keyturn
