#include "conformance/given_state.h"

#include <fmt/format.h>

namespace keyturn {
namespace {

HttpRequest state_request(std::string_view target, std::string_view action, const Given& given) {
    JsonValue body = json_object();
    body.set("action", json_string(std::string(action)));
    body.set("given", given_to_json(given, PrivateParts::stripped));
    return {"POST", std::string(target), {{"Content-Type", "application/json"}}, to_json(body)};
}

// The answer of the hook, else why the action was not done.
std::expected<HttpResponse, std::string> ask(Transport& hook, std::string_view target, std::string_view action,
                                             const Given& given) {
    auto received = hook.exchange(state_request(target, action, given));
    if (!received) return std::unexpected(fmt::format("{} failed: {}", action, received.error().reason));
    if (!*received) return std::unexpected(fmt::format("{} failed: {}", action, received->error()));
    if (!is_success((*received)->status))
        return std::unexpected(fmt::format("{} failed: status {}", action, (*received)->status));
    return **std::move(received);
}

void adopt_tokens(Given& given, const HttpResponse& answer) {
    const auto document = parse_json(answer.body);
    const JsonValue* value = document ? document->find("given") : nullptr;
    const auto minted = value ? read_given(*value) : Given{};
    if (!minted) return;
    for (const auto& [id, user] : minted->users)
        if (const auto ours = given.users.find(id); ours != given.users.end() && user.token)
            ours->second.token = user.token;
}

}  // namespace

std::expected<Given, std::string> set_up_state(Transport& hook, std::string_view target, Given given) {
    const auto answer = ask(hook, target, "set-up", given);
    if (!answer) return std::unexpected(answer.error());
    adopt_tokens(given, *answer);
    return given;
}

std::optional<std::string> tear_down_state(Transport& hook, std::string_view target, const Given& given) {
    const auto answer = ask(hook, target, "tear-down", given);
    return answer ? std::nullopt : std::optional(answer.error());
}

}  // namespace keyturn
