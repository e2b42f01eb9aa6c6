#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "protocol/base64.h"
#include "protocol/thrift_binary.h"

namespace keyturn {
namespace {

JsonValue value_to_json(const ThriftValue& value, ThriftKind kind, const ThriftFieldSchema& field);

JsonValue list_to_json(const std::vector<ThriftValue>& list, const ThriftFieldSchema& field) {
    std::vector<JsonValue> elements;
    elements.reserve(list.size());
    for (const ThriftValue& element : list) elements.push_back(value_to_json(element, field.element, field));
    return json_array(std::move(elements));
}

JsonValue value_to_json(const ThriftValue& value, ThriftKind kind, const ThriftFieldSchema& field) {
    switch (kind) {
        case ThriftKind::boolean:
            return json_bool(value.number != 0);
        case ThriftKind::i32:
        case ThriftKind::i64:
            return json_number(std::to_string(value.number));
        case ThriftKind::text:
            return json_string(value.text);
        case ThriftKind::binary:
            return json_string(base64(bytes_of(value.text)));
        case ThriftKind::structure:
            return thrift_to_json(value, *field.of);
        case ThriftKind::list:
            break;
    }
    return list_to_json(value.elements, field);
}

Result<ThriftValue> value_from_json(const JsonValue& json, ThriftKind kind, const ThriftFieldSchema& field);

std::unexpected<Refusal> refuse_kind(const JsonValue& json, std::string_view wanted, const ThriftFieldSchema& field) {
    return refuse(fmt::format("{}: expected {}, found {}", field.name, wanted, name_of(json.kind)), json.offset);
}

template <class Integer>
Result<ThriftValue> integer_from_json(const JsonValue& json, ThriftKind kind, const ThriftFieldSchema& field) {
    if (!json.is(JsonKind::number)) return refuse_kind(json, "a number", field);
    Integer number = 0;
    const char* end = json.text.data() + json.text.size();
    const auto [stopped, error] = std::from_chars(json.text.data(), end, number);
    if (error != std::errc() || stopped != end)
        return refuse(fmt::format("{}: expected an integer of {} bits", field.name, sizeof(Integer) * 8), json.offset);
    return ThriftValue{.kind = kind, .number = number};
}

Result<ThriftValue> binary_from_json(const JsonValue& json, const ThriftFieldSchema& field) {
    if (!json.is(JsonKind::string)) return refuse_kind(json, "base64 in a string", field);
    const auto bytes = read_base64(json.text);
    if (!bytes) return refuse(fmt::format("{}: {}", field.name, bytes.error().reason), json.offset);
    return thrift_binary(std::string(text_of(*bytes)));
}

Result<ThriftValue> list_from_json(const JsonValue& json, const ThriftFieldSchema& field) {
    if (!json.is(JsonKind::array)) return refuse_kind(json, "an array", field);
    std::vector<ThriftValue> elements;
    elements.reserve(json.elements.size());
    for (const JsonValue& element : json.elements) {
        auto value = value_from_json(element, field.element, field);
        if (!value) return value;
        elements.push_back(std::move(*value));
    }
    return thrift_list(std::move(elements));
}

Result<ThriftValue> value_from_json(const JsonValue& json, ThriftKind kind, const ThriftFieldSchema& field) {
    switch (kind) {
        case ThriftKind::boolean:
            if (!json.is(JsonKind::boolean)) return refuse_kind(json, "a boolean", field);
            return thrift_boolean(json.boolean);
        case ThriftKind::i32:
            return integer_from_json<std::int32_t>(json, kind, field);
        case ThriftKind::i64:
            return integer_from_json<std::int64_t>(json, kind, field);
        case ThriftKind::text:
            if (!json.is(JsonKind::string)) return refuse_kind(json, "a string", field);
            return thrift_text(json.text);
        case ThriftKind::binary:
            return binary_from_json(json, field);
        case ThriftKind::structure:
            return thrift_from_json(json, *field.of);
        case ThriftKind::list:
            break;
    }
    return list_from_json(json, field);
}

}  // namespace

JsonValue thrift_to_json(const ThriftValue& value, const ThriftStructSchema& schema) {
    JsonValue object = json_object();
    for (const ThriftFieldSchema& field : schema.fields)
        if (const ThriftValue* set = value.find(field.id))
            object.members.push_back({std::string(field.name), value_to_json(*set, field.kind, field)});
    return object;
}

Result<ThriftValue> thrift_from_json(const JsonValue& json, const ThriftStructSchema& schema) {
    if (!json.is(JsonKind::object))
        return refuse(fmt::format("{}: expected an object, found {}", schema.name, name_of(json.kind)), json.offset);
    ThriftValue structure;
    for (const JsonMember& member : json.members) {
        const ThriftFieldSchema* field = schema.find(member.key);
        if (!field) return refuse(fmt::format("{} has no field of this name", schema.name), member.key_offset);
        if (structure.find(field->id))
            return refuse(fmt::format("{}.{} is there twice", schema.name, field->name), member.key_offset);
        auto value = value_from_json(member.value, field->kind, *field);
        if (!value) return value;
        structure.set(field->id, std::move(*value));
    }
    if (schema.is_union && structure.fields.size() != 1)
        return refuse(fmt::format("{} is a union and needs exactly one arm", schema.name), json.offset);
    return structure;
}

}  // namespace keyturn
