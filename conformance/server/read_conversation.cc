#include <algorithm>
#include <charconv>

#include "conformance/server/answer.h"
#include "conformance/server/operations.h"

namespace keyturn {
namespace {

constexpr std::size_t default_page = 10, largest_page = 100;

JsonValue texts(const std::vector<std::string>& ids) {
    JsonValue array = json_array();
    for (const std::string& id : ids) array.elements.push_back(json_string(id));
    return array;
}

// Only members see a group: everyone else is told the same, whether it exists or not.
const Conversation* visible_to(const Call& call) {
    const Conversation* conversation = call.state.find(call.id);
    return conversation && contains(conversation->group.members, call.caller) ? conversation : nullptr;
}

HttpResponse not_visible() { return problem_answer(404, "there is no such group among the caller's"); }

JsonValue event_json(const StoredEvent& event, const std::string& conversation_id) {
    JsonValue json = json_object();
    json.set("id", json_string(std::to_string(event.sequence_id)));
    json.set("encoded_event", json_string(event.encoded));
    json.set("sender_id", json_string(event.sender_id));
    json.set("conversation_id", json_string(conversation_id));
    json.set("created_at", json_string(std::to_string(event.created_at_msec)));
    return json;
}

// Bounds above 0: the number stays 0 where the text does not begin with one or it is too large.
template <class Number>
std::optional<Number> read_number(const std::string& text, Number low, Number high) {
    Number number{};
    const char* end = text.data() + text.size();
    const char* stop = std::from_chars(text.data(), end, number).ptr;
    if (stop != end || number < low || number > high) return std::nullopt;
    return number;
}

struct Page {
    std::size_t size = default_page;
    std::uint64_t before = UINT64_MAX;  // sequence ids below this one, newest first
};

// A server that does not look at the size of a page takes any number for one, and what is none for the default.
std::optional<Page> read_page(const Call& call) {
    Page page;
    if (const auto size = query_parameter(call.query, "max_results")) {
        const bool looks = call.state.keeps("max_results_in_range");
        const auto number = read_number<std::size_t>(*size, looks ? 1 : 0, looks ? largest_page : SIZE_MAX);
        if (!number && looks) return std::nullopt;
        page.size = number.value_or(default_page);
    }
    if (const auto token = query_parameter(call.query, "pagination_token")) {
        const auto number = read_number<std::uint64_t>(*token, 1, UINT64_MAX);
        if (!number) return std::nullopt;
        page.before = *number;
    }
    return page;
}

JsonValue key_change_events(const Conversation& conversation) {
    JsonValue array = json_array();
    for (const auto& event : conversation.events)
        if (event->is_key_change) array.elements.push_back(json_string(event->encoded));
    return array;
}

JsonValue events_json(const Conversation& conversation, const Page& page) {
    JsonValue data = json_array();
    std::uint64_t oldest = 0;
    bool has_more = false;
    for (auto event = conversation.events.rbegin(); event != conversation.events.rend(); ++event) {
        if ((*event)->sequence_id >= page.before) continue;
        has_more = data.elements.size() == page.size;
        if (has_more) break;
        data.elements.push_back(event_json(**event, conversation.group.id));
        oldest = (*event)->sequence_id;
    }
    JsonValue meta = json_object();
    meta.set("conversation_key_events", key_change_events(conversation));
    meta.set("has_more", json_bool(has_more));
    if (has_more) meta.set("next_token", json_string(std::to_string(oldest)));
    meta.set("result_count", json_number(std::to_string(data.elements.size())));
    JsonValue answer = json_object();
    answer.set("data", std::move(data));
    answer.set("meta", std::move(meta));
    return answer;
}

}  // namespace

Handled read_conversation(const Call& call) {
    const Conversation* conversation = visible_to(call);
    if (!conversation) return refused(not_visible());
    const Group& group = conversation->group;
    JsonValue data = json_object();
    data.set("id", json_string(group.id));
    data.set("type", json_string("group"));
    if (group.title) data.set("group_name", json_string(*group.title));
    if (group.avatar_url) data.set("group_avatar_url", json_string(*group.avatar_url));
    data.set("admin_ids", texts(group.admins));
    data.set("member_ids", texts(group.members));
    std::vector<std::string> participants = group.members;
    participants.insert(participants.end(), group.pending.begin(), group.pending.end());
    data.set("participant_ids", texts(participants));
    if (group.ttl_msec) data.set("message_ttl_ms", json_number(std::to_string(*group.ttl_msec)));
    if (group.screen_capture_blocking)
        data.set("screen_capture_blocking_enabled", json_bool(*group.screen_capture_blocking));
    return {json_answer(200, json_object({{"data", std::move(data)}})), std::nullopt};
}

Handled read_events(const Call& call) {
    const Conversation* conversation = visible_to(call);
    if (!conversation) return refused(not_visible());
    const auto page = read_page(call);
    if (!page)
        return refused(
            problem_answer(400, "max_results is a number from 1 to 100, pagination_token one that was given"));
    return {json_answer(200, events_json(*conversation, *page)), std::nullopt};
}

}  // namespace keyturn
