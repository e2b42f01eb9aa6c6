#include <algorithm>

#include "adapters/bent_change.h"
#include "adapters/defect_tables.h"
#include "protocol/base64.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

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

void seal_title_under_another_key(AddMembersRequest& request, ChangeInHand& change) {
    const ConversationKey key_before = key_from(change.asked.group.id);
    if (change.plan.member_add.title)
        request.encrypted_title = seal_text(key_before, *change.plan.member_add.title, change.entropy);
}

void send_title_unsealed(AddMembersRequest& request, ChangeInHand& change) {
    if (change.plan.member_add.title) request.encrypted_title = base64(bytes_of(*change.plan.member_add.title));
}

using L = LibraryFunctions;

constexpr DefectiveLibrary table[] = {
    {"members-sorted", "AM-ROT-033", "the members are signed in text order",
     [](L& l) { bend_changes(l, {.plan = sort_members}); }},
    {"new-members-signed-as-current", "AM-ROT-033", "those who are added are signed as current members too",
     [](L& l) { bend_changes(l, {.plan = sign_new_roster}); }},
    {"admins-left-out", "AM-ROT-033", "no admin is signed", [](L& l) { bend_changes(l, {.plan = leave_out_admins}); }},
    {"pending-left-out", "AM-ROT-033", "no pending user is described",
     [](L& l) { bend_changes(l, {.plan = leave_out_pending}); }},
    {"flag-never-unset", "AM-ROT-033", "an unset screen-capture flag is signed as false",
     [](L& l) { bend_changes(l, {.plan = set_flag_when_unset}); }},
    {"zero-ttl-unset", "AM-ROT-033", "a ttl of 0 is signed as unset",
     [](L& l) { bend_changes(l, {.plan = unset_ttl_of_zero}); }},
    {"empty-texts-signed", "AM-SIG-019", "an empty title or avatar is signed as it is",
     [](L& l) { bend_changes(l, {.plan = sign_empty_texts}); }},
    {"negative-ttl-signed", "AM-SIG-019", "a negative ttl is signed as it is",
     [](L& l) { bend_changes(l, {.plan = sign_negative_ttl}); }},
    {"title-trimmed", "AM-SIG-030", "spaces and line feeds at a title's end are lost",
     [](L& l) { bend_changes(l, {.plan = trim_title}); }},
    {"null-signed", "AM-SIG-020", "the text null is signed as a title or avatar", sign_texts_that<spells_null>},
    {"comma-signed", "AM-SIG-018", "a title or avatar with a comma in it is signed", sign_texts_that<has_comma>},
    {"control-characters-signed", "AM-SIG-031", "control characters are signed in titles and avatars",
     sign_texts_that<has_control_character>},
    {"title-under-the-old-key", "AM-ROT-032", "the title is sealed under another key than the new one",
     [](L& l) { bend_changes(l, {.request = seal_title_under_another_key}); }},
    {"title-not-sealed", "AM-ROT-032", "the title is sent as base64 of itself",
     [](L& l) { bend_changes(l, {.request = send_title_unsealed}); }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_group_states() { return table; }

}  // namespace keyturn
