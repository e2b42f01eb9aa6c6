#include "properties/json_form.h"

namespace keyturn {

JsonValue json_form(const std::string& text) { return json_string(text); }
JsonValue json_form(bool value) { return json_bool(value); }
JsonValue json_form(const ThriftValue& detail) { return thrift_to_json(detail, message_event_detail_schema); }

void read_form(const JsonValue& json, const JsonPlace& place, std::string& text) {
    text = read_text(json, place.pointer, place.problems);
}

void read_form(const JsonValue& json, const JsonPlace& place, bool& value) {
    if (!json.is(JsonKind::boolean)) return place.complain("true or false", json);
    value = json.boolean;
}

void read_form(const JsonValue& json, const JsonPlace& place, ThriftValue& detail) {
    auto read = thrift_from_json(json, message_event_detail_schema);
    if (!read) return place.complain("an event detail: " + read.error().reason, json);
    detail = std::move(*read);
}

}  // namespace keyturn
