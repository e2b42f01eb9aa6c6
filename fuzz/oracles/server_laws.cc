#include "fuzz/oracles/server_laws.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/server/group_change.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/key_wrap.h"
#include "protocol/membership_rules.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t events_of_an_add = 2;
constexpr std::string_view requirement_of_the_document = "AM-REQ-001";
constexpr std::string_view requirement_of_who_can_be_added = "AM-RSP-004";

int status_for(RefusalKind kind) {
    return kind == RefusalKind::malformed ? 400 : kind == RefusalKind::forbidden ? 403 : 409;
}

bool can_all_be_added(const Asked& asked, const std::vector<std::string>& ids) {
    const bool have_keys = std::ranges::all_of(ids, [&](const std::string& id) {
        const User* user = find_user(*asked.state.users, id);
        return user && user->latest_key();
    });
    return have_keys && asked.conversation.group.members.size() + ids.size() <= most_members;
}

bool is_stored(const StoredEvent& stored, const Asked& asked, bool is_key_change) {
    const auto bytes = read_base64(stored.encoded);
    const auto event = bytes ? read_canonical_event(*bytes) : Result<Event>(std::unexpected(bytes.error()));
    return event && event->sender_id == asked.sender && event->conversation_id == asked.conversation.group.id &&
           event->message_id == stored.message_id && stored.is_key_change == is_key_change &&
           KeyChange::from_detail(event->detail).has_value() == is_key_change;
}

bool holds_both_events(const Asked& asked, const Conversation& after) {
    const auto& before = asked.conversation.events;
    if (after.events.size() != before.size() + events_of_an_add) return false;
    if (!std::equal(before.begin(), before.end(), after.events.begin())) return false;
    const StoredEvent &key_change = *after.events[before.size()], &add = *after.events[before.size() + 1];
    return is_stored(key_change, asked, true) && is_stored(add, asked, false) &&
           key_change.sequence_id < add.sequence_id && after.seen_message_ids.contains(key_change.message_id) &&
           after.seen_message_ids.contains(add.message_id);
}

bool is_the_group_with_more(const Asked& asked, const Group& after) {
    const AddMembersRequest request = AddMembersRequest::read(*parse_json(asked.request.body)).request;
    Group expected = asked.conversation.group;
    expected.members.insert(expected.members.end(), request.user_ids->begin(), request.user_ids->end());
    expected.conversation_key_version = request.conversation_key_version;
    return after == expected;
}

bool is_all_else_untouched(const Asked& asked, const ServerState& after) {
    auto before = asked.state.conversations, now = after.conversations;
    before.erase(asked.conversation.group.id);
    now.erase(asked.conversation.group.id);
    return before == now && after.users == asked.state.users && after.left_out == asked.state.left_out &&
           after.initialized_groups == asked.state.initialized_groups;
}

std::string as_text(ByteView bytes) { return std::string(text_of(bytes)); }

std::optional<ConversationKey> key_for(const User& user, const std::string& id, const std::string& body) {
    const auto document = parse_json(body);
    if (!document || !user.private_keys) return std::nullopt;
    const AddMembersRequest request = AddMembersRequest::read(*document).request;
    if (!request.conversation_participant_keys) return std::nullopt;
    for (const ParticipantKey& wrapped : *request.conversation_participant_keys) {
        if (wrapped.user_id != id || !wrapped.encrypted_conversation_key) continue;
        const auto blob = read_base64(*wrapped.encrypted_conversation_key);
        const auto key = blob ? unwrap_key(*blob, user.private_keys->identity) : refuse("no base64");
        if (key) return *key;
    }
    return std::nullopt;
}

}  // namespace

BrokenRules broken_rules(const Asked& asked) {
    const auto document = parse_json(asked.request.body);
    if (!document) return {{400}, {std::string(requirement_of_the_document)}};
    const ReadRequest read = AddMembersRequest::read(*document);
    const Group& group = asked.conversation.group;
    Attempt attempt = make_attempt(group.id, asked.sender, group, *asked.state.users, read);
    attempt.now_msec = asked.now_msec;
    attempt.seen_message_ids = &asked.conversation.seen_message_ids;
    BrokenRules broken;
    for (const RuleResult& result : check(attempt)) {
        if (!result.finding.broken()) continue;
        broken.statuses.insert(status_for(result.rule->refusal));
        broken.requirements.emplace(result.rule->requirement);
    }
    if (read.request.user_ids && !can_all_be_added(asked, *read.request.user_ids)) {
        broken.statuses.insert(400);
        broken.requirements.emplace(requirement_of_who_can_be_added);
    }
    return broken;
}

Finding accepted_exactly_by_the_rules(const Asked& asked, const Handled& handled) {
    const std::set<int> broken = broken_rules(asked).statuses;
    const int status = handled.response.status;
    if (handled.next.has_value() != (status == 200)) return fmt::format("AM-ROT-020: a change under status {}", status);
    if (broken.empty() && status != 200) return fmt::format("no rule is broken, and the status is {}", status);
    if (!broken.empty() && !broken.contains(status))
        return fmt::format("a rule with status {} is broken, and the status is {}", *broken.begin(), status);
    return std::nullopt;
}

Finding accepted_change_takes_effect(const Asked& asked, const Handled& handled) {
    if (!handled.next) return std::nullopt;
    const Conversation* after = handled.next->find(asked.conversation.group.id);
    if (!after || !is_the_group_with_more(asked, after->group))
        return "AM-ROT-021: the group is not what was asked for";
    if (!holds_both_events(asked, *after)) return "AM-ROT-034: the signed events are not handed on";
    if (!is_all_else_untouched(asked, *handled.next)) return "an accepted change changed something else";
    return std::nullopt;
}

std::vector<Confidential> secrets_around(const Users& users, const std::string& sender, const std::string& body) {
    std::vector<Confidential> secrets;
    for (const auto& [id, user] : users) {
        if (user.token) secrets.push_back({*user.token, "AM-SEC-001", "the token of " + id});
        if (!user.private_keys) continue;
        secrets.push_back({as_text(user.private_keys->identity.reveal()), "AM-SEC-002", "the identity key of " + id});
        secrets.push_back({as_text(user.private_keys->signing.reveal()), "AM-SEC-002", "the signing key of " + id});
    }
    const User* user = find_user(users, sender);
    if (const auto key = user ? key_for(*user, sender, body) : std::nullopt)
        secrets.push_back({as_text(key->reveal()), "AM-SEC-002", "the conversation key"});
    return secrets;
}

}  // namespace keyturn::fuzz
