#include <algorithm>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

constexpr std::string_view whole = "AM-ROT-021";

void drop_new_events(Conversation& after, const Conversation& before, bool key_changes) {
    std::erase_if(after.events, [&](const auto& event) {
        return event->is_key_change == key_changes && std::ranges::find(before.events, event) == before.events.end();
    });
}

void add_only_the_first(Conversation& after, const Conversation& before) {
    const std::size_t most = before.group.members.size() + 1;
    after.group.members.resize(std::min(after.group.members.size(), most));
}

// "" for a group without members.
std::string newest_member(const Conversation& conversation) {
    return conversation.group.members.empty() ? std::string() : conversation.group.members.back();
}

void drop_the_last_of_before(Conversation& after, const Conversation& before) {
    std::erase(after.group.members, newest_member(before));
}

void keep_only_the_added(Conversation& after, const Conversation& before) {
    std::erase_if(after.group.members, [&](const std::string& id) {
        return contains(before.group.members, id) && !contains(before.group.admins, id);
    });
}

}  // namespace

ServerDefects roster_defects() {
    using After = Conversation&;
    using Before = const Conversation&;
    return {
        {"answers_and_forgets", whole, "accepts an addition and does nothing", accepts_anew,
         [](Turn& turn) { turn.handled.next.reset(); }},
        {"stores_no_events", whole, "adds the users and stores no events", accepts_anew,
         leaves([](After after, Before before) { after.events = before.events; })},
        {"stores_key_change_only", whole, "stores the key change without the member add", accepts_anew,
         leaves([](After after, Before before) { drop_new_events(after, before, false); })},
        {"stores_member_add_only", whole, "stores the member add without the key change", accepts_anew,
         leaves([](After after, Before before) { drop_new_events(after, before, true); })},
        {"adds_nobody", whole, "stores the events and adds nobody", accepts_anew,
         leaves([](After after, Before before) { after.group.members = before.group.members; })},
        {"adds_only_the_first", whole, "adds only the first of several users", accepts_anew,
         leaves(add_only_the_first)},
        {"adds_and_drops", whole, "drops a member when it adds another", accepts_anew, leaves(drop_the_last_of_before)},
        {"replaces_the_roster", whole, "takes the added users for the whole roster", accepts_anew,
         leaves(keep_only_the_added)},
        {"adds_as_pending", whole, "adds the users as pending ones", accepts_anew,
         leaves([](After after, Before before) {
             after.group.pending.push_back(newest_member(after));
             after.group.members = before.group.members;
         })},
        {"adds_twice", whole, "lists an added user twice", accepts_anew,
         leaves([](After after, Before) { after.group.members.push_back(newest_member(after)); })},
        {"adds_as_admin", whole, "makes the added user an admin", accepts_anew,
         leaves([](After after, Before) { after.group.admins.push_back(newest_member(after)); })},
        {"forgets_the_admins", whole, "leaves the group without admins", accepts_anew,
         leaves([](After after, Before) { after.group.admins.clear(); })},
        {"forgets_the_pending", whole, "forgets who is pending", accepts_anew,
         leaves([](After after, Before) { after.group.pending.clear(); })},
        {"loses_the_title", whole, "loses the title of the group", accepts_anew,
         leaves([](After after, Before) { after.group.title.reset(); })},
        {"loses_the_avatar", whole, "loses the avatar of the group", accepts_anew,
         leaves([](After after, Before) { after.group.avatar_url.reset(); })},
        {"resets_the_ttl", whole, "resets how long messages live", accepts_anew,
         leaves([](After after, Before) { after.group.ttl_msec = 0; })},
        {"flips_screen_capture", whole, "flips the screen-capture flag", accepts_anew, leaves([](After after, Before) {
             after.group.screen_capture_blocking = !after.group.screen_capture_blocking.value_or(false);
         })},
        {"keeps_the_old_key_version", "AM-ROT-002", "does not move the group's key version on", accepts_anew,
         leaves([](After after, Before before) {
             after.group.conversation_key_version = before.group.conversation_key_version;
         })},
        {"rotates_and_keeps_the_old_key_version", "AM-ROT-002", "does not move the key version on when it rotates",
         rotates, leaves([](After after, Before before) {
             after.group.conversation_key_version = before.group.conversation_key_version;
         })},
        {"forgets_message_ids", "AM-SIG-010", "does not remember which message ids were used", accepts_anew,
         leaves([](After after, Before before) {
             after.seen_message_ids = before.seen_message_ids;
             after.accepted = before.accepted;
         })},
    };
}

}  // namespace keyturn
