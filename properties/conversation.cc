#include "properties/conversation.h"

#include <algorithm>

#include "properties/answers.h"
#include "properties/event_draft.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

using Kind = ScriptedEvent::Kind;
using Keys = std::map<std::string, Bytes>;

constexpr std::size_t tampered_byte = 7;

std::string id_of_group(std::size_t group) { return "g170000000000000000" + std::to_string(group + 1); }

// Every key change has a version of its own, across all groups: it names the key too.
KeyNumber key_of(const ScriptedEvent& event) { return *read_key_version(event.key_version); }

KeyChange key_change_of(const ScriptedEvent& event) {
    KeyChange change = {event.key_version, {}};
    Entropy entropy("scripted key change", key_of(event));
    for (const auto& [user, version] : event.readers)
        change.participant_keys.push_back(
            {user,
             base64(wrap_key(numbered_conversation_key(key_of(event)),
                             registered_keys(user, version).identity.public_key(), entropy)),
             version});
    return change;
}

ThriftValue group_event(std::int16_t kind, const std::string& user) {
    return thrift_struct(
        {{arm::group_change, thrift_struct({{1, thrift_struct({{kind, thrift_struct({{1, thrift_texts({user})}})}})},
                                            {2, thrift_boolean(false)}})}});
}

ThriftValue detail_of_event(const ScriptedEvent& event) {
    switch (event.kind) {
        case Kind::create:
            return GroupCreate{event.members, event.admins, {}, {}, event.key_version, {}, {}}.to_detail();
        case Kind::key_change:
            return key_change_of(event).to_detail();
        case Kind::add:
            return MemberAdd{.new_members = {event.user},
                             .current_members = event.members,
                             .current_admins = event.admins,
                             .title = {},
                             .avatar_url = {},
                             .conversation_key_version = event.key_version,
                             .ttl_msec = {},
                             .pending_members = {},
                             .screen_capture_blocking = {},
                             .invite = {}}
                .to_detail();
        case Kind::remove:
            return group_event(arm::member_remove, event.user);
        case Kind::promote:
            break;
    }
    return group_event(arm::admin_add, event.user);
}

// Scripted senders sign with their first registration, which stays registered.
std::string sent(const ConversationModel& model, const Arrival& arrival) {
    const ScriptedEvent& event = model.group(arrival.group).events[arrival.event];
    auto draft = draft_of({.detail = detail_of_event(event),
                           .message_id = fmt::format("m{}-{}", arrival.group, arrival.event),
                           .sender = event.sender,
                           .conversation_id = id_of_group(arrival.group),
                           .signature_version = "7",
                           .key = key_of(event)});
    if (arrival.is_tampered) (*draft->event.signature.signature)[tampered_byte] ^= 1;
    return base64(draft->bytes());
}

Users users_of_model(const ConversationModel& model) {
    Users users;
    for (const std::string_view user : script_users)
        for (std::size_t version = 1; version <= model.registrations(std::string(user)); ++version)
            users[std::string(user)].keys.push_back(registration(user, std::to_string(version)));
    return users;
}

// One user with one of its registered keys in one group.
struct Reader {
    std::string user, registration;
    std::size_t group;
};

bool is_readable(const ConversationModel& model, const Arrival& arrival, const Reader& reader) {
    if (arrival.is_tampered || arrival.group != reader.group) return false;
    const ScriptedEvent& event = model.group(arrival.group).events[arrival.event];
    const auto found = event.readers.find(reader.user);
    return event.kind == Kind::key_change && found != event.readers.end() && found->second == reader.registration;
}

Keys readable_keys(const ConversationModel& model, const Reader& reader) {
    Keys keys;
    for (const Arrival& arrival : model.arrivals(reader.user, reader.group)) {
        if (!is_readable(model, arrival, reader)) continue;
        const ScriptedEvent& event = model.group(arrival.group).events[arrival.event];
        keys.emplace(event.key_version, bytes_of_key(numbered_conversation_key(key_of(event))));
    }
    return keys;
}

// Nothing came early: so whoever sent a key change is known as a member when it comes.
bool came_in_order(const ConversationModel& model, const Reader& reader) {
    std::size_t next = 0;
    for (const Arrival& arrival : model.arrivals(reader.user, reader.group)) {
        if (arrival.is_tampered || arrival.group != reader.group) continue;
        if (arrival.event > next) return false;
        next = std::max(next, arrival.event + 1);
    }
    return true;
}

std::string requirement_of_wrong_key(const ConversationModel& model, const Reader& reader, const std::string& version) {
    for (const Arrival& arrival : model.arrivals(reader.user, reader.group)) {
        if (model.group(arrival.group).events[arrival.event].key_version != version) continue;
        if (arrival.group != reader.group) return "AM-ROT-030";
        return arrival.is_tampered ? "AM-ROT-029" : "AM-ROT-024";
    }
    return "AM-ROT-028";
}

std::string told(const Script& script) {
    std::string text;
    for (const Step& step : script.steps) text += (text.empty() ? "" : "; ") + in_words(step);
    return text;
}

std::optional<Violation> reads_what_it_may(const OpenedKeys& opened, const ConversationModel& model,
                                           const Reader& reader, const std::string& script) {
    const Keys readable = readable_keys(model, reader);
    const auto seen = [&](std::string requirement, std::string what) {
        return violated(std::move(requirement),
                        fmt::format("{} in group {} {}: {}", reader.user, reader.group, what, script));
    };
    for (const auto& [version, key] : opened.keys) {
        const auto right = readable.find(version);
        if (right == readable.end() || right->second != key)
            return seen(requirement_of_wrong_key(model, reader, version), "holds a key of version " + version);
    }
    if (came_in_order(model, reader))
        for (const auto& [version, key] : readable)
            if (!opened.keys.contains(version)) return seen("AM-ROT-025", "lacks the key of version " + version);
    const std::string highest = opened.keys.empty() ? "" : opened.keys.rbegin()->first;  // all of one length
    if (opened.latest_version.value_or("") != highest)
        return seen("AM-ROT-026", "does not encrypt with the highest version");
    return std::nullopt;
}

std::optional<Violation> asked(Library& library, const ConversationModel& model, const Users& users,
                               const Reader& reader, const std::string& script) {
    OpenChange question = {.events = {},
                           .user = reader.user,
                           .private_keys = private_bytes(registered_keys(reader.user, reader.registration)),
                           .signing_keys = users};
    for (const Arrival& arrival : model.arrivals(reader.user, reader.group))
        question.events.push_back(sent(model, arrival));
    if (question.events.empty()) return std::nullopt;
    const auto opened = library.open_change(question, surroundings());
    if (!opened) return std::nullopt;
    return reads_what_it_may(*opened, model, reader, script);
}

}  // namespace

std::optional<Violation> everyone_reads_what_they_may(Library& library, const Script& script) {
    ConversationModel model;
    for (const Step& step : script.steps)
        if (model.allows(step)) model.apply(step);
    const std::string words = told(script);
    const Users users = users_of_model(model);
    for (const std::string_view user : script_users)
        for (std::size_t group = 0; group < script_groups; ++group)
            for (std::size_t version = 1; version <= model.registrations(std::string(user)); ++version)
                if (auto violation =
                        asked(library, model, users, {std::string(user), std::to_string(version), group}, words))
                    return violation;
    return std::nullopt;
}

}  // namespace keyturn
