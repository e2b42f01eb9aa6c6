#include "adapters/adapter_question.h"

#include <algorithm>
#include <iterator>

#include "protocol/base64.h"
#include "protocol/given.h"

namespace keyturn {
namespace {

// The `users` of a given, public parts only: an adapter is told no access token and nobody else's private keys.
JsonValue public_users(const Users& users) {
    Given given{{}, users};
    for (auto& [id, user] : given.users) user.token.reset();
    JsonValue state = given_to_json(given, PrivateParts::stripped);
    return std::move(*state.find("users"));
}

JsonValue group_object(const Group& group) {
    JsonValue state = given_to_json({{group}, {}}, PrivateParts::stripped);
    return std::move(state.find("groups")->elements.front());
}

void add_key_if_there(Arguments& arguments, const std::optional<Bytes>& key) {
    if (key) arguments.push_back({"conversation_key", json_bytes(*key)});
}

}  // namespace

JsonValue json_bytes(ByteView bytes) { return json_string(base64(bytes)); }

JsonValue json_texts(const std::vector<std::string>& texts) {
    JsonValue array = json_array();
    for (const std::string& text : texts) array.elements.push_back(json_string(text));
    return array;
}

JsonValue bare_question(std::uint64_t id, std::string_view operation) {
    JsonValue question = json_object();
    question.set("id", json_number(std::to_string(id)));
    question.set("op", json_string(std::string(operation)));
    return question;
}

JsonValue question(std::uint64_t id, std::string_view operation, const Surroundings& surroundings,
                   Arguments arguments) {
    JsonValue question = bare_question(id, operation);
    question.set("now_msec", json_string(std::to_string(surroundings.now_msec)));
    question.set("entropy", json_string(hex(surroundings.entropy.reveal())));
    std::ranges::move(arguments, std::back_inserter(question.members));
    return question;
}

Arguments arguments_of(const PrepareAddMembers& change) {
    return {{"group", group_object(change.group)},
            {"users", public_users(change.users)},
            {"sender", json_string(change.sender)},
            {"private_keys", json_bytes(change.private_keys)},
            {"add", json_texts(change.add)}};
}

Arguments arguments_of(const PayloadQuestion& asked) {
    Arguments arguments = {
        {"detail", asked.detail},
        {"message_id", json_string(asked.message_id)},
        {"sender_id", json_string(asked.sender_id)},
        {"conversation_id", asked.conversation_id ? json_string(*asked.conversation_id) : json_null()},
        {"signature_version", json_string(asked.signature_version)}};
    add_key_if_there(arguments, asked.conversation_key);
    return arguments;
}

Arguments arguments_of(const VerifyEvent& asked) {
    Arguments arguments = {{"event", json_string(asked.event)}, {"signing_keys", public_users(asked.signing_keys)}};
    add_key_if_there(arguments, asked.conversation_key);
    return arguments;
}

Arguments arguments_of(const OpenChange& change) {
    return {{"events", json_texts(change.events)},
            {"user", json_string(change.user)},
            {"private_keys", json_bytes(change.private_keys)},
            {"signing_keys", public_users(change.signing_keys)}};
}

}  // namespace keyturn
