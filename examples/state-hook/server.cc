// A tiny server behind the hook: it shows conversations to their members, and offers nothing else yet.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "conformance/http/http_server.h"
#include "examples/state-hook/state_hook.h"

namespace {

using keyturn::HttpRequest;
using keyturn::HttpResponse;
using keyturn::json_object;
using keyturn::json_string;
using keyturn::JsonValue;

HttpResponse as_response(int status, const JsonValue& json) {
    const char* type = status < 400 ? "application/json" : "application/problem+json";
    return {status, "", {{"Content-Type", type}}, to_json(json)};
}

HttpResponse problem(int status, std::string_view title) {
    return as_response(status, json_object({{"type", json_string("about:blank")},
                                            {"title", json_string(std::string(title))},
                                            {"detail", json_string(std::string(title))}}));
}

std::string caller_of(const Store& store, const HttpRequest& request) {
    const std::string* field = keyturn::find_header(request.headers, "Authorization");
    for (const auto& [id, user] : store.users)
        if (const JsonValue* token = user.find("token"); field && token && *field == "Bearer " + token->text) return id;
    return {};
}

// As the operation names the parts of a group.
JsonValue conversation(const JsonValue& group) {
    JsonValue shown = json_object({{"type", json_string("group")}});
    for (const auto& [name, given_as] :
         {std::pair("id", "id"), std::pair("group_name", "title"), std::pair("admin_ids", "admins"),
          std::pair("member_ids", "members"), std::pair("participant_ids", "members"),
          std::pair("message_ttl_ms", "ttl_msec")})
        if (const JsonValue* value = group.find(given_as)) shown.set(name, *value);
    return shown;
}

bool has_member(const JsonValue& group, const std::string& user) {
    const JsonValue* members = group.find("members");
    return members &&
           std::ranges::any_of(members->elements, [&](const JsonValue& member) { return member.text == user; });
}

HttpResponse answer(Store& store, const HttpRequest& request) {
    if (request.target == "/_keyturn/state") {
        const auto [status, json] = state_hook(store, request.body);
        return as_response(status, json);
    }
    const std::string caller = caller_of(store, request), path = request.target.substr(0, request.target.find('?'));
    if (caller.empty()) return problem(401, "a user's access token is needed");
    const std::string conversations = "/2/chat/conversations/";
    if (request.method != "GET" || !path.starts_with(conversations)) return problem(501, "not offered yet");
    const auto group = store.groups.find(path.substr(conversations.size()));
    if (group == store.groups.end() || !has_member(group->second, caller))
        return problem(404, "there is no such conversation");
    return as_response(200, json_object({{"data", conversation(group->second)}}));
}

}  // namespace

int main() {
    Store store;
    keyturn::HttpServerOptions options;
    options.problem = problem;
    auto server = keyturn::HttpServer::open(std::move(options),
                                            [&](const HttpRequest& request) { return answer(store, request); });
    if (!server) return std::fprintf(stderr, "%s\n", server.error().c_str()), 1;
    fmt::print("http://127.0.0.1:{}\n", server->port());
    std::fflush(stdout);
    server->run();
}
