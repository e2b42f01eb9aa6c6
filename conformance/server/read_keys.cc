#include <algorithm>

#include "conformance/server/answer.h"
#include "conformance/server/operations.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

constexpr std::size_t most_users = 100;
constexpr std::string_view no_such_user = "there is no such user";

JsonValue key_json(const RegisteredKey& key) {
    JsonValue json = json_object();
    json.set("public_key", json_string(base64(key.identity.spki())));
    if (key.signing) json.set("signing_public_key", json_string(base64(key.signing->spki())));
    if (!key.identity_public_key_signature.empty())
        json.set("identity_public_key_signature", json_string(key.identity_public_key_signature));
    json.set("public_key_version", json_string(key.version));
    return json;
}

void append_keys(JsonValue& array, const User& user) {
    for (const RegisteredKey& key : user.keys) array.elements.push_back(key_json(key));
}

std::vector<std::string> split_at_commas(std::string_view text) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t comma = std::min(text.find(','), text.size());
        parts.emplace_back(text.substr(0, comma));
        if (comma == text.size()) return parts;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

Handled read_keys(const Call& call) {
    const User* user = find_user(*call.state.users, call.id);
    if (!user) return refused(problem_answer(404, no_such_user, "", "user"));
    JsonValue data = json_array();
    append_keys(data, *user);
    return {json_answer(200, json_object({{"data", std::move(data)}})), std::nullopt};
}

Handled read_keys_of_users(const Call& call) {
    const std::vector<std::string> ids = split_at_commas(query_parameter(call.query, "ids").value_or(""));
    const bool in_range = ids.size() <= most_users && std::ranges::all_of(ids, is_user_id);
    if (!in_range && call.state.keeps("ids_in_range"))
        return refused(problem_answer(400, "ids is a list of 1 to 100 user ids with commas between them"));
    JsonValue data = json_array(), errors = json_array();
    for (const std::string& id : ids) {
        if (const User* user = find_user(*call.state.users, id))
            append_keys(data, *user);
        else
            errors.elements.push_back(problem_json(404, no_such_user, "", "user"));
    }
    JsonValue answer = json_object({{"data", std::move(data)}});
    if (!errors.elements.empty()) answer.set("errors", std::move(errors));
    return {json_answer(200, answer), std::nullopt};
}

}  // namespace keyturn
