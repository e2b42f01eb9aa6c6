#include "properties/readings.h"

#include <algorithm>

#include "properties/answers.h"
#include "properties/event_draft.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::string_view recipient = "8888", key_version = "1700000000123";

bool first_member_becomes_new(MemberAdd& add) {
    if (add.current_members.size() < 2) return false;
    add.new_members.push_back(add.current_members.front());
    add.current_members.erase(add.current_members.begin());
    return true;
}

bool last_new_becomes_member(MemberAdd& add) {
    if (add.new_members.size() < 2) return false;
    add.current_members.insert(add.current_members.begin(), add.new_members.back());
    add.new_members.pop_back();
    return true;
}

bool last_member_becomes_admin(MemberAdd& add) {
    if (add.current_members.size() < 2) return false;
    add.current_admins.insert(add.current_admins.begin(), add.current_members.back());
    add.current_members.pop_back();
    return true;
}

bool admin_becomes_pending(MemberAdd& add) {
    add.pending_members = std::move(add.current_admins);
    add.current_admins.clear();
    return true;
}

bool gains_a_pending_user(MemberAdd& add) {
    add.pending_members.push_back("7777");
    return true;
}

bool unset_title_becomes_null(MemberAdd& add) {
    if (add.title) return false;
    add.title = "null";
    return true;
}

bool unset_avatar_becomes_null(MemberAdd& add) {
    add.avatar_url = "null";
    return true;
}

constexpr OtherReading readings[] = {
    {"the first member as a new one", "AM-SIG-037", 7, true, first_member_becomes_new},
    {"the last new member as a current one", "AM-SIG-037", 7, true, last_new_becomes_member},
    {"the last member as an admin", "AM-SIG-037", 7, true, last_member_becomes_admin},
    {"the admin as a pending user at version 5", "AM-SIG-037", 5, true, admin_becomes_pending},
    {"a pending user more, which version 7 does not cover", "AM-SIG-037", 7, false, gains_a_pending_user},
    {"an unset title as the text null", "AM-SIG-038", 7, true, unset_title_becomes_null},
    {"an unset avatar URL as the text null", "AM-SIG-038", 7, true, unset_avatar_becomes_null},
};

bool is_a_group(const TwoReadings& input) { return !input.added.empty() && !input.members.empty(); }

MemberAdd honest_add(const TwoReadings& input) {
    return {.new_members = input.added,
            .current_members = input.members,
            .current_admins = {input.members.front()},
            .title = input.title,
            .avatar_url = {},
            .conversation_key_version = std::string(key_version),
            .ttl_msec = {},
            .pending_members = {},
            .screen_capture_blocking = {},
            .invite = {}};
}

Action action_of(const MemberAdd& add, const std::string& sender) {
    return {.detail = add.to_detail(),
            .message_id = "m2",
            .sender = sender,
            .conversation_id = "g1700000000000000001",
            .signature_version = "7",
            .key = {}};
}

Action creation(const TwoReadings& input) {
    const GroupCreate create = {.members = input.members,
                                .admins = {input.members.front()},
                                .title = input.title,
                                .avatar_url = {},
                                .conversation_key_version = "1700000000000",
                                .is_legacy_upgrade = {},
                                .ttl_msec = {}};
    Action action = action_of({}, input.members.front());
    action.detail = create.to_detail();
    action.message_id = "m1";
    return action;
}

// What the sender signed, and the same signature under the other reading.
struct Pair {
    const OtherReading* reading;
    EventDraft signed_event, other;
};

std::optional<Pair> pair_of(const TwoReadings& input) {
    const auto reading = std::ranges::find(readings, input.reading, &OtherReading::name);
    if (reading == std::end(readings) || !is_a_group(input)) return std::nullopt;
    MemberAdd add = honest_add(input);
    auto honest = draft_of(action_of(add, input.members.front()));
    if (!honest || !reading->read(add)) return std::nullopt;
    EventDraft other = *honest;
    other.event.detail = add.to_detail();
    other.event.signature.signature_version = std::to_string(reading->signature_version);
    return Pair{reading, std::move(*honest), std::move(other)};
}

// What the protocol makes of the other reading.
std::string payload_of(const EventDraft& draft, int version) {
    const Event& event = draft.event;
    return signature_payload({event.detail, *event.message_id, *event.sender_id, event.conversation_id}, version)
        .value_or("");
}

bool verifies(Library& library, const EventDraft& draft) {
    return library.verify_event(question_about(draft), surroundings()).value_or(false);
}

// How many of the events a recipient refuses; nothing when it gives no answer.
std::optional<std::size_t> refusals(Library& library, const std::vector<const EventDraft*>& events) {
    OpenChange question = {.events = {},
                           .user = std::string(recipient),
                           .private_keys = private_bytes(registered_keys(recipient, signing_version)),
                           .signing_keys = question_about(*events.front()).signing_keys};
    for (const EventDraft* event : events) question.events.push_back(base64(event->bytes()));
    const auto opened = library.open_change(question, surroundings());
    if (!opened) return std::nullopt;
    return opened->errors.size();
}

EventDraft with_twin_signature(EventDraft draft) {
    draft.event.signature.signature = signature_text(twin(*read_signature(*draft.event.signature.signature)));
    return draft;
}

// A group and a member add to it, as two events that belong together.
struct Addition {
    EventDraft created, added;
};

std::optional<Addition> addition_of(const TwoReadings& input, const MemberAdd& add) {
    auto created = draft_of(creation(input)), added = draft_of(action_of(add, input.members.front()));
    if (!created || !added) return std::nullopt;
    return Addition{std::move(*created), std::move(*added)};
}

EventDraft without_signature(EventDraft draft) {
    draft.event.signature = {};
    return draft;
}

// Whether the library tells by its errors which change of a group it takes and which it does not.
bool judges_group_changes(Library& library, const EventDraft& created, const EventDraft& honest) {
    const EventDraft is_unsigned = without_signature(honest);
    return refusals(library, {&created, &honest}) == 0 && refusals(library, {&created, &is_unsigned}) == 1;
}

}  // namespace

std::span<const OtherReading> other_readings() { return readings; }

std::optional<Violation> signature_stands_for_one_event(Library& library, const TwoReadings& input) {
    const auto pair = pair_of(input);
    if (!pair || !verifies(library, pair->signed_event) || !verifies(library, pair->other)) return std::nullopt;
    if (payload_of(pair->other, pair->reading->signature_version) != pair->signed_event.payload)
        return violated("AM-SIG-047",
                        fmt::format("one signature verifies over another payload, with {}", pair->reading->name));
    Violation limit =
        violated(std::string(pair->reading->requirement),
                 fmt::format("one signature verifies over two events, the other one with {}: both have the "
                             "payload {}, so only a recipient that knows the group can tell them apart",
                             pair->reading->name, to_json(json_string(pair->signed_event.payload))));
    limit.limit_of_protocol = true;
    return limit;
}

std::optional<Violation> recipient_accepts_one_reading(Library& library, const TwoReadings& input) {
    const auto pair = pair_of(input);
    const auto created = pair && pair->reading->contradicts_group ? draft_of(creation(input)) : std::nullopt;
    if (!created) return std::nullopt;
    if (!judges_group_changes(library, *created, pair->signed_event)) return std::nullopt;
    if (refusals(library, {&*created, &pair->other}) != 0) return std::nullopt;
    return violated(std::string(pair->reading->requirement),
                    fmt::format("a recipient that knows the group accepts the event with {}", pair->reading->name));
}

std::optional<Violation> known_title_must_agree(Library& library, const TwoReadings& input) {
    if (!is_a_group(input)) return std::nullopt;
    MemberAdd retitled = honest_add(input);
    retitled.title = input.title.value_or("") + "another";
    const auto honest = addition_of(input, honest_add(input)), other = addition_of(input, retitled);
    if (!honest || !other || !judges_group_changes(library, honest->created, honest->added)) return std::nullopt;
    if (refusals(library, {&other->created, &other->added}) != 0) return std::nullopt;
    return violated(
        "AM-SIG-038",
        fmt::format("a recipient that knows the title {} accepts a member add with the title {}",
                    input.title ? to_json(json_string(*input.title)) : "unset", to_json(json_string(*retitled.title))));
}

std::optional<Violation> twin_is_a_repetition(Library& library, const TwoReadings& input) {
    const auto honest = is_a_group(input) ? addition_of(input, honest_add(input)) : std::nullopt;
    if (!honest) return std::nullopt;
    const auto& [created, added] = *honest;
    if (!judges_group_changes(library, created, added)) return std::nullopt;
    if (refusals(library, {&created, &added, &added}) != 0) return std::nullopt;
    const EventDraft again = with_twin_signature(added);
    if (refusals(library, {&created, &added, &again}) == 0) return std::nullopt;
    return violated("AM-SIG-040",
                    "an event that comes again with (r, n-s) for (r, s) is refused, though its repetition is not");
}

}  // namespace keyturn
