#include "conformance/given_state.h"

#include <fmt/format.h>

namespace keyturn {
namespace {

HttpRequest state_request(const std::string& target, std::string_view action, const Given& given) {
    JsonValue body = json_object();
    body.set("action", json_string(std::string(action)));
    body.set("given", given_to_json(given, PrivateParts::stripped));
    return {"POST", target, {{"Content-Type", "application/json"}}, to_json(body)};
}

struct Failure {
    std::string reason;
    bool never_arrived = false;
};

bool never_arrives(SilenceKind kind) {
    return kind == SilenceKind::refused || kind == SilenceKind::unresolved || kind == SilenceKind::tls ||
           kind == SilenceKind::unsendable;
}

// The answer of the hook, else why the action was not done.
std::expected<HttpResponse, Failure> ask(Transport& hook, const std::string& target, std::string_view action,
                                         const Given& given) {
    const auto failed = [&](const std::string& reason, bool never_arrived = false) {
        return std::unexpected(Failure{fmt::format("{} failed: {}", action, reason), never_arrived});
    };
    auto received = hook.exchange(state_request(target, action, given));
    if (!received) return failed(received.error().reason, never_arrives(received.error().kind));
    if (!*received) return failed(received->error());
    if (!is_success((*received)->status)) return failed(fmt::format("status {}", (*received)->status));
    return **std::move(received);
}

// A set-up that was only half done may have left something.
NoState after_removal(Transport& hook, const std::string& target, const Given& given, const std::string& reason) {
    const auto left = tear_down_state(hook, target, given);
    return {left ? reason + "; " + *left : reason, true, left.has_value()};
}

}  // namespace

StateWay::StateWay(Transport* hook, std::string target) {
    if (!hook) return;
    set_up_ = [hook, target](const Case&, const Given& given) { return set_up_state(*hook, target, given); };
    tear_down_ = [hook, target](const Given& given) { return tear_down_state(*hook, target, given); };
}

std::expected<StandingState, NoState> set_up_state(Transport& hook, const std::string& target, const Given& given) {
    const auto answer = ask(hook, target, "set-up", given);
    if (!answer && answer.error().never_arrived) return std::unexpected(NoState{answer.error().reason});
    if (!answer) return std::unexpected(after_removal(hook, target, given, answer.error().reason));
    auto standing = adopt(given, answer->body);
    if (standing) return *std::move(standing);
    return std::unexpected(
        after_removal(hook, target, given, "set-up failed: the answer is not understood: " + standing.error()));
}

std::optional<std::string> tear_down_state(Transport& hook, const std::string& target, const Given& given) {
    const auto answer = ask(hook, target, "tear-down", given);
    return answer ? std::nullopt : std::optional(answer.error().reason);
}

}  // namespace keyturn
