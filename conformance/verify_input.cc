#include "conformance/verify_input.h"

#include <fmt/format.h>

#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

std::optional<std::uint64_t> read_time(ObjectReader& object) {
    const JsonValue* value = object.value("now_msec");
    if (!value) return std::nullopt;
    const auto time =
        value->is(JsonKind::number) || value->is(JsonKind::string) ? read_key_version(value->text) : std::nullopt;
    if (!time) object.complain("now_msec", "milliseconds since 1970", value);
    return time;
}

std::string read_body(ObjectReader& object) {
    const JsonValue* body = object.value("body");
    const auto encoded = object.optional_text("body_base64");
    if ((body != nullptr) == encoded.has_value()) {
        object.complain("body", "either body or body_base64", body);
        return {};
    }
    if (body) return to_json(*body);
    const auto bytes = read_base64(*encoded);
    if (!bytes) object.complain("body_base64", "base64: " + bytes.error().reason, object.value("body_base64"));
    return bytes ? std::string(text_of(*bytes)) : std::string();
}

std::optional<std::uint64_t> time_of_key_version(const std::string& body) {
    const auto document = parse_json(body);
    const JsonValue* version = document ? document->find("conversation_key_version") : nullptr;
    return version && version->is(JsonKind::string) ? read_key_version(version->text) : std::nullopt;
}

void read_state(ObjectReader& object, VerifyInput& input, Problems& problems) {
    const JsonValue* state = object.required_value("state");
    if (!state) return;
    auto given = read_given(*state, object.pointer("state"));
    if (given)
        input.state = std::move(*given);
    else
        problems.insert(problems.end(), given.error().begin(), given.error().end());
}

std::string read_conversation_id(ObjectReader& object, const Given& state) {
    if (const auto id = object.optional_text("conversation_id")) return *id;
    if (state.groups.size() == 1) return state.groups.front().id;
    object.complain("conversation_id", "the group meant, for the state has not exactly one", nullptr);
    return {};
}

ReadRequest read_request(const std::string& body) {
    const auto document = parse_json(body);
    if (document) return AddMembersRequest::read(*document);
    return {{},
            {{"AM-REQ-001", "", "one JSON object",
              fmt::format("{} at byte {}", document.error().reason, document.error().offset)}}};
}

JsonValue array_of(const std::set<std::string, std::less<>>& texts) {
    JsonValue array = json_array();
    for (const std::string& text : texts) array.elements.push_back(json_string(text));
    return array;
}

}  // namespace

std::expected<VerifyInput, Problems> read_verify_input(const JsonValue& value) {
    VerifyInput input;
    Problems problems;
    ObjectReader object(value, "", problems, Values::hidden);
    read_state(object, input, problems);
    input.sender = object.text("sender");
    input.body = read_body(object);
    input.now_msec = read_time(object);
    if (!input.now_msec) input.now_msec = time_of_key_version(input.body);
    if (object.value("seen_message_ids")) {
        const auto seen = object.texts("seen_message_ids");
        input.seen_message_ids.emplace(seen.begin(), seen.end());
    }
    if (problems.empty()) input.conversation_id = read_conversation_id(object, input.state);
    object.value("conversation_id");
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return input;
}

JsonValue to_json(const VerifyInput& input) {
    JsonValue object = json_object();
    object.set("state", given_to_json(input.state, PrivateParts::kept));
    object.set("sender", json_string(input.sender));
    object.set("conversation_id", json_string(input.conversation_id));
    if (auto body = parse_json(input.body); body && to_json(*body) == input.body)
        object.set("body", std::move(*body));
    else
        object.set("body_base64", json_string(base64(bytes_of(input.body))));
    if (input.now_msec) object.set("now_msec", json_number(std::to_string(*input.now_msec)));
    if (input.seen_message_ids) object.set("seen_message_ids", array_of(*input.seen_message_ids));
    return object;
}

std::optional<std::vector<RuleResult>> judge(const VerifyInput& input) {
    const Group* group = input.state.find_group(input.conversation_id);
    if (!group) return std::nullopt;
    const ReadRequest read = read_request(input.body);
    Attempt attempt = make_attempt(input.conversation_id, input.sender, *group, input.state.users, read);
    attempt.now_msec = input.now_msec;
    attempt.seen_message_ids = input.seen_message_ids ? &*input.seen_message_ids : nullptr;
    return check(attempt);
}

}  // namespace keyturn
