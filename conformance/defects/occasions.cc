#include "conformance/defects/occasions.h"

#include <algorithm>

namespace keyturn {
namespace {

constexpr std::string_view conversations = "/2/chat/conversations/";

std::string_view path_of(const HttpRequest& request) {
    return std::string_view(request.target).substr(0, request.target.find('?'));
}

// What stands behind the {id} of a conversation's path, "/members"; the whole path when it is no conversation's.
std::string_view operation_of(const HttpRequest& request) {
    const std::string_view path = path_of(request);
    if (!path.starts_with(conversations)) return path;
    return path.substr(std::min(path.find('/', conversations.size()), path.size()));
}

bool succeeds(const Turn& turn) { return is_success(turn.handled.response.status); }

bool reads(const Turn& turn, std::string_view operation) {
    return turn.request.method == "GET" && succeeds(turn) && operation_of(turn.request) == operation;
}

bool posts(const Turn& turn, std::string_view path) {
    return turn.request.method == "POST" && succeeds(turn) && path_of(turn.request) == path;
}

}  // namespace

bool is_for_state_hook(const HttpRequest& request) { return path_of(request) == "/_keyturn/state"; }

bool is_addition(const HttpRequest& request) { return request.method == "POST" && operation_of(request) == "/members"; }

std::string group_of(const HttpRequest& request) {
    const std::string_view path = path_of(request);
    if (!path.starts_with(conversations)) return {};
    const std::string_view rest = path.substr(conversations.size());
    return std::string(rest.substr(0, rest.find('/')));
}

std::string_view token_of(const HttpRequest& request) {
    const std::string* field = find_header(request.headers, "Authorization");
    const std::size_t space = field ? field->find(' ') : std::string::npos;
    return space == std::string::npos ? std::string_view() : std::string_view(*field).substr(space + 1);
}

JsonValue body_of(const HttpRequest& request) {
    const auto document = parse_json(request.body);
    return document ? *document : json_null();
}

const User* user_with(const Users& users, std::string_view token) {
    for (const auto& [id, user] : users)
        if (user.token && *user.token == token) return &user;
    return nullptr;
}

bool any_addition(const Turn& turn) { return is_addition(turn.request); }
bool accepts(const Turn& turn) { return any_addition(turn) && succeeds(turn); }
bool accepts_anew(const Turn& turn) { return accepts(turn) && turn.handled.next; }
bool repeats(const Turn& turn) { return accepts(turn) && !turn.handled.next; }
bool refuses(const Turn& turn) { return any_addition(turn) && !succeeds(turn); }
bool lacks_user(const Turn& turn) { return any_addition(turn) && turn.handled.response.status == 401; }
bool rotates(const Turn& turn) {
    return turn.request.method == "POST" && succeeds(turn) && operation_of(turn.request) == "/keys";
}
bool shows_group(const Turn& turn) { return reads(turn, ""); }
bool shows_events(const Turn& turn) { return reads(turn, "/events"); }
bool mints_group(const Turn& turn) { return posts(turn, "/2/chat/conversations/group/initialize"); }
bool creates_group(const Turn& turn) { return posts(turn, "/2/chat/conversations/group"); }

}  // namespace keyturn
