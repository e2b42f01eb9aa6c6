#include "conformance/read_back.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/difference_list.h"
#include "conformance/shown_text.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

// What a relay may write otherwise each time (token, trust mark) left out, where it is an event that can be read.
JsonValue without_relay_parts(const JsonValue& encoded) {
    const auto event = Event::read_base64(encoded.text);
    return event ? json_string(base64(event->write())) : encoded;
}

class ViewComparison {
  public:
    ViewComparison(const GroupView& before, const GroupView& after) : before_(before), after_(after) {}

    std::vector<Difference> differences() && {
        for (const auto& [pointer, fact] : before_.facts)
            if (const auto now = after_.facts.find(pointer); now != after_.facts.end())
                compare(pointer, fact, now->second);
        if (before_.shows_events) compare_what_events_show();
        return differences_.take();
    }

  private:
    using Events = std::vector<JsonValue>;

    void compare_what_events_show() {
        if (after_.hides_events())
            differences_.add({fmt::format("GET {}/events", conversation_path(before_.group)),
                              "the events as before the refused request",
                              fmt::format("status {}", after_.events_status)});
        if (!after_.shows_events) return;
        compare_events();
        compare_key_events();
    }

    void compare(const std::string& pointer, const JsonValue& then, const JsonValue& now) {
        if (then == now) return;
        const auto [wanted, found] = shown_apart(then, now);
        differences_.add({fmt::format("GET {}, {}", conversation_path(before_.group), pointer),
                          "as before the refused request: " + wanted, found});
    }

    static std::string text_at(const JsonValue& event, std::string_view member) {
        const JsonValue* value = event.find(member);
        return value ? value->text : "";
    }

    static Events by_id(Events events) {
        std::ranges::sort(events, {}, [](const JsonValue& event) { return text_at(event, "id"); });
        return events;
    }

    static JsonValue ids_of(const Events& events) {
        JsonValue ids = json_array();
        for (const JsonValue& event : events) ids.elements.push_back(json_string(text_at(event, "id")));
        return ids;
    }

    void compare_events() {
        const Events then = by_id(before_.events), now = by_id(after_.events);
        if (ids_of(then) != ids_of(now)) return compare("/events/data/*/id", ids_of(then), ids_of(now));
        for (std::size_t i = 0; i < then.size(); ++i) compare_event(then[i], now[i]);
    }

    void compare_event(const JsonValue& then, const JsonValue& now) {
        const std::string place = fmt::format("event {}", text_at(then, "id"));
        for (const char* member : {"sender_id", "conversation_id"})
            compare(pointer_to(place, member), json_string(text_at(then, member)), json_string(text_at(now, member)));
        compare_encoded(pointer_to(place, "encoded_event"), json_string(text_at(then, "encoded_event")),
                        json_string(text_at(now, "encoded_event")));
    }

    void compare_encoded(const std::string& place, const JsonValue& then, const JsonValue& now) {
        if (then != now) compare(place, without_relay_parts(then), without_relay_parts(now));
    }

    static Events in_one_order(Events events) {
        std::ranges::sort(events, {}, [](const JsonValue& event) { return event.text; });
        return events;
    }

    void compare_key_events() {
        const std::string place = "/events/meta/conversation_key_events";
        const Events then = in_one_order(before_.key_events), now = in_one_order(after_.key_events);
        if (then.size() != now.size())
            return compare(place + " (their number)", json_number(std::to_string(then.size())),
                           json_number(std::to_string(now.size())));
        for (std::size_t i = 0; i < then.size(); ++i) compare_encoded(pointer_to(place, i), then[i], now[i]);
    }

    const GroupView& before_;
    const GroupView& after_;
    DifferenceList differences_;
};

}  // namespace

std::vector<Difference> changes_between(const GroupView& before, const GroupView& after,
                                        const std::vector<Confidential>& confidential) {
    const std::string place = "GET " + conversation_path(before.group);
    if (!before.is_shown()) return {};
    if (after.is_hidden())
        return {{place, "the group as before the refused request", fmt::format("status {}", after.status)}};
    std::vector<Difference> found = ViewComparison(before, after).differences();
    if (found.empty() || !(gives_away(before, confidential) || gives_away(after, confidential))) return found;
    return {{place, "as before the refused request", "otherwise; not shown, for an answer holds a secret"}};
}

}  // namespace keyturn
