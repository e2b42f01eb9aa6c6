#include <algorithm>
#include <memory>

#include "adapters/bent_change.h"
#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

void prepare(LibraryFunctions& library, Bend bend) {
    library.prepare_add_members = [bend = std::move(bend)](const PrepareAddMembers& asked,
                                                           const Surroundings& surroundings) {
        return bent_change(asked, surroundings, bend);
    };
}

ConversationKey key_from(std::string_view text) {
    return ConversationKey(std::span<const std::uint8_t, 32>(sha256(bytes_of(text))));
}

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

std::string next_version(const std::string& version) { return std::to_string(*read_key_version(version) + 1); }

void set_key_version(ChangeInHand& change, const std::string& version) {
    change.plan.conversation_key_version = version;
    change.plan.member_add.conversation_key_version = version;
}

void keep_key_version(ChangeInHand& change) {
    if (const auto& version = change.asked.group.conversation_key_version) set_key_version(change, *version);
}

// A clock that is behind makes a version below the group's.
void trust_the_clock(LibraryFunctions& library) {
    library.prepare_add_members = [](const PrepareAddMembers& asked, const Surroundings& surroundings) {
        const std::string now = std::to_string(surroundings.now_msec);
        return bent_change(asked, surroundings, {.plan = [&](ChangeInHand& change) { set_key_version(change, now); }});
    };
}

void drop_unreadable_version(PrepareAddMembers& asked) {
    auto& version = asked.group.conversation_key_version;
    if (version && !read_key_version(*version)) version.reset();
}

void sign_later_version(ChangeInHand& change) {
    change.plan.member_add.conversation_key_version = next_version(change.plan.conversation_key_version);
}

void send_later_version(AddMembersRequest& request, ChangeInHand& change) {
    request.conversation_key_version = next_version(change.plan.conversation_key_version);
}

void ask_for_one_less(ChangeInHand& change) {
    if (!change.plan.user_ids->empty()) change.plan.user_ids->pop_back();
}

void without_message_id_format(ChangeInHand& change) {
    for (std::string& id : change.message_ids) std::erase(id, '-');
}

void as_version_1_uuids(ChangeInHand& change) {
    for (std::string& id : change.message_ids) id[14] = '1';
}

void one_message_id(ChangeInHand& change) { change.message_ids[1] = change.message_ids[0]; }

void repeat_message_ids(ChangeInHand& change) {
    Entropy same_again(change.asked.group.id, 1);
    change.message_ids = {same_again.uuid(), same_again.uuid()};
}

void send_other_message_ids(AddMembersRequest& request, ChangeInHand& change) {
    for (ActionSignature& action : *request.action_signatures) action.message_id = change.entropy.uuid();
}

void sort_members(ChangeInHand& change) { std::ranges::sort(change.plan.member_add.current_members); }

void sign_new_roster(ChangeInHand& change) {
    auto& current = change.plan.member_add.current_members;
    current.insert(current.end(), change.asked.add.begin(), change.asked.add.end());
}

void leave_out_admins(ChangeInHand& change) { change.plan.member_add.current_admins.clear(); }

void leave_out_pending(ChangeInHand& change) { change.plan.member_add.pending_members.clear(); }

void set_flag_when_unset(ChangeInHand& change) {
    auto& flag = change.plan.member_add.screen_capture_blocking;
    if (!flag) flag = false;
}

void unset_ttl_of_zero(ChangeInHand& change) {
    auto& ttl = change.plan.member_add.ttl_msec;
    if (ttl == 0) ttl.reset();
}

void sign_empty_texts(ChangeInHand& change) {
    if (change.asked.group.title == "") change.plan.member_add.title = "";
    if (change.asked.group.avatar_url == "") change.plan.member_add.avatar_url = "";
}

void sign_negative_ttl(ChangeInHand& change) { change.plan.member_add.ttl_msec = change.asked.group.ttl_msec; }

void trim_title(ChangeInHand& change) {
    auto& title = change.plan.member_add.title;
    while (title && (title->ends_with(' ') || title->ends_with('\n'))) title->pop_back();
}

void plan_without_texts(PrepareAddMembers& asked) { asked.group.title = asked.group.avatar_url = std::nullopt; }

bool has_text(const PrepareAddMembers& asked, bool (*is_so)(const std::string& text)) {
    return (asked.group.title && is_so(*asked.group.title)) ||
           (asked.group.avatar_url && is_so(*asked.group.avatar_url));
}

bool spells_null(const std::string& text) { return text == "null"; }
bool has_comma(const std::string& text) { return text.contains(','); }
bool has_control_character(const std::string& text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// Signs the texts of the group as they are when one of them is so; else nothing is bent.
template <bool (*is_so)(const std::string& text)>
void sign_texts_that(LibraryFunctions& library) {
    library.prepare_add_members = [prepare = library.prepare_add_members](const PrepareAddMembers& asked,
                                                                          const Surroundings& surroundings) {
        if (!has_text(asked, is_so)) return prepare(asked, surroundings);
        PrepareAddMembers plannable = asked;
        plan_without_texts(plannable);
        return bent_change(plannable, surroundings, {.plan = [&](ChangeInHand& change) {
                               change.plan.member_add.title = asked.group.title;
                               change.plan.member_add.avatar_url = asked.group.avatar_url;
                           }});
    };
}

void write_version_6(ChangeInHand& change) { change.plan.signature_version = 6; }

void lay_out_as_version_6(ChangeInHand& change) {
    change.signatures[1] = signed_action(change, change.plan.member_add.to_detail(), change.message_ids[1], 6);
}

void swap_signatures(ChangeInHand& change) {
    std::swap(change.signatures[0].message_event_signature, change.signatures[1].message_event_signature);
}

void sign_member_add_only(ChangeInHand& change) { change.signatures.erase(change.signatures.begin()); }

void sign_key_change_only(ChangeInHand& change) { change.signatures.pop_back(); }

void sign_twice(ChangeInHand& change) { change.signatures.push_back(change.signatures.back()); }

// The key is the payload's last component.
void show_key_change_payload(ChangeInHand& change) {
    change.signatures[0].signature_payload = "ConversationKeyChangeEvent," + change.message_ids[0] + ',' +
                                             change.plan.sender + ',' + change.plan.conversation_id + ',' +
                                             change.plan.conversation_key_version + ',' +
                                             base64_unpadded(change.key.reveal());
}

void show_key(AddMembersRequest& request, ChangeInHand& change) {
    request.action_signatures->back().signature_payload = "key=" + base64(change.key.reveal());
}

void carry_own_key(ChangeInHand& change) {
    for (ActionSignature& action : change.signatures)
        action.message_event_signature->signing_public_key = base64(change.sender_keys.signing.public_key().spki());
}

void seal_title_under_another_key(AddMembersRequest& request, ChangeInHand& change) {
    const ConversationKey key_before = key_from(change.asked.group.id);
    if (change.plan.member_add.title)
        request.encrypted_title = seal_text(key_before, *change.plan.member_add.title, change.entropy);
}

void send_title_unsealed(AddMembersRequest& request, ChangeInHand& change) {
    if (change.plan.member_add.title) request.encrypted_title = base64(bytes_of(*change.plan.member_add.title));
}

void send_details_unpadded(AddMembersRequest& request, ChangeInHand&) {
    for (ActionSignature& action : *request.action_signatures)
        action.encoded_message_event_detail = without_padding(*action.encoded_message_event_detail);
}

void send_wraps_url_safe(ChangeInHand& change) {
    for (DetailParticipantKey& key : change.key_change.participant_keys)
        key.encrypted_conversation_key = in_url_safe_alphabet(key.encrypted_conversation_key);
}

void leave_out_user_ids(AddMembersRequest& request, ChangeInHand&) { request.user_ids.reset(); }

// Edits the body's JSON.
void rewrite_body(LibraryFunctions& library, void (*change)(JsonValue& body)) {
    library.prepare_add_members = [change, prepare = library.prepare_add_members](const PrepareAddMembers& asked,
                                                                                  const Surroundings& surroundings) {
        auto prepared = prepare(asked, surroundings);
        if (!prepared) return prepared;
        JsonValue body = *parse_json(prepared->body);
        change(body);
        prepared->body = to_json(body);
        return prepared;
    };
}

void send_versions_as_numbers(JsonValue& body) { body.find("conversation_key_version")->kind = JsonKind::number; }

// Leaves users out of the roster instead of refusing the change.
void skip_users_without_key(PrepareAddMembers& asked) {
    const auto has_no_key = [&](const std::string& id) {
        const User* user = find_user(asked.users, id);
        return !user || user->keys.empty();
    };
    std::erase_if(asked.group.members, has_no_key);
    std::erase_if(asked.add, has_no_key);
}

// Every call counts as another change, also one that is made again.
void mint_ids_on_retry(LibraryFunctions& library) {
    library.prepare_add_members = [calls = std::make_shared<std::uint64_t>(0)](const PrepareAddMembers& asked,
                                                                               const Surroundings& surroundings) {
        Entropy own("ids of the next call", (*calls)++);
        return bent_change(asked, surroundings, {.message_ids = [&](ChangeInHand& change) {
                               change.message_ids = {own.uuid(), own.uuid()};
                           }});
    };
}

using L = LibraryFunctions;

constexpr DefectiveLibrary table[] = {
    {"wraps-for-old-members-only", "AM-KEY-007", "the key is not wrapped for those who are added",
     [](L& l) { prepare(l, {.plan = wrap_for_members_only}); }},
    {"wraps-for-new-members-only", "AM-KEY-007", "the key is wrapped for those who are added, and nobody else",
     [](L& l) { prepare(l, {.plan = wrap_for_new_only}); }},
    {"one-member-missed", "AM-KEY-007", "the key is not wrapped for the last of the roster",
     [](L& l) { prepare(l, {.plan = miss_one}); }},
    {"sender-missed", "AM-KEY-007", "the key is not wrapped for the sender",
     [](L& l) { prepare(l, {.plan = miss_the_sender}); }},
    {"one-wrapped-twice", "AM-KEY-007", "the key is wrapped for the first of the roster twice",
     [](L& l) { prepare(l, {.plan = wrap_twice}); }},
    {"wraps-for-pending", "AM-KEY-008", "the key is wrapped for pending users as well",
     [](L& l) { prepare(l, {.plan = wrap_for_pending}); }},
    {"stale-key-by-text-order", "AM-KEY-010", "a user's latest key is the one whose version comes last as text",
     [](L& l) { prepare(l, {.plan = wrap_for_chosen_keys<latest_as_text>}); }},
    {"first-key-of-a-user", "AM-KEY-010", "the key is wrapped for the key that stands first",
     [](L& l) { prepare(l, {.plan = wrap_for_chosen_keys<first_registered>}); }},
    {"last-key-of-a-user", "AM-KEY-010", "the key is wrapped for the key that stands last",
     [](L& l) { prepare(l, {.plan = wrap_for_chosen_keys<last_registered>}); }},
    {"version-of-another-key", "AM-KEY-010", "a wrapped key names the version of the key that stands first",
     [](L& l) { prepare(l, {.plan = name_first_version}); }},
    {"ephemeral-shared", "AM-KEY-013", "all keys of a change are wrapped with one ephemeral key",
     [](L& l) { prepare(l, {.key_change = share_one_ephemeral}); }},
    {"ephemerals-repeated", "AM-KEY-013", "the next change of a group has the same ephemeral keys",
     [](L& l) { prepare(l, {.key_change = repeat_ephemerals}); }},
    {"another-key-for-the-last", "AM-KEY-012", "the last of the roster gets another key than the rest",
     [](L& l) { prepare(l, {.key_change = wrap_other_key_for_last}); }},
    {"wrapped-again-for-the-body", "AM-KEY-009", "the body has other wrapped keys than were signed",
     [](L& l) { prepare(l, {.request = wrap_again_for_body}); }},

    {"key-reused", "AM-ROT-031", "every change of a group brings the same key",
     [](L& l) { prepare(l, {.key = [](ChangeInHand& change) { change.key = key_from(change.asked.group.id); }}); }},
    {"key-from-the-version", "AM-ROT-031", "the key is made from the version alone",
     [](L& l) {
         prepare(l, {.key = [](ChangeInHand& change) { change.key = key_from(change.plan.conversation_key_version); }});
     }},
    {"version-as-before", "AM-ROT-035", "the change has the group's current key version",
     [](L& l) { prepare(l, {.plan = keep_key_version}); }},
    {"version-by-the-clock", "AM-ROT-035", "the key version is the time, also when the group's is above it",
     trust_the_clock},
    {"unreadable-version-passed", "AM-ROT-037", "a group whose key version is no number gets a change all the same",
     [](L& l) {
         l.prepare_add_members = [prepare = l.prepare_add_members](PrepareAddMembers asked,
                                                                   const Surroundings& surroundings) {
             drop_unreadable_version(asked);
             return prepare(asked, surroundings);
         };
     }},
    {"add-signs-another-version", "AM-ROT-022", "the member add names another key version than the key change",
     [](L& l) { prepare(l, {.plan = sign_later_version}); }},
    {"body-has-another-version", "AM-ROT-022", "the body names another key version than was signed",
     [](L& l) { prepare(l, {.request = send_later_version}); }},
    {"asks-for-one-less", "AM-ROT-023", "user_ids lacks one of those whose add is signed",
     [](L& l) { prepare(l, {.plan = ask_for_one_less}); }},

    {"message-ids-without-hyphens", "AM-SIG-025", "message ids are 32 hexadecimal digits",
     [](L& l) { prepare(l, {.message_ids = without_message_id_format}); }},
    {"message-ids-of-version-1", "AM-SIG-025", "message ids are UUIDs of version 1",
     [](L& l) { prepare(l, {.message_ids = as_version_1_uuids}); }},
    {"one-message-id-for-both", "AM-SIG-025", "both actions have one message id",
     [](L& l) { prepare(l, {.message_ids = one_message_id}); }},
    {"message-ids-repeated", "AM-SIG-025", "the next change of a group has the same message ids",
     [](L& l) { prepare(l, {.message_ids = repeat_message_ids}); }},
    {"message-ids-not-the-signed-ones", "AM-SIG-025", "the body names other message ids than were signed",
     [](L& l) { prepare(l, {.request = send_other_message_ids}); }},
    {"ids-minted-on-retry", "AM-SIG-026", "a change that is made again gets new message ids", mint_ids_on_retry},

    {"members-sorted", "AM-ROT-033", "the members are signed in text order",
     [](L& l) { prepare(l, {.plan = sort_members}); }},
    {"new-members-signed-as-current", "AM-ROT-033", "those who are added are signed as current members too",
     [](L& l) { prepare(l, {.plan = sign_new_roster}); }},
    {"admins-left-out", "AM-ROT-033", "no admin is signed", [](L& l) { prepare(l, {.plan = leave_out_admins}); }},
    {"pending-left-out", "AM-ROT-033", "no pending user is described",
     [](L& l) { prepare(l, {.plan = leave_out_pending}); }},
    {"flag-never-unset", "AM-ROT-033", "an unset screen-capture flag is signed as false",
     [](L& l) { prepare(l, {.plan = set_flag_when_unset}); }},
    {"zero-ttl-unset", "AM-ROT-033", "a ttl of 0 is signed as unset",
     [](L& l) { prepare(l, {.plan = unset_ttl_of_zero}); }},
    {"empty-texts-signed", "AM-SIG-019", "an empty title or avatar is signed as it is",
     [](L& l) { prepare(l, {.plan = sign_empty_texts}); }},
    {"negative-ttl-signed", "AM-SIG-019", "a negative ttl is signed as it is",
     [](L& l) { prepare(l, {.plan = sign_negative_ttl}); }},
    {"title-trimmed", "AM-SIG-030", "spaces and line feeds at a title's end are lost",
     [](L& l) { prepare(l, {.plan = trim_title}); }},
    {"null-signed", "AM-SIG-020", "the text null is signed as a title or avatar", sign_texts_that<spells_null>},
    {"comma-signed", "AM-SIG-018", "a title or avatar with a comma in it is signed", sign_texts_that<has_comma>},
    {"control-characters-signed", "AM-SIG-031", "control characters are signed in titles and avatars",
     sign_texts_that<has_control_character>},

    {"signs-as-version-6", "AM-SIG-014", "signature version 6 is written",
     [](L& l) { prepare(l, {.plan = write_version_6}); }},
    {"writes-7-signs-6", "AM-SIG-014", "the member add is laid out as version 6 and says 7",
     [](L& l) { prepare(l, {.signatures = lay_out_as_version_6}); }},
    {"signatures-swapped", "AM-SIG-014", "each signature stands under the other action",
     [](L& l) { prepare(l, {.signatures = swap_signatures}); }},
    {"no-key-change-signed", "AM-SIG-051", "only the member add is signed",
     [](L& l) { prepare(l, {.signatures = sign_member_add_only}); }},
    {"no-member-add-signed", "AM-SIG-051", "only the key change is signed",
     [](L& l) { prepare(l, {.signatures = sign_key_change_only}); }},
    {"three-actions", "AM-SIG-051", "the member add stands in the body twice",
     [](L& l) { prepare(l, {.signatures = sign_twice}); }},
    {"key-change-payload-shown", "AM-SEC-005", "the key change's payload, with the key, is in the body",
     [](L& l) { prepare(l, {.signatures = show_key_change_payload}); }},
    {"key-shown", "AM-SEC-004", "the body holds the key itself", [](L& l) { prepare(l, {.request = show_key}); }},
    {"own-key-carried", "AM-REQ-022", "each signature carries the sender's signing key",
     [](L& l) { prepare(l, {.signatures = carry_own_key}); }},

    {"title-under-the-old-key", "AM-ROT-032", "the title is sealed under another key than the new one",
     [](L& l) { prepare(l, {.request = seal_title_under_another_key}); }},
    {"title-not-sealed", "AM-ROT-032", "the title is sent as base64 of itself",
     [](L& l) { prepare(l, {.request = send_title_unsealed}); }},
    {"details-unpadded", "AM-KEY-017", "details are written without padding",
     [](L& l) { prepare(l, {.request = send_details_unpadded}); }},
    {"wraps-url-safe", "AM-KEY-017", "wrapped keys are written in the url-safe alphabet",
     [](L& l) { prepare(l, {.key_change = send_wraps_url_safe}); }},
    {"no-user-ids", "AM-REQ-021", "the body lacks user_ids", [](L& l) { prepare(l, {.request = leave_out_user_ids}); }},
    {"version-as-number", "AM-REQ-021", "the body's key version is a JSON number",
     [](L& l) { rewrite_body(l, send_versions_as_numbers); }},
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

std::span<const DefectiveLibrary> defects_of_changes() { return table; }

}  // namespace keyturn
