#include "examples/state-hook/state_hook.h"

namespace {

using keyturn::json_object;
using keyturn::json_string;
using keyturn::JsonValue;

// Nothing, where a part is missing: it has no elements, no members and no text.
const JsonValue& part(const JsonValue& value, const char* name) {
    static const JsonValue nothing;
    const JsonValue* found = value.find(name);
    return found ? *found : nothing;
}

JsonValue set_up(Store& store, const JsonValue& given) {
    JsonValue minted = json_object();
    for (const auto& [id, user, place] : part(given, "users").members) {
        JsonValue& kept = store.users[id] = user;
        if (!user.find("token")) kept.set("token", json_string("secret of " + id));  // a real server draws one
        minted.set(id, json_object({{"token", part(kept, "token")}}));
    }
    for (const JsonValue& group : part(given, "groups").elements) store.groups[part(group, "id").text] = group;
    // What differs from what was given is told: tokens here. A server that mints group ids of its own tells them as
    // "groups": [{"id": "…"}, …], in the order in which the groups were given.
    return json_object({{"given", json_object({{"users", minted}})}});
}

JsonValue tear_down(Store& store, const JsonValue& given) {
    for (const JsonValue& group : part(given, "groups").elements) store.groups.erase(part(group, "id").text);
    for (const auto& user : part(given, "users").members) store.users.erase(user.key);
    return json_object();
}

}  // namespace

std::pair<int, JsonValue> state_hook(Store& store, const std::string& body) {
    const auto request = keyturn::parse_json(body);
    const std::string action = request ? part(*request, "action").text : "";
    if (action == "set-up" && request->find("given")) return {200, set_up(store, *request->find("given"))};
    if (action == "tear-down" && request->find("given")) return {200, tear_down(store, *request->find("given"))};
    return {400, json_object({{"type", json_string("about:blank")},
                              {"title", json_string("no set-up and no tear-down")},
                              {"detail", json_string("expected {\"action\": …, \"given\": {…}}")}})};
}
