#include "conformance/server/respond.h"

#include <algorithm>
#include <vector>

#include "conformance/media_type.h"
#include "conformance/server/answer.h"
#include "conformance/server/operations.h"
#include "protocol/membership_rules.h"

namespace keyturn {
namespace {

constexpr std::string_view state_hook = "/_keyturn/state";

enum class Access { of_user, open };
enum class Body { none, json };

struct Route {
    std::string_view method;
    std::string_view pattern;  // `{id}` stands for one segment
    Access access;
    Body body;
    Operation* operation;
};

constexpr Route routes[] = {
    {"POST", "/2/users/{id}/public_keys", Access::of_user, Body::json, register_keys},
    {"GET", "/2/users/{id}/public_keys", Access::of_user, Body::none, read_keys},
    {"GET", "/2/users/public_keys", Access::of_user, Body::none, read_keys_of_users},
    {"POST", "/2/chat/conversations/group/initialize", Access::of_user, Body::none, initialize_group},
    {"POST", "/2/chat/conversations/group", Access::of_user, Body::json, create_group},
    {"POST", "/2/chat/conversations/{id}/keys", Access::of_user, Body::json, rotate_keys},
    {"POST", "/2/chat/conversations/{id}/members", Access::of_user, Body::json, add_members},
    {"GET", "/2/chat/conversations/{id}", Access::of_user, Body::none, read_conversation},
    {"GET", "/2/chat/conversations/{id}/events", Access::of_user, Body::none, read_events},
    {"POST", state_hook, Access::open, Body::json, apply_state},
};

constexpr ServerRule own_rules[] = {
    {"method_is_allowed", "AM-HTTP-001"},
    {"media_type_is_json", "AM-HTTP-002"},
    {"token_is_known", "AM-SEC-003"},
    {"group_exists", "AM-HTTP-004"},
    {"repeated_body_is_idempotent", "AM-SIG-012"},
    {"body_is_not_too_large", "AM-HTTP-005"},
    {"added_users_can_be_added", "AM-RSP-004"},
};

// Of the operations around adding members.
constexpr ServerRule rules_around[] = {
    {"one_key_change_alone", "AM-SIG-048"},         {"one_key_change_and_one_group_create", "AM-SIG-049"},
    {"group_name_is_the_signed_one", "AM-SIG-050"}, {"group_avatar_is_the_signed_one", "AM-SIG-050"},
    {"max_results_in_range", "AM-REQ-019"},         {"ids_in_range", "AM-REQ-020"},
};

constexpr std::string_view hole = "{id}";

bool is_literal(const Route& route) { return !route.pattern.contains(hole); }

// The segment that stands for `{id}`, "" for a literal pattern; nothing when the path does not fit the pattern.
std::optional<std::string_view> match(std::string_view pattern, std::string_view path) {
    const std::size_t at = pattern.find(hole);
    if (at == std::string_view::npos) return pattern == path ? std::optional(std::string_view()) : std::nullopt;
    const std::string_view before = pattern.substr(0, at), after = pattern.substr(at + hole.size());
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
        return std::nullopt;
    const std::string_view id = path.substr(before.size(), path.size() - before.size() - after.size());
    return id.contains('/') ? std::nullopt : std::optional(id);
}

struct Match {
    const Route* route = nullptr;
    std::string_view id;
    std::string allowed;  // the methods of the path, when none of its routes has the request's
};

// A pattern without `{id}` hides the others: of `/2/chat/conversations/group` only POST is allowed.
std::vector<const Route*> routes_of(std::string_view path) {
    std::vector<const Route*> fitting;
    for (const Route& route : routes)
        if (match(route.pattern, path)) fitting.push_back(&route);
    if (std::ranges::any_of(fitting, [](const Route* route) { return is_literal(*route); }))
        std::erase_if(fitting, [](const Route* route) { return !is_literal(*route); });
    return fitting;
}

Match find_route(const ServerState& state, std::string_view method, std::string_view path) {
    Match found;
    const std::vector<const Route*> fitting = routes_of(path);
    for (const Route* route : fitting) {
        found.id = *match(route->pattern, path);
        if (route->method == method) return {route, found.id, {}};
        found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route->method);
    }
    if (!fitting.empty() && !state.keeps("method_is_allowed")) found.route = fitting.back();
    return found;
}

// The user whose token the request carries: `Authorization: Bearer <token>` (fact sheet, section 1).
std::string user_of_token(const ServerState& state, const HttpRequest& request) {
    const std::string* field = find_header(request.headers, "Authorization");
    constexpr std::string_view scheme = "Bearer ";
    if (!field || field->size() <= scheme.size() ||
        !equals_ignoring_case(std::string_view(*field).substr(0, scheme.size()), scheme))
        return {};
    const std::string_view token = std::string_view(*field).substr(scheme.size());
    for (const auto& [id, user] : *state.users)
        if (user.token && *user.token == token) return id;
    return {};
}

// Whom a server that does not look at tokens takes the caller for.
std::string first_admin(const ServerState& state, std::string_view conversation_id) {
    const Conversation* conversation = state.find(conversation_id);
    return conversation && !conversation->group.admins.empty() ? conversation->group.admins.front() : std::string();
}

bool has_json_body(const HttpRequest& request) {
    const std::string* field = find_header(request.headers, "Content-Type");
    const auto type = field ? read_media_type(*field) : std::nullopt;
    return type && type->name == "application/json";
}

HttpResponse method_refused(const Match& found) {
    HttpResponse response = problem_answer(405, "this path has other methods");
    response.headers.emplace_back("Allow", found.allowed);
    return response;
}

HttpResponse token_refused() {
    HttpResponse response = problem_answer(401, "a user's access token is needed: Authorization: Bearer <token>");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

}  // namespace

const Conversation* ServerState::find(std::string_view id) const {
    const auto found = conversations.find(id);
    return found == conversations.end() ? nullptr : found->second.get();
}

Handled respond(const ServerState& state, const HttpRequest& request, std::uint64_t now_msec) {
    const std::string_view target = request.target;
    const std::size_t question = std::min(target.find('?'), target.size());
    const Match found = find_route(state, request.method, target.substr(0, question));
    if (!found.route)
        return refused(found.allowed.empty() ? problem_answer(404, "there is nothing at this path")
                                             : method_refused(found));
    if (request.body.size() > most_body_bytes && state.keeps("body_is_not_too_large"))
        return refused(problem_answer(413, "the request's body is too large"));
    const auto id = percent_decoded(found.id);
    if (!id) return refused(problem_answer(400, "the path has a broken percent escape"));

    Call call{state, request, now_msec, *id, std::string(target.substr(std::min(question + 1, target.size()))), {}};
    if (found.route->access == Access::of_user) {
        call.caller = user_of_token(state, request);
        if (call.caller.empty() && state.keeps("token_is_known")) return refused(token_refused());
        if (call.caller.empty()) call.caller = first_admin(state, *id);
    }
    if (found.route->body == Body::json && state.keeps("media_type_is_json") && !has_json_body(request))
        return refused(problem_answer(415, "the body must be of media type application/json"));
    return found.route->operation(call);
}

std::span<const ServerRule> server_rules() {
    static const std::vector<ServerRule> all = [] {
        std::vector<ServerRule> rules(std::begin(own_rules), std::end(own_rules));
        for (const MembershipRule& rule : membership_rules()) rules.push_back({rule.name, rule.requirement});
        rules.insert(rules.end(), std::begin(rules_around), std::end(rules_around));
        return rules;
    }();
    return all;
}

}  // namespace keyturn
