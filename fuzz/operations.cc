// Requests to any operation of the reference server, one after the other, each two lines: a method, a target, who sends
// it (one of the cast, its admin where nobody is named, - for no token, else an Authorization with _ for spaces) and a
// media type; then its body. Every answer satisfies the contract and comes again the same; only a success changes
// anything, and reading never does; no secret comes back but to who sets the state up. A script that names a secret
// itself is refused: what it stores may be read again.
#include <algorithm>

#include "conformance/response_contract.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/server_laws.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr int most_requests = 6;

std::string_view taken_up_to(char end, std::string_view& text) {
    const std::string_view part = text.substr(0, text.find(end));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

struct Sent {
    HttpRequest request;
    std::string sender;  // "" for nobody who is known
};

std::string with_spaces(std::string_view text) {
    std::string spaced(text);
    std::ranges::replace(spaced, '_', ' ');
    return spaced;
}

Sent next_request(std::string_view& script) {
    std::string_view line = taken_up_to('\n', script);
    Sent sent;
    sent.request.method = taken_up_to(' ', line);
    sent.request.target = taken_up_to(' ', line);
    const std::string_view named = taken_up_to(' ', line);
    const User* user = find_user(fuzz::cast().users, named.empty() ? fuzz::cast_admin : named);
    if (user) sent.sender = named.empty() ? fuzz::cast_admin : named;
    sent.request.headers = {{"Content-Type", line.empty() ? "application/json" : std::string(line)}};
    if (user)
        add_bearer(sent.request.headers, *user->token);
    else if (named != "-")
        sent.request.headers.emplace_back("Authorization", with_spaces(named));
    sent.request.body = taken_up_to('\n', script);
    return sent;
}

bool sets_state_up(const HttpRequest& request) { return request.target.starts_with("/_keyturn/state"); }

bool is_same_answer(const HttpResponse& a, const HttpResponse& b) { return a.status == b.status && a.body == b.body; }

Handled answered_lawfully(const ServerState& state, const Sent& sent) {
    Handled handled = respond(state, sent.request, fuzz::now_msec);
    fuzz::expect(contract_breaches(sent.request, handled.response).empty(), "an answer satisfies the contract");
    fuzz::expect(is_success(handled.response.status) || !handled.next, "a refusal changes nothing");
    fuzz::expect(sent.request.method != "GET" || !handled.next, "reading changes nothing");
    fuzz::expect(is_same_answer(respond(state, sent.request, fuzz::now_msec).response, handled.response),
                 "the same request, the same answer");
    const auto secrets = fuzz::secrets_around(fuzz::cast().users, sent.sender, sent.request.body);
    if (!sets_state_up(sent.request)) fuzz::expect(leaks(handled.response, secrets).empty(), "no secret comes back");
    return handled;
}

// Beside the cast's group one of which nothing is set, with a member who has an identity key only and one without a
// key.
ServerState server_of_cast_and_a_bare_group() {
    Given given = fuzz::cast();
    given.users["7777"].keys.push_back({"1", given.users.at("1111").keys.front().identity, {}, ""});
    given.users["8888"];
    given.groups.push_back({.id = "g1",
                            .members = {"1111", "7777", "8888"},
                            .admins = {},
                            .pending = {},
                            .title = {},
                            .avatar_url = {},
                            .ttl_msec = {},
                            .screen_capture_blocking = {},
                            .conversation_key_version = {}});
    return fuzz::server_of(given);
}

bool names_a_secret(std::string_view script) {
    static const auto secrets = fuzz::secrets_around(fuzz::cast().users, "", "");
    return !leaks({.status = 200, .reason = "", .headers = {}, .body = std::string(script)}, secrets).empty();
}

}  // namespace

FUZZ_TARGET {
    ServerState state = server_of_cast_and_a_bare_group();
    std::string_view script = text_of(input);
    if (names_a_secret(script)) return fuzz::Taken::refused;
    bool all_succeed = true;
    for (int sent = 0; sent == 0 || (sent < most_requests && !script.empty()); ++sent) {
        Handled handled = answered_lawfully(state, next_request(script));
        all_succeed = all_succeed && is_success(handled.response.status);
        if (handled.next) state = *std::move(handled.next);
    }
    return fuzz::accepted_if(all_succeed);
}
