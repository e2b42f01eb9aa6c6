#include <algorithm>

#include "adapters/bent_change.h"
#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "protocol/base64.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

void wrap_for_members_only(ChangeInHand& change) {
    std::erase_if(change.plan.recipients,
                  [&](const Recipient& user) { return contains(change.asked.add, user.user_id); });
}

void wrap_for_new_only(ChangeInHand& change) {
    std::erase_if(change.plan.recipients,
                  [&](const Recipient& user) { return !contains(change.asked.add, user.user_id); });
}

void miss_one(ChangeInHand& change) {
    if (!change.plan.recipients.empty()) change.plan.recipients.pop_back();
}

void miss_the_sender(ChangeInHand& change) {
    std::erase_if(change.plan.recipients, [&](const Recipient& user) { return user.user_id == change.plan.sender; });
}

void wrap_twice(ChangeInHand& change) {
    const auto recipients = change.plan.recipients;
    if (!recipients.empty()) change.plan.recipients.push_back(recipients.front());
}

void wrap_for_pending(ChangeInHand& change) {
    for (const std::string& id : change.asked.group.pending)
        if (const User* user = find_user(change.asked.users, id); user && user->latest_key())
            change.plan.recipients.push_back({id, user->latest_key()->identity, user->latest_key()->version});
}

using Choose = const RegisteredKey& (*)(const std::vector<RegisteredKey>& keys);

const RegisteredKey& latest_as_text(const std::vector<RegisteredKey>& keys) {
    return *std::ranges::max_element(keys, {}, &RegisteredKey::version);
}

const RegisteredKey& first_registered(const std::vector<RegisteredKey>& keys) { return keys.front(); }

const RegisteredKey& last_registered(const std::vector<RegisteredKey>& keys) { return keys.back(); }

template <Choose choose>
void wrap_for_chosen_keys(ChangeInHand& change) {
    for (Recipient& recipient : change.plan.recipients) {
        const RegisteredKey& key = choose(find_user(change.asked.users, recipient.user_id)->keys);
        recipient.identity = key.identity;
        recipient.public_key_version = key.version;
    }
}

void name_first_version(ChangeInHand& change) {
    for (Recipient& recipient : change.plan.recipients)
        recipient.public_key_version = find_user(change.asked.users, recipient.user_id)->keys.front().version;
}

void share_one_ephemeral(ChangeInHand& change) {
    const PrivateKey ephemeral = PrivateKey::generate(change.entropy);
    for (std::size_t place = 0; place < change.plan.recipients.size(); ++place)
        change.key_change.participant_keys[place].encrypted_conversation_key =
            base64(wrap_key(change.key, change.plan.recipients[place].identity, ephemeral));
}

// The generator of the wraps starts anew with every change of a group.
void repeat_ephemerals(ChangeInHand& change) {
    Entropy same_again(change.asked.group.id, 0);
    change.key_change = wrap_for_recipients(change.plan, change.key, same_again);
}

void wrap_other_key_for_last(ChangeInHand& change) {
    if (change.plan.recipients.empty()) return;
    change.key_change.participant_keys.back().encrypted_conversation_key = base64(
        wrap_key(fresh_conversation_key(change.entropy), change.plan.recipients.back().identity, change.entropy));
}

void wrap_again_for_body(AddMembersRequest& request, ChangeInHand& change) {
    const KeyChange again = wrap_for_recipients(change.plan, change.key, change.entropy);
    for (std::size_t place = 0; place < again.participant_keys.size(); ++place)
        (*request.conversation_participant_keys)[place].encrypted_conversation_key =
            again.participant_keys[place].encrypted_conversation_key;
}

void send_wraps_url_safe(ChangeInHand& change) {
    for (DetailParticipantKey& key : change.key_change.participant_keys)
        key.encrypted_conversation_key = in_url_safe_alphabet(key.encrypted_conversation_key);
}

// Leaves users out of the roster instead of refusing the change.
void skip_users_without_key(PrepareAddMembers& asked) {
    const auto has_no_key = [&](const std::string& id) {
        const User* user = find_user(asked.users, id);
        return !user || user->keys.empty();
    };
    std::erase_if(asked.group.members, has_no_key);
    std::erase_if(asked.add, has_no_key);
}

using L = LibraryFunctions;

constexpr DefectiveLibrary table[] = {
    {"wraps-for-old-members-only", "AM-KEY-007", "the key is not wrapped for those who are added",
     [](L& l) { bend_changes(l, {.plan = wrap_for_members_only}); }},
    {"wraps-for-new-members-only", "AM-KEY-007", "the key is wrapped for those who are added, and nobody else",
     [](L& l) { bend_changes(l, {.plan = wrap_for_new_only}); }},
    {"one-member-missed", "AM-KEY-007", "the key is not wrapped for the last of the roster",
     [](L& l) { bend_changes(l, {.plan = miss_one}); }},
    {"sender-missed", "AM-KEY-007", "the key is not wrapped for the sender",
     [](L& l) { bend_changes(l, {.plan = miss_the_sender}); }},
    {"one-wrapped-twice", "AM-KEY-007", "the key is wrapped for the first of the roster twice",
     [](L& l) { bend_changes(l, {.plan = wrap_twice}); }},
    {"wraps-for-pending", "AM-KEY-008", "the key is wrapped for pending users as well",
     [](L& l) { bend_changes(l, {.plan = wrap_for_pending}); }},
    {"stale-key-by-text-order", "AM-KEY-010", "a user's latest key is the one whose version comes last as text",
     [](L& l) { bend_changes(l, {.plan = wrap_for_chosen_keys<latest_as_text>}); }},
    {"first-key-of-a-user", "AM-KEY-010", "the key is wrapped for the key that stands first",
     [](L& l) { bend_changes(l, {.plan = wrap_for_chosen_keys<first_registered>}); }},
    {"last-key-of-a-user", "AM-KEY-010", "the key is wrapped for the key that stands last",
     [](L& l) { bend_changes(l, {.plan = wrap_for_chosen_keys<last_registered>}); }},
    {"version-of-another-key", "AM-KEY-010", "a wrapped key names the version of the key that stands first",
     [](L& l) { bend_changes(l, {.plan = name_first_version}); }},
    {"ephemeral-shared", "AM-KEY-013", "all keys of a change are wrapped with one ephemeral key",
     [](L& l) { bend_changes(l, {.key_change = share_one_ephemeral}); }},
    {"ephemerals-repeated", "AM-KEY-013", "the next change of a group has the same ephemeral keys",
     [](L& l) { bend_changes(l, {.key_change = repeat_ephemerals}); }},
    {"another-key-for-the-last", "AM-KEY-012", "the last of the roster gets another key than the rest",
     [](L& l) { bend_changes(l, {.key_change = wrap_other_key_for_last}); }},
    {"wrapped-again-for-the-body", "AM-KEY-009", "the body has other wrapped keys than were signed",
     [](L& l) { bend_changes(l, {.request = wrap_again_for_body}); }},
    {"wraps-url-safe", "AM-KEY-017", "wrapped keys are written in the url-safe alphabet",
     [](L& l) { bend_changes(l, {.key_change = send_wraps_url_safe}); }},
    {"users-without-key-skipped", "AM-KEY-032", "who has no registered key is left out of the change",
     [](L& l) {
         l.prepare_add_members = [prepare = l.prepare_add_members](PrepareAddMembers asked,
                                                                   const Surroundings& surroundings) {
             skip_users_without_key(asked);
             return prepare(asked, surroundings);
         };
     }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_wraps() { return table; }

}  // namespace keyturn
