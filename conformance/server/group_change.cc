#include "conformance/server/group_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/server/answer.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

constexpr int status_of(RefusalKind kind) {
    constexpr int statuses[] = {400, 403, 409};
    return statuses[static_cast<std::size_t>(kind)];
}
static_assert(status_of(RefusalKind::malformed) == 400);
static_assert(status_of(RefusalKind::forbidden) == 403);
static_assert(status_of(RefusalKind::conflict) == 409);

std::string as_words(std::string_view rule_name) {
    std::string words(rule_name);
    std::ranges::replace(words, '_', ' ');
    return words;
}

// A careless server skips a byte order mark and reads no further than the first document.
Result<JsonValue> parse_carelessly(std::string_view body) {
    if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);
    const auto document = parse_json(body);
    return document ? document : parse_json(body.substr(0, document.error().offset));
}

constexpr std::string_view of_adding[] = {"user_ids_are_texts", "user_ids_not_empty", "sender_may_add"};

bool is_key_change(const ReadAction& action) { return action.detail->find(arm::key_change) != nullptr; }

StoredEvent stored_event(const ReadAction& action, const Attempt& attempt, const Call& call,
                         std::uint64_t sequence_id) {
    const RequestSignature& signature = *action.source->message_event_signature;
    const std::string message_id = action.source->message_id.value_or("");
    const Event event{.sequence_id = std::to_string(sequence_id),
                      .message_id = message_id,
                      .sender_id = call.caller,
                      .conversation_id = attempt.conversation_id,
                      .created_at_msec = std::to_string(call.now_msec),
                      .detail = *action.detail,
                      .signature = {signature.signature, signature.public_key_version, signature.signature_version}};
    return {sequence_id, message_id, call.caller, call.now_msec, base64(event.write()), is_key_change(action)};
}

// Key changes come before the change that uses the key, whatever order the request has.
void store_events(Conversation& after, ServerState& next, const Attempt& attempt, const Call& call) {
    for (const bool key_changes : {true, false})
        for (const ReadAction& action : attempt.actions) {
            if (!action.detail || !action.source->message_event_signature || is_key_change(action) != key_changes)
                continue;
            after.events.push_back(
                std::make_shared<const StoredEvent>(stored_event(action, attempt, call, next.next_sequence_id++)));
            after.seen_message_ids.insert(after.events.back()->message_id);
        }
}

void require_base64_rotation(const JsonValue& document, Problems& problems) {
    const JsonValue* rotation = document.find("base64_encoded_key_rotation");
    if (!rotation || (rotation->is(JsonKind::string) && read_base64(rotation->text))) return;
    problems.push_back({"AM-REQ-003", "/base64_encoded_key_rotation", "base64", std::string(name_of(rotation->kind))});
}

}  // namespace

HttpResponse rule_refusal(int status, std::string_view name, std::string_view requirement, std::string_view pointer) {
    const std::string source = requirement.empty() ? "" : fmt::format(" ({})", requirement);
    return problem_answer(status, fmt::format("the request breaks the rule: {}{}", as_words(name), source), pointer);
}

std::vector<MembershipRule> rules_without_adding(const MembershipRule& actions) {
    std::vector<MembershipRule> rules;
    for (const MembershipRule& rule : membership_rules()) {
        if (std::ranges::find(of_adding, rule.name) != std::end(of_adding)) continue;
        rules.push_back(rule.name == "one_key_change_and_one_member_add" ? actions : rule);
    }
    return rules;
}

std::optional<HttpResponse> broken_rule(const ServerState& state, const Attempt& attempt,
                                        std::span<const MembershipRule> rules) {
    for (const MembershipRule& rule : rules) {
        if (!state.keeps(rule.name)) continue;
        const RuleFinding finding = rule.check(attempt, rule.requirement);
        if (!finding.broken()) continue;
        const std::string& pointer = finding.problems.front().pointer;
        const int status = status_of(rule.refusal);
        return rule.message.empty() ? rule_refusal(status, rule.name, rule.requirement, pointer)
                                    : problem_answer(status, rule.message, pointer);
    }
    return std::nullopt;
}

Result<JsonValue> read_document(const Call& call) {
    return call.state.keeps("body_is_one_object") ? parse_json(call.request.body) : parse_carelessly(call.request.body);
}

ReadRequest read_adding(const Result<JsonValue>& document) {
    if (document) return AddMembersRequest::read(*document);
    return {{}, {{"AM-REQ-001", "", "one JSON object", document.error().reason}}};
}

ReadRequest read_key_change(const Result<JsonValue>& document) {
    if (!document) return read_adding(document);
    JsonValue shared = *document;
    for (const char* field : {"user_ids", "encrypted_title", "encrypted_avatar_url"}) shared.erase(field);
    ReadRequest read = AddMembersRequest::read(shared);
    read.request.user_ids.emplace();
    require_base64_rotation(shared, read.problems);
    return read;
}

Attempt attempt_of(const Call& call, const Conversation& conversation, const ReadRequest& read) {
    const bool strict = call.state.keeps("details_decode");
    Attempt attempt = make_attempt(conversation.group.id, call.caller, conversation.group, *call.state.users, read,
                                   strict ? DetailReading::strict : DetailReading::forgiving);
    attempt.now_msec = call.now_msec;
    attempt.seen_message_ids = &conversation.seen_message_ids;
    return attempt;
}

const HttpResponse* answered_before(const Call& call, const Conversation& conversation, ChangeKind kind) {
    if (!call.state.keeps("repeated_body_is_idempotent")) return nullptr;
    const auto same = [&](const auto& change) {
        return change->kind == kind && change->sender == call.caller && change->body == call.request.body;
    };
    const auto found = std::ranges::find_if(conversation.accepted, same);
    return found == conversation.accepted.end() ? nullptr : &(*found)->response;
}

JsonValue change_data(const Conversation& after) {
    JsonValue data = json_object({{"conversation_id", json_string(after.group.id)}});
    if (!after.events.empty()) data.set("sequence_id", json_string(std::to_string(after.events.back()->sequence_id)));
    return data;
}

Handled accept(const Call& call, const Attempt& attempt, ChangeKind kind, Conversation after,
               JsonValue (*data)(const Conversation& after)) {
    ServerState next = call.state;
    if (const auto& version = attempt.request().conversation_key_version)
        after.group.conversation_key_version = version;
    store_events(after, next, attempt, call);
    const int status = kind == ChangeKind::create_group ? 201 : 200;
    const HttpResponse response = json_answer(status, json_object({{"data", data(after)}}));
    after.accepted.push_back(
        std::make_shared<const AcceptedChange>(AcceptedChange{kind, call.caller, call.request.body, response}));
    const std::string id = after.group.id;
    next.conversations[id] = std::make_shared<const Conversation>(std::move(after));
    return {response, std::move(next)};
}

Handled change_group(const Call& call, const GroupChange& change) {
    const Conversation* conversation = call.state.find(call.id);
    if (!conversation && call.state.keeps("group_exists"))
        return refused(problem_answer(404, "there is no such group"));
    if (!conversation) return refused(json_answer(200, json_object()));
    if (const HttpResponse* answer = answered_before(call, *conversation, change.kind)) return {*answer, std::nullopt};
    const ReadRequest read = change.read(read_document(call));
    const Attempt attempt = attempt_of(call, *conversation, read);
    if (const auto refusal = broken_rule(call.state, attempt, change.rules)) return refused(*refusal);
    Conversation after = *conversation;
    change.apply(after.group, attempt.request());
    return accept(call, attempt, change.kind, std::move(after), change_data);
}

}  // namespace keyturn
