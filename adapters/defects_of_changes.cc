#include <memory>

#include "adapters/bent_change.h"
#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

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

void send_details_unpadded(AddMembersRequest& request, ChangeInHand&) {
    for (ActionSignature& action : *request.action_signatures)
        action.encoded_message_event_detail = without_padding(*action.encoded_message_event_detail);
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
    {"key-reused", "AM-ROT-031", "every change of a group brings the same key",
     [](L& l) {
         bend_changes(l, {.key = [](ChangeInHand& change) { change.key = key_from(change.asked.group.id); }});
     }},
    {"key-from-the-version", "AM-ROT-031", "the key is made from the version alone",
     [](L& l) {
         bend_changes(
             l, {.key = [](ChangeInHand& change) { change.key = key_from(change.plan.conversation_key_version); }});
     }},
    {"version-as-before", "AM-ROT-035", "the change has the group's current key version",
     [](L& l) { bend_changes(l, {.plan = keep_key_version}); }},
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
     [](L& l) { bend_changes(l, {.plan = sign_later_version}); }},
    {"body-has-another-version", "AM-ROT-022", "the body names another key version than was signed",
     [](L& l) { bend_changes(l, {.request = send_later_version}); }},
    {"asks-for-one-less", "AM-ROT-023", "user_ids lacks one of those whose add is signed",
     [](L& l) { bend_changes(l, {.plan = ask_for_one_less}); }},
    {"message-ids-without-hyphens", "AM-SIG-025", "message ids are 32 hexadecimal digits",
     [](L& l) { bend_changes(l, {.message_ids = without_message_id_format}); }},
    {"message-ids-of-version-1", "AM-SIG-025", "message ids are UUIDs of version 1",
     [](L& l) { bend_changes(l, {.message_ids = as_version_1_uuids}); }},
    {"one-message-id-for-both", "AM-SIG-025", "both actions have one message id",
     [](L& l) { bend_changes(l, {.message_ids = one_message_id}); }},
    {"message-ids-repeated", "AM-SIG-025", "the next change of a group has the same message ids",
     [](L& l) { bend_changes(l, {.message_ids = repeat_message_ids}); }},
    {"message-ids-not-the-signed-ones", "AM-SIG-025", "the body names other message ids than were signed",
     [](L& l) { bend_changes(l, {.request = send_other_message_ids}); }},
    {"ids-minted-on-retry", "AM-SIG-026", "a change that is made again gets new message ids", mint_ids_on_retry},
    {"signs-as-version-6", "AM-SIG-014", "signature version 6 is written",
     [](L& l) { bend_changes(l, {.plan = write_version_6}); }},
    {"writes-7-signs-6", "AM-SIG-014", "the member add is laid out as version 6 and says 7",
     [](L& l) { bend_changes(l, {.signatures = lay_out_as_version_6}); }},
    {"signatures-swapped", "AM-SIG-014", "each signature stands under the other action",
     [](L& l) { bend_changes(l, {.signatures = swap_signatures}); }},
    {"no-key-change-signed", "AM-SIG-051", "only the member add is signed",
     [](L& l) { bend_changes(l, {.signatures = sign_member_add_only}); }},
    {"no-member-add-signed", "AM-SIG-051", "only the key change is signed",
     [](L& l) { bend_changes(l, {.signatures = sign_key_change_only}); }},
    {"three-actions", "AM-SIG-051", "the member add stands in the body twice",
     [](L& l) { bend_changes(l, {.signatures = sign_twice}); }},
    {"key-change-payload-shown", "AM-SEC-005", "the key change's payload, with the key, is in the body",
     [](L& l) { bend_changes(l, {.signatures = show_key_change_payload}); }},
    {"key-shown", "AM-SEC-004", "the body holds the key itself", [](L& l) { bend_changes(l, {.request = show_key}); }},
    {"own-key-carried", "AM-REQ-022", "each signature carries the sender's signing key",
     [](L& l) { bend_changes(l, {.signatures = carry_own_key}); }},
    {"details-unpadded", "AM-KEY-017", "details are written without padding",
     [](L& l) { bend_changes(l, {.request = send_details_unpadded}); }},
    {"no-user-ids", "AM-REQ-021", "the body lacks user_ids",
     [](L& l) { bend_changes(l, {.request = leave_out_user_ids}); }},
    {"version-as-number", "AM-REQ-021", "the body's key version is a JSON number",
     [](L& l) { rewrite_body(l, send_versions_as_numbers); }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_changes() { return table; }

}  // namespace keyturn
