#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::string_view shown_form = "AM-RSP-012";
constexpr std::string_view minted = "AM-RSP-010";
constexpr std::string_view created = "AM-RSP-011";

void make_number(JsonValue& id) { id = json_number(id.text); }

Bending of_each_event(std::string key, void (*edit)(JsonValue& value)) {
    return each("/data", [key = std::move(key), edit](JsonValue& event) {
        if (JsonValue* value = event.find(key)) edit(*value);
    });
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
        {"shows_another_group", "AM-RSP-009", "shows the id of another conversation", shows_group,
         member("/data/id", R"("g1700000000000009999")")},
        {"shows_event_ids_as_numbers", shown_form, "shows the ids of events as numbers", shows_events,
         of_each_event("id", make_number)},
        {"shows_events_in_hex", shown_form, "shows events in hexadecimal", shows_events,
         of_each_event("encoded_event", make_hex)},
        {"shows_cut_events", shown_form, "cuts events in half", shows_events,
         of_each_event("encoded_event", cut_in_half)},
        {"shows_events_as_object", shown_form, "shows events as an object", shows_events,
         member("/data", R"({"events":[]})")},
        {"ignores_max_results", "AM-REQ-019", "shows ten events whatever was asked for", has_query, show_default_page},
        {"mints_no_letter", minted, "mints a conversation id without its letter", mints_group,
         member("/data/conversation_id", R"("1800000000000000001")")},
        {"mints_the_same_id", minted, "mints the same conversation id again", mints_group, mint_the_same},
        {"mints_as_created", minted, "answers an initialization 201", mints_group, status(201)},
        {"creates_as_200", created, "answers a creation 200", creates_group, status(200)},
        {"creates_without_id", created, "does not name the group that it created", creates_group,
         no_member("/data/conversation_id")},
    };
}

}  // namespace keyturn
