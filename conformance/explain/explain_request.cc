// Request bodies.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "conformance/explain/kinds.h"
#include "conformance/explain/opened_keys.h"
#include "conformance/verify_input.h"
#include "protocol/add_members_request.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/event_verification.h"
#include "protocol/identifiers.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::size_t most_actions = 10;  // of those told in words

template <class T>
const std::vector<T>& or_empty(const std::optional<std::vector<T>>& list) {
    static const std::vector<T> empty;
    return list ? *list : empty;
}

void explain_sealed(std::string_view what, const std::optional<std::string>& sealed, Words& words) {
    constexpr std::size_t nonce_and_tag = 24 + 16;
    if (!sealed) return words.say(fmt::format("{}: not in the request", what));
    const auto bytes = read_base64(*sealed);
    if (!bytes || bytes->size() < nonce_and_tag) {
        words.say(fmt::format("{}: not sealed", what));
        return words.find_odd(fmt::format("{} is no base64 of a nonce, a tag and a text", what));
    }
    words.say(fmt::format("{}: sealed, {} bytes of text", what, bytes->size() - nonce_and_tag));
}

void explain_wrapped_keys(const AddMembersRequest& request, Words& words) {
    std::vector<std::string> users;
    for (const ParticipantKey& key : or_empty(request.conversation_participant_keys)) {
        users.push_back(key.user_id.value_or(""));
        find_odd_wrapped_key(users.back(), key.encrypted_conversation_key.value_or(""), words);
    }
    words.say(fmt::format("keys wrapped for: {}", users_in_words(users)));
    words.find_doubled("the wrapped keys", users);
}

void explain_signature_of(const ActionSignature& action, Words& words) {
    const RequestSignature signature = action.message_event_signature.value_or(RequestSignature{});
    words.say(fmt::format("signature version {}, by the sender's key of version {}",
                          or_not_set(signature.signature_version), or_not_set(signature.public_key_version)));
    words.find_odd_if(
        !signature_version(signature.signature_version.value_or("")),
        fmt::format("signature version {} is not one of 2 to 7", or_not_set(signature.signature_version)));
    const auto bytes = read_base64(signature.signature.value_or(""));
    words.find_odd_if(!bytes || bytes->size() != 64, "the signature is no base64 of 64 bytes");
}

// The shown payload is not trusted, but it is the only place of a body that names the sender.
std::string explain_shown_payload(const ActionSignature& action, Words& words) {
    if (!action.signature_payload) {
        words.say("payload not shown");
        return {};
    }
    constexpr std::size_t sender = 2;
    Words inside = words.within("the shown payload");
    const std::vector<std::string> components = payload_components(*action.signature_payload, inside);
    const std::string named = components.size() > sender ? components[sender] : "";
    words.say(fmt::format("payload shown; says it is by {}", quoted(named)));
    return named;
}

std::optional<ThriftValue> read_detail(const ActionSignature& action, Words& words) {
    const auto bytes = read_base64(action.encoded_message_event_detail.value_or(""));
    if (!bytes) {
        words.find_odd("the detail is no base64: " + bytes.error().reason);
        return std::nullopt;
    }
    auto detail = read_thrift(*bytes, message_event_detail_schema);
    if (!detail) {
        words.find_odd(
            fmt::format("the detail can't be read: {} at byte {}", detail.error().reason, detail.error().offset));
        return std::nullopt;
    }
    words.find_odd_if(!is_canonical(*bytes, message_event_detail_schema),
                      "the detail is not canonical: a writer would make other bytes");
    return std::move(*detail);
}

struct ExplainedAction {
    std::optional<ThriftValue> detail;
    std::string sender;
};

ExplainedAction explain_action(const ActionSignature& action, std::size_t number, Words& words) {
    Words inside = words.within(fmt::format("action {}", number));
    ExplainedAction explained{.detail = read_detail(action, inside), .sender = {}};
    const std::string_view name = explained.detail ? action_name(*explained.detail) : "a detail that can't be read";
    words.say(fmt::format("action {}: {}, message id {}", number, name, or_not_set(action.message_id)));
    if (explained.detail) explain_detail(*explained.detail, inside);
    explain_signature_of(action, inside);
    explained.sender = explain_shown_payload(action, inside);
    return explained;
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
    std::ranges::sort(ids);
    return ids;
}

std::vector<DetailParticipantKey> sorted_keys(const AddMembersRequest& request) {
    std::vector<DetailParticipantKey> keys;
    for (const ParticipantKey& key : or_empty(request.conversation_participant_keys))
        keys.push_back({key.user_id.value_or(""), key.encrypted_conversation_key.value_or(""),
                        key.public_key_version.value_or("")});
    std::ranges::sort(keys);
    return keys;
}

// Where the request and what was signed contradict each other.
void find_contradictions(const AddMembersRequest& request, const ThriftValue& detail, Words& words) {
    const std::string version = request.conversation_key_version.value_or("");
    if (const auto add = MemberAdd::from_detail(detail)) {
        words.find_odd_if(sorted(or_empty(request.user_ids)) != sorted(add->new_members),
                          "the member add signs other users than user_ids");
        words.find_odd_if(add->conversation_key_version != version,
                          "the member add signs another key version than the request's");
    }
    if (auto change = KeyChange::from_detail(detail)) {
        std::ranges::sort(change->participant_keys);
        words.find_odd_if(change->participant_keys != sorted_keys(request),
                          "the key change holds other wrapped keys than the request");
        words.find_odd_if(change->conversation_key_version != version,
                          "the key change is of another key version than the request's");
    }
}

void count_actions(const std::vector<ExplainedAction>& actions, std::size_t all, Words& words) {
    if (all > actions.size()) words.say(fmt::format("and {} more actions", all - actions.size()));
    std::size_t adds = 0, changes = 0;
    for (const ExplainedAction& action : actions) {
        adds += action.detail && MemberAdd::from_detail(*action.detail);
        changes += action.detail && KeyChange::from_detail(*action.detail);
    }
    words.find_odd_if(
        adds != 1 || changes != 1 || all != 2,
        fmt::format("{} actions, {} of them key changes and {} member adds: not one of each", all, changes, adds));
}

JsonValue decoded(const std::vector<ExplainedAction>& actions) {
    JsonValue array = json_array();
    for (const ExplainedAction& action : actions)
        array.elements.push_back(action.detail ? thrift_to_json(*action.detail, message_event_detail_schema)
                                               : json_null());
    return json_object({{"details", std::move(array)}});
}

void explain_fields(const AddMembersRequest& request, Words& words) {
    words.say(fmt::format("new members: {}", users_in_words(or_empty(request.user_ids))));
    words.find_doubled("user_ids", or_empty(request.user_ids));
    words.say(request.conversation_key_version
                  ? "conversation key version: " + version_in_words(*request.conversation_key_version)
                  : "conversation key version: not in the request");
    explain_wrapped_keys(request, words);
    explain_sealed("title", request.encrypted_title, words);
    explain_sealed("avatar URL", request.encrypted_avatar_url, words);
}

std::vector<WrappedFor> wrapped_keys_of(const AddMembersRequest& request) {
    std::vector<WrappedFor> wraps;
    for (const ParticipantKey& key : or_empty(request.conversation_participant_keys))
        wraps.push_back({key.user_id.value_or(""), key.encrypted_conversation_key.value_or("")});
    return wraps;
}

Event event_of(const ActionSignature& action, const ThriftValue& detail, const VerifyInput& input) {
    const RequestSignature signature = action.message_event_signature.value_or(RequestSignature{});
    return {.message_id = action.message_id,
            .sender_id = input.sender,
            .conversation_id = input.conversation_id,
            .detail = detail,
            .signature = {signature.signature, signature.public_key_version, signature.signature_version}};
}

// Verifies and opens what the private keys of the state's users make possible.
void open_request(const AddMembersRequest& request, const std::vector<ExplainedAction>& actions,
                  const VerifyInput& input, Words& words) {
    const auto key = open_wrapped_keys(wrapped_keys_of(request), words);
    if (key && request.encrypted_title) open_sealed("title", *request.encrypted_title, *key, words);
    if (key && request.encrypted_avatar_url) open_sealed("avatar URL", *request.encrypted_avatar_url, *key, words);
    for (std::size_t i = 0; i < actions.size(); ++i)
        if (const auto& detail = actions[i].detail)
            words.check(fmt::format("the signature of action {} verifies", i + 1),
                        verify_event(event_of((*request.action_signatures)[i], *detail, input), input.state.users,
                                     key ? &*key : nullptr));
}

Result<std::string> conversation_of(const ExplainOptions& options) {
    const std::vector<Group>& groups = options.state->groups;
    if (!options.conversation_id.empty()) return options.conversation_id;
    if (groups.size() == 1) return groups.front().id;
    return refuse(fmt::format("the state has {} groups, and which of them is meant is not said", groups.size()));
}

Result<void> judge_request(const JsonValue& body, const AddMembersRequest& request,
                           const std::vector<ExplainedAction>& actions, Words& words) {
    const ExplainOptions& options = words.options();
    const auto conversation = conversation_of(options);
    if (!conversation) return std::unexpected(conversation.error());
    const VerifyInput input{
        *options.state,
        options.sender.empty() ? words.explanation().sender : options.sender,
        *conversation,
        to_json(body),
        options.now_msec ? options.now_msec : read_key_version(request.conversation_key_version.value_or("")),
        options.seen_message_ids};
    auto rules = judge(input);
    if (!rules) return refuse(fmt::format("the state has no group {}", quoted(*conversation)));
    words.explanation().rules = std::move(*rules);
    open_request(request, actions, input, words);
    return {};
}

}  // namespace

Result<void> explain_request(const JsonValue& body, Words& words) {
    const ReadRequest read = AddMembersRequest::read(body);
    explain_fields(read.request, words);
    std::vector<ExplainedAction> actions;
    std::string& sender = words.explanation().sender;
    const auto& signatures = or_empty(read.request.action_signatures);
    for (const ActionSignature& action : std::span(signatures).first(std::min(signatures.size(), most_actions))) {
        actions.push_back(explain_action(action, actions.size() + 1, words));
        if (sender.empty()) sender = actions.back().sender;
        if (actions.back().detail) find_contradictions(read.request, *actions.back().detail, words);
    }
    count_actions(actions, signatures.size(), words);
    words.find_problems(read.problems, "the body");
    words.explanation().decoded = decoded(actions);
    return words.state() ? judge_request(body, read.request, actions, words) : Result<void>();
}

bool is_like_verify_input(const JsonValue& value) {
    return value.find("state") && (value.find("body") || value.find("body_base64"));
}

Result<void> explain_verify_input(const JsonValue& value, Words& words) {
    const auto input = read_verify_input(value);
    if (!input) {
        words.say("a request with a state that can't be read");
        words.find_problems(input.error(), "the input");
        return {};
    }
    ExplainOptions options = words.options();
    options.state = input->state;
    options.sender = input->sender;
    options.conversation_id = input->conversation_id;
    options.now_msec = input->now_msec;
    options.seen_message_ids = input->seen_message_ids;
    words.say(fmt::format("sent by {} to {}", quoted(input->sender), quoted(input->conversation_id)));
    const auto body = parse_json(input->body);
    if (!body) {
        words.find_odd(fmt::format("the body is no JSON: {} at byte {}", body.error().reason, body.error().offset));
        return {};
    }
    words.hide_secrets_of(input->state);
    Words with_state = words.with(options);
    return explain_request(*body, with_state);
}

}  // namespace keyturn
