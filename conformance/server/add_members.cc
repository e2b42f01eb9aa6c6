#include <fmt/format.h>

#include <algorithm>

#include "conformance/server/answer.h"
#include "conformance/server/operations.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/membership_rules.h"

namespace keyturn {
namespace {

int status_of(RefusalKind kind) {
    switch (kind) {
        case RefusalKind::malformed: return 400;
        case RefusalKind::forbidden: return 403;
        case RefusalKind::conflict: return 409;
    }
    return 400;
}

std::string as_words(std::string_view rule_name) {
    std::string words(rule_name);
    std::ranges::replace(words, '_', ' ');
    return words;
}

HttpResponse refusal_by(const MembershipRule& rule, const RuleFinding& finding) {
    return problem_answer(status_of(rule.refusal), fmt::format("the request breaks the rule: {} ({})", as_words(rule.name), rule.requirement),
                          finding.problems.front().pointer);
}

// A careless server skips a byte order mark and reads no further than the first document.
Result<JsonValue> parse_carelessly(std::string_view body) {
    if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);
    const auto document = parse_json(body);
    return document ? document : parse_json(body.substr(0, document.error().offset));
}

ReadRequest read_body(const ServerState& state, const std::string& body) {
    const auto document = state.keeps("body_is_one_object") ? parse_json(body) : parse_carelessly(body);
    if (document) return AddMembersRequest::read(*document);
    return {{}, {{"AM-REQ-001", "", "one JSON object", document.error().reason}}};
}

const AcceptedChange* accepted_before(const Conversation& conversation, const Call& call) {
    const auto same = [&](const auto& change) { return change->sender == call.caller && change->body == call.request.body; };
    const auto found = std::ranges::find_if(conversation.accepted, same);
    return found == conversation.accepted.end() ? nullptr : found->get();
}

StoredEvent stored_event(const ReadAction& action, const Call& call, std::uint64_t sequence_id) {
    const RequestSignature& signature = *action.source->message_event_signature;
    const std::string message_id = action.source->message_id.value_or("");
    const Event event{.sequence_id = std::to_string(sequence_id),
                      .message_id = message_id,
                      .sender_id = call.caller,
                      .conversation_id = call.id,
                      .created_at_msec = std::to_string(call.now_msec),
                      .detail = *action.detail,
                      .signature = {signature.signature, signature.public_key_version, signature.signature_version}};
    return {sequence_id, message_id, call.caller, call.now_msec, base64(event.write()), action.detail->find(arm::key_change) != nullptr};
}

// Key changes come before the change that uses the key, whatever order the request has.
void store_events(Conversation& conversation, ServerState& next, const Attempt& attempt, const Call& call) {
    for (const bool key_changes : {true, false})
        for (const ReadAction& action : attempt.actions) {
            if (!action.detail || !action.source->message_event_signature || (action.detail->find(arm::key_change) != nullptr) != key_changes) continue;
            conversation.events.push_back(std::make_shared<const StoredEvent>(stored_event(action, call, next.next_sequence_id++)));
            conversation.seen_message_ids.insert(conversation.events.back()->message_id);
        }
}

void apply(Group& group, const AddMembersRequest& request) {
    for (const std::string& id : request.user_ids.value_or(std::vector<std::string>{}))
        if (!contains(group.members, id)) group.members.push_back(id);
    if (request.conversation_key_version) group.conversation_key_version = request.conversation_key_version;
}

HttpResponse accepted_answer(const Conversation& conversation, const Call& call) {
    JsonValue data = json_object();
    data.set("conversation_id", json_string(call.id));
    if (!conversation.events.empty()) data.set("sequence_id", json_string(std::to_string(conversation.events.back()->sequence_id)));
    return json_answer(200, json_object({{"data", std::move(data)}}));
}

Outcome accept(const Call& call, const Conversation& before, const Attempt& attempt) {
    auto after = std::make_shared<Conversation>(before);
    ServerState next = call.state;
    apply(after->group, attempt.request());
    store_events(*after, next, attempt, call);
    const HttpResponse response = accepted_answer(*after, call);
    after->accepted.push_back(std::make_shared<const AcceptedChange>(AcceptedChange{call.caller, call.request.body, response}));
    next.conversations[call.id] = std::move(after);
    return {response, std::move(next)};
}

}  // namespace

Outcome add_members(const Call& call) {
    const Conversation* conversation = call.state.find(call.id);
    if (!conversation && call.state.keeps("group_exists")) return refused(problem_answer(404, "there is no such group"));
    if (!conversation) return refused(json_answer(200, json_object()));
    if (call.state.keeps("repeated_body_is_idempotent"))
        if (const AcceptedChange* change = accepted_before(*conversation, call)) return {change->response, std::nullopt};

    const ReadRequest read = read_body(call.state, call.request.body);
    const DetailReading reading = call.state.keeps("details_decode") ? DetailReading::strict : DetailReading::forgiving;
    Attempt attempt = make_attempt(call.id, call.caller, conversation->group, *call.state.users, read, reading);
    attempt.now_msec = call.now_msec;
    attempt.seen_message_ids = &conversation->seen_message_ids;
    for (const MembershipRule& rule : membership_rules()) {
        if (!call.state.keeps(rule.name)) continue;
        const RuleFinding finding = rule.check(attempt, rule.requirement);
        if (finding.broken()) return refused(refusal_by(rule, finding));
    }
    return accept(call, *conversation, attempt);
}

}  // namespace keyturn
