#include <fmt/format.h>

#include "conformance/server/answer.h"
#include "conformance/server/operations.h"

namespace keyturn {
namespace {

std::string with_a_token(const std::string& id) { return "token-" + id; }

// What was minted is told; a caller that gave every token knows the state already.
HttpResponse set_up_answer(const Given& given, bool minted) {
    if (!minted) return json_answer(200, json_object());
    return json_answer(200, json_object({{"given", given_to_json(given, PrivateParts::stripped)}}));
}

Handled set_up(const Call& call, Given given) {
    ServerState next = call.state;
    auto users = std::make_shared<Users>(*call.state.users);
    bool minted = false;
    for (auto& [id, user] : given.users) {
        minted = minted || !user.token;
        if (!user.token) user.token = with_a_token(id);
        user.private_keys.reset();
        users->insert_or_assign(id, user);
    }
    next.users = std::move(users);
    for (const Group& group : given.groups)
        next.conversations[group.id] = std::make_shared<const Conversation>(Conversation{group, {}, {}, {}});
    return {set_up_answer(given, minted), std::move(next)};
}

// Only ids matter: reading every key again would cost more than the case that ends.
void forget_group(ServerState& state, const JsonValue* group) {
    const JsonValue* id = group ? group->find("id") : nullptr;
    if (id && id->is(JsonKind::string)) state.conversations.erase(id->text);
}

Handled tear_down(const Call& call, const JsonValue& given) {
    ServerState next = call.state;
    if (const JsonValue* users = given.find("users")) {
        auto remaining = std::make_shared<Users>(*call.state.users);
        for (const JsonMember& user : users->members) remaining->erase(user.key);
        next.users = std::move(remaining);
    }
    forget_group(next, given.find("group"));
    if (const JsonValue* groups = given.find("groups"))
        for (const JsonValue& group : groups->elements) forget_group(next, &group);
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
    if (action->text == "tear-down") return tear_down(call, *value);
    if (action->text != "set-up") return refused(problem_answer(400, "the action is set-up or tear-down"));
    auto given = read_given(*value, "/given");
    if (!given) return refused(problem_answer(400, first_problem(given.error())));
    return set_up(call, std::move(*given));
}

}  // namespace keyturn
