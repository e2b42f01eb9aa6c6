#include <algorithm>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::string_view shown_form = "AM-RSP-012";
constexpr std::string_view readable = "AM-ROT-021";
constexpr std::string_view minted = "AM-RSP-010";
constexpr std::string_view created = "AM-RSP-011";

void make_number(JsonValue& id) { id = json_number(id.text); }

Bending of_each_event(std::string key, void (*edit)(JsonValue& value)) {
    return each("/data", [key = std::move(key), edit](JsonValue& event) {
        if (JsonValue* value = event.find(key)) edit(*value);
    });
}

void make_list(JsonValue& encoded) {
    const auto bytes = read_base64(encoded.text).value_or(Bytes());
    encoded = json_array();
    for (const std::uint8_t byte : bytes) encoded.elements.push_back(json_number(std::to_string(byte)));
}

void make_hex(JsonValue& encoded) {
    if (const auto bytes = read_base64(encoded.text)) encoded.text = hex(*bytes);
}

void cut_in_half(JsonValue& encoded) { encoded.text.resize(encoded.text.size() / 8 * 4); }

// What GET …/events answers without a query.
void show_default_page(Turn& turn) {
    HttpRequest request = turn.request;
    request.target.resize(request.target.find('?'));
    turn.handled = respond(turn.before, request, turn.now_msec);
}

bool has_query(const Turn& turn) { return shows_events(turn) && turn.request.target.contains('?'); }

void mint_the_same(Turn& turn) {
    if (turn.handled.next) turn.handled.next->next_group_number = turn.before.next_group_number;
}

// Whoever asks may create whatever group.
void create_under_any_id(Turn& turn) {
    ServerState bent = turn.before;
    const JsonValue body = body_of(turn.request);
    const JsonValue* id = body.find("conversation_id");
    for (const auto& [caller, user] : *turn.before.users)
        if (id && user.token && *user.token == token_of(turn.request)) bent.initialized_groups[id->text] = caller;
    turn.handled = respond(bent, turn.request, turn.now_msec);
}

bool refuses_creation(const Turn& turn) {
    return turn.request.target == "/2/chat/conversations/group" && turn.handled.response.status == 404;
}

bool creates_with_key_change_last(const Turn& turn) {
    const JsonValue body = body_of(turn.request);
    const JsonValue* detail = resolve(body, "/action_signatures/0/encoded_message_event_detail");
    const auto bytes = detail ? read_base64(detail->text) : Bytes();
    const auto action = bytes ? read_thrift(*bytes, message_event_detail_schema) : Result<ThriftValue>(ThriftValue());
    return creates_group(turn) && action && !KeyChange::from_detail(*action);
}

bool reads_keys_of_many(const Turn& turn) {
    const std::string& target = turn.request.target;
    return target.starts_with("/2/users/public_keys?") && std::ranges::count(target, ',') >= 50;
}

Bending ttl_as_text() {
    return [](Turn& turn) {
        const Conversation* group = turn.before.find(group_of(turn.request));
        if (group && group->group.ttl_msec)
            member("/data/message_ttl_ms", '"' + std::to_string(*group->group.ttl_msec) + '"')(turn);
    };
}

}  // namespace

ServerDefects reading_defects() {
    return {
        {"shows_ids_as_numbers", shown_form, "shows the ids of members as numbers", shows_group,
         each("/data/member_ids", make_number)},
        {"shows_admins_as_numbers", shown_form, "shows the ids of admins as numbers", shows_group,
         each("/data/admin_ids", make_number)},
        {"shows_ttl_as_text", shown_form, "shows a number as a text", shows_group, ttl_as_text()},
        {"shows_another_group", shown_form, "shows the id of another conversation", shows_group,
         member("/data/id", R"("g1700000000000009999")")},
        {"shows_event_ids_as_numbers", shown_form, "shows the ids of events as numbers", shows_events,
         of_each_event("id", make_number)},
        {"shows_events_as_bytes", shown_form, "shows events as lists of bytes", shows_events,
         of_each_event("encoded_event", make_list)},
        {"shows_events_in_hex", readable, "shows events in hexadecimal", shows_events,
         of_each_event("encoded_event", make_hex)},
        {"shows_cut_events", readable, "cuts events in half", shows_events,
         of_each_event("encoded_event", cut_in_half)},
        {"shows_events_as_object", shown_form, "shows events as an object", shows_events,
         member("/data", R"({"events":[]})")},
        {"ignores_max_results", "AM-REQ-019", "shows ten events whatever was asked for", has_query, show_default_page},
        {"mints_no_letter", minted, "mints a conversation id without its letter", mints_group,
         member("/data/conversation_id", R"("1800000000000000001")")},
        {"mints_the_same_id", minted, "mints the same conversation id again", mints_group, mint_the_same},
        {"mints_as_created", minted, "answers an initialization 201", mints_group, status(201)},
        {"creates_under_any_id", "AM-HTTP-004", "creates a group under an id that was never minted for the caller",
         refuses_creation, create_under_any_id},
        {"wants_key_change_first_of_creation", "AM-SIG-049", "wants the two actions of a creation in one order",
         creates_with_key_change_last, problem(400, "the first action is no key change")},
        {"wants_two_actions_of_rotation", "AM-SIG-048", "wants two signed actions of a rotation as well", rotates,
         problem(400, "two signed actions are needed")},
        {"reads_keys_of_fifty", "AM-REQ-020", "reads the keys of no more than fifty users", reads_keys_of_many,
         problem(400, "too many ids")},
        {"creates_as_200", created, "answers a creation 200", creates_group, status(200)},
        {"creates_without_id", created, "does not name the group that it created", creates_group,
         no_member("/data/conversation_id")},
    };
}

}  // namespace keyturn
