// Signature payloads, and the events that one can stand for.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "conformance/explain/kinds.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/known_group.h"
#include "protocol/payload_readings.h"
#include "protocol/secret.h"

namespace keyturn {
namespace {

constexpr std::string_view key_change_name = "ConversationKeyChangeEvent";
constexpr const char* key_remark = "(a conversation key, not shown)";
constexpr std::size_t least_with_key = 5, most_with_key = 6;  // components

constexpr std::string_view action_prefixes[] = {"MessageCreateEvent",        "ConversationKeyChangeEvent",
                                                "GroupChangeEvent.",         "MessageDeleteEvent",
                                                "MarkConversationReadEvent", "MarkConversationUnreadEvent",
                                                "ConversationDeleteEvent",   "ConversationMetadataChangeEvent."};

std::vector<std::string> split(std::string_view payload) {
    std::vector<std::string> components;
    for (;;) {
        const std::size_t comma = payload.find(',');
        components.emplace_back(payload.substr(0, comma));
        if (comma == payload.npos) return components;
        payload.remove_prefix(comma + 1);
    }
}

bool is_key(std::string_view component) {
    const auto bytes = read_base64(component);
    return bytes && bytes->size() == ConversationKey::size;
}

// What is no UTF-8 is no text of JSON.
JsonValue as_json(const std::string& text) {
    return is_utf8(text) ? json_string(text) : json_object({{"base64", json_string(base64(bytes_of(text)))}});
}

JsonValue as_json(const std::vector<std::string>& components) {
    JsonValue array = json_array();
    for (const std::string& component : components) array.elements.push_back(as_json(component));
    return array;
}

void say_components(const std::vector<std::string>& components, Words& words) {
    constexpr std::size_t most_shown = 100;
    constexpr std::string_view names[] = {"action", "message id", "sender"};
    for (std::size_t i = 0; i < components.size() && i < most_shown; ++i)
        words.say(fmt::format("{}: {}", i < std::size(names) ? names[i] : "component", quoted(components[i])));
    if (components.size() > most_shown) words.say(fmt::format("and {} more", components.size() - most_shown));
}

// A reading, and why a recipient that knows the group of the state, or nothing, does not take it.
struct JudgedReading {
    PayloadReading reading;
    std::string refusal;
};

std::string refusal_of(const PayloadReading& reading, const Given* state) {
    const std::string_view action = action_name(reading.detail);
    if (!action.starts_with("GroupChangeEvent.") && !action.starts_with("ConversationMetadataChangeEvent."))
        return reading.conversation_id ? "" : "it has no conversation id";
    if (!reading.conversation_id && !action.ends_with(".GroupCreate")) return "it has no conversation id";
    const Group* group = state ? state->find_group(reading.conversation_id.value_or("")) : nullptr;
    if (state && !group) return "the state has no such group";
    const auto after = group_after(group ? known_group(*group) : KnownGroup{}, reading.detail, reading.newest_version,
                                   reading.sender_id);
    return after ? "" : after.error().reason;
}

// Those that a recipient would take stand first.
std::vector<JudgedReading> judged(std::vector<PayloadReading> readings, const Given* state) {
    std::vector<JudgedReading> taken, refused;
    for (PayloadReading& reading : readings) {
        std::string refusal = refusal_of(reading, state);
        (refusal.empty() ? taken : refused).push_back({std::move(reading), refusal});
    }
    std::ranges::move(refused, std::back_inserter(taken));
    return taken;
}

std::string versions_in_words(const PayloadReading& reading) {
    if (reading.oldest_version == reading.newest_version) return fmt::format("version {}", reading.oldest_version);
    return fmt::format("versions {} to {}", reading.oldest_version, reading.newest_version);
}

std::string action_in_words(const ThriftValue& detail) {
    if (const auto add = MemberAdd::from_detail(detail))
        return fmt::format("adds {} to {}; admins {}; pending {}; title {}, avatar {}, ttl {}, blocking {}, {}",
                           users_in_words(add->new_members), users_in_words(add->current_members),
                           users_in_words(add->current_admins), users_in_words(add->pending_members),
                           or_not_set(add->title), or_not_set(add->avatar_url), in_words(add->ttl_msec),
                           in_words(add->screen_capture_blocking), add->invite ? "an invite" : "no invite");
    constexpr std::size_t width = 200;
    const JsonValue json = json_string(to_json(thrift_to_json(detail, message_event_detail_schema)));
    return quoted(json.text.substr(0, width));
}

JsonValue as_json(const JudgedReading& judged) {
    const PayloadReading& reading = judged.reading;
    return json_object(
        {{"oldest_version", json_number(std::to_string(reading.oldest_version))},
         {"newest_version", json_number(std::to_string(reading.newest_version))},
         {"conversation_id", reading.conversation_id ? json_string(*reading.conversation_id) : json_null()},
         {"detail", thrift_to_json(reading.detail, message_event_detail_schema)},
         {"refused", judged.refusal.empty() ? json_null() : json_string(judged.refusal)}});
}

bool is_same_event(const PayloadReading& a, const PayloadReading& b) {
    return a.conversation_id == b.conversation_id && a.detail == b.detail;
}

// One event may be read at several versions.
std::size_t distinct_events(std::span<const JudgedReading> readings) {
    std::size_t distinct = 0;
    for (auto at = readings.begin(); at != readings.end(); ++at)
        distinct += std::none_of(readings.begin(), at, [&](const JudgedReading& before) {
            return is_same_event(before.reading, at->reading);
        });
    return distinct;
}

void say_readings(const std::vector<JudgedReading>& readings, Words& words) {
    constexpr std::size_t most_shown = 10;
    const auto refused = static_cast<std::size_t>(
        std::ranges::count_if(readings, [](const JudgedReading& judged) { return !judged.refusal.empty(); }));
    const std::size_t taken = readings.size() - refused;
    words.say(fmt::format("a recipient that knows {} could take {} of them",
                          words.state() ? "the group as the state has it" : "nothing of the group", taken));
    for (std::size_t i = 0; i < taken && i < most_shown; ++i)
        words.say(fmt::format("  {}, conversation {}: {}", versions_in_words(readings[i].reading),
                              or_not_set(readings[i].reading.conversation_id),
                              action_in_words(readings[i].reading.detail)));
    if (taken > most_shown) words.say(fmt::format("  and {} more", taken - most_shown));
    if (!words.state()) return;
    const std::size_t events = distinct_events(std::span(readings).first(taken));
    words.check("one event agrees with the state", events == 1, events == 1 ? "" : fmt::format("{} agree", events));
}

bool is_same(const PayloadReading& a, const PayloadReading& b) {
    return a.newest_version == b.newest_version && is_same_event(a, b);
}

// Those that are possible, and the first of all; fewer of long ones, for their lists are copied and compared.
std::vector<PayloadReading> readings_to_tell(std::string_view payload, std::size_t components) {
    const std::size_t most = std::clamp<std::size_t>(100'000 / components, 2, 100);
    std::vector<PayloadReading> readings = payload_readings(payload, most, WhichReadings::possible).first;
    const std::size_t possible = readings.size();
    for (PayloadReading& reading : payload_readings(payload, most).first) {
        const auto is_told = [&](const PayloadReading& other) { return is_same(reading, other); };
        if (std::none_of(readings.begin(), readings.begin() + static_cast<std::ptrdiff_t>(possible), is_told))
            readings.push_back(std::move(reading));
    }
    return readings;
}

void explain_readings(std::string_view payload, std::size_t components, Words& words) {
    constexpr std::size_t most_in_json = 100;
    words.find_odd_if(!is_utf8(payload), "it is no UTF-8, as every text of an event is, so no event has it");
    if (!is_utf8(payload)) return;
    const std::uint64_t total = payload_readings(payload, 0).total;
    words.find_odd_if(total == 0, "no event of this action has such a payload");
    if (total == 0) return;
    words.say(fmt::format("it can stand for {}", counted(total, "event")));
    words.find_odd_if(total > 1,
                      "one signature stands for every one of these events: lists have no counts, an unset field is "
                      "written as the text null or not at all, and the signature version is not signed; only who knows "
                      "the group can tell which was meant (AM-SIG-037, AM-SIG-038)");
    const auto readings = judged(readings_to_tell(payload, components), words.state());
    say_readings(readings, words);
    JsonValue& decoded = words.explanation().decoded;
    decoded.set("readings_total", json_number(std::to_string(total)));
    JsonValue rows = json_array();
    for (std::size_t i = 0; i < readings.size() && i < most_in_json; ++i) rows.elements.push_back(as_json(readings[i]));
    decoded.set("readings", std::move(rows));
}

}  // namespace

bool is_like_payload(std::string_view text) {
    const std::string_view name = text.substr(0, text.find(','));
    if (name.size() == text.size()) return false;
    for (const std::string_view prefix : action_prefixes)
        if (prefix.ends_with('.') ? name.starts_with(prefix) : name == prefix) return true;
    return false;
}

// From version 6 a key change ends with the key, the sixth component or without a conversation id the fifth: hidden by
// its place, however damaged. By its form it is hidden wherever it stands.
std::vector<std::string> payload_components(std::string_view payload, Words& words) {
    std::vector<std::string> components = split(payload);
    const bool may_end_with_key = components.size() >= least_with_key && components.size() <= most_with_key;
    const bool ends_with_key = components.front() == key_change_name && may_end_with_key;
    bool is_any_hidden = false;
    for (std::string& component : components) {
        if (!is_key(component) && !(ends_with_key && &component == &components.back())) continue;
        words.hide_secret(component);
        component = key_remark;
        is_any_hidden = true;
    }
    words.find_odd_if(is_any_hidden, "it holds a conversation key, which must not leave its maker");
    return components;
}

void explain_payload(std::string_view payload, Words& words) {
    constexpr std::size_t sender = 2;
    const std::vector<std::string> components = payload_components(payload, words);
    if (components.size() > sender && is_utf8(components[sender])) words.explanation().sender = components[sender];
    words.explanation().decoded = json_object({{"components", as_json(components)}});
    say_components(components, words);
    explain_readings(payload, components.size(), words);
}

}  // namespace keyturn
