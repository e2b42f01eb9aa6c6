#include <fmt/format.h>

#include "conformance/server/answer.h"
#include "conformance/server/operations.h"

namespace keyturn {
namespace {

std::string with_a_token(const std::string& id) { return "token-" + id; }

Handled set_up(const Call& call, Given given) {
    ServerState next = call.state;
    auto users = std::make_shared<Users>(*call.state.users);
    for (auto& [id, user] : given.users) {
        if (!user.token) user.token = with_a_token(id);
        user.private_keys.reset();
        users->insert_or_assign(id, user);
    }
    next.users = std::move(users);
    for (const Group& group : given.groups)
        next.conversations[group.id] = std::make_shared<const Conversation>(Conversation{group, {}, {}, {}});
    JsonValue answer = json_object({{"given", given_to_json(given, PrivateParts::stripped)}});
    return {json_answer(200, answer), std::move(next)};
}

Handled tear_down(const Call& call, const Given& given) {
    ServerState next = call.state;
    auto users = std::make_shared<Users>(*call.state.users);
    for (const auto& [id, user] : given.users) users->erase(id);
    next.users = std::move(users);
    for (const Group& group : given.groups) next.conversations.erase(group.id);
    return {json_answer(200, json_object()), std::move(next)};
}

std::string first_problem(const Problems& problems) {
    return fmt::format("{}: expected {}", problems.front().pointer, problems.front().expected);
}

}  // namespace

Handled apply_state(const Call& call) {
    const auto document = parse_json(call.request.body);
    const JsonValue* action = document ? document->find("action") : nullptr;
    const JsonValue* value = document ? document->find("given") : nullptr;
    if (!action || !action->is(JsonKind::string) || !value)
        return refused(problem_answer(400, R"(expected {"action": "set-up" or "tear-down", "given": {...}})"));
    auto given = read_given(*value, "/given");
    if (!given) return refused(problem_answer(400, first_problem(given.error())));
    if (action->text == "set-up") return set_up(call, std::move(*given));
    if (action->text == "tear-down") return tear_down(call, *given);
    return refused(problem_answer(400, "the action is set-up or tear-down"));
}

}  // namespace keyturn
