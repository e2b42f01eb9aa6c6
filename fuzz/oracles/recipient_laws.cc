#include "fuzz/oracles/recipient_laws.h"

#include <algorithm>

#include "protocol/identifiers.h"

namespace keyturn::fuzz {
namespace {

bool holds_all_keys(const ConversationView& after, const ConversationView& before) {
    return std::ranges::all_of(before.keys, [&](const auto& key) {
        const auto found = after.keys.find(key.first);
        return found != after.keys.end() && found->second == key.second;
    });
}

Finding conversations_are_kept(const RecipientState& before, const RecipientState& after, std::string_view id) {
    for (const auto& [name, view] : before.conversations) {
        const auto found = after.conversations.find(name);
        if (found == after.conversations.end()) return "a conversation is forgotten";
        if (!holds_all_keys(found->second, view)) return "AM-ROT-028: a key was replaced or removed";
        if (name != id && found->second != view) return "AM-ROT-030: an event changed another conversation";
    }
    for (const auto& [name, view] : after.conversations)
        if (name != id && !before.conversations.contains(name))
            return "AM-ROT-030: an event began another conversation";
    return std::nullopt;
}

}  // namespace

Finding event_is_applied_lawfully(const RecipientState& before, const EventApplied& applied,
                                  std::string_view conversation_id) {
    const auto& [after, outcome] = applied;
    const bool accepted = outcome.verdict == EventVerdict::accepted;
    if (accepted != outcome.reason.empty()) return "only a refusal has a reason";
    if (!accepted && after != before) return "an event that was not accepted changed the state";
    if (!accepted && outcome.message_contents) return "an event that was not accepted shows its contents";
    if (accepted && after.accepted_events.size() != before.accepted_events.size() + 1)
        return "an accepted event is not remembered";
    if (after.user_id != before.user_id || after.identity_keys != before.identity_keys)
        return "an event changed who the recipient is";
    return conversations_are_kept(before, after, canonical_conversation_id(conversation_id, before.user_id));
}

Finding repetition_is_told(const EventApplied& first, const EventApplied& second) {
    if (second.state != first.state) return "an event that came again changed the state";
    const bool accepted = first.outcome.verdict == EventVerdict::accepted;
    const EventVerdict expected = accepted ? EventVerdict::repeated : first.outcome.verdict;
    if (second.outcome.verdict != expected) return "an event that came again is judged otherwise";
    return std::nullopt;
}

}  // namespace keyturn::fuzz
