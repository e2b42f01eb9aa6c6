#include <algorithm>

#include "protocol/thrift_binary.h"

namespace keyturn {
namespace {

using Field = std::pair<std::int16_t, ThriftValue>;

// Where the field stands, or would stand.
template <class Fields>
auto place_of(Fields& fields, std::int16_t id) {
    return std::ranges::lower_bound(fields, id, {}, &Field::first);
}

ThriftValue number(ThriftKind kind, std::int64_t value) { return {.kind = kind, .number = value}; }
ThriftValue characters(ThriftKind kind, std::string text) { return {.kind = kind, .text = std::move(text)}; }

}  // namespace

const ThriftValue* ThriftValue::find(std::int16_t id) const {
    const auto place = place_of(fields, id);
    return place != fields.end() && place->first == id ? &place->second : nullptr;
}

ThriftValue* ThriftValue::find(std::int16_t id) { return const_cast<ThriftValue*>(std::as_const(*this).find(id)); }

void ThriftValue::set(std::int16_t id, ThriftValue value) {
    const auto place = place_of(fields, id);
    if (place != fields.end() && place->first == id)
        place->second = std::move(value);
    else
        fields.emplace(place, id, std::move(value));
}

bool ThriftValue::erase(std::int16_t id) {
    return std::erase_if(fields, [id](const Field& field) { return field.first == id; }) > 0;
}

std::optional<std::string> ThriftValue::text_at(std::int16_t id) const {
    const ThriftValue* value = find(id);
    if (!value || (value->kind != ThriftKind::text && value->kind != ThriftKind::binary)) return std::nullopt;
    return value->text;
}

std::optional<std::int64_t> ThriftValue::number_at(std::int16_t id) const {
    const ThriftValue* value = find(id);
    if (!value || (value->kind != ThriftKind::i32 && value->kind != ThriftKind::i64)) return std::nullopt;
    return value->number;
}

std::optional<bool> ThriftValue::boolean_at(std::int16_t id) const {
    const ThriftValue* value = find(id);
    if (!value || value->kind != ThriftKind::boolean) return std::nullopt;
    return value->number != 0;
}

std::vector<std::string> ThriftValue::texts_at(std::int16_t id) const {
    const ThriftValue* list = find(id);
    if (!list) return {};
    std::vector<std::string> texts;
    texts.reserve(list->elements.size());
    for (const ThriftValue& element : list->elements) texts.push_back(element.text);
    return texts;
}

ThriftValue thrift_boolean(bool value) { return number(ThriftKind::boolean, value); }
ThriftValue thrift_i32(std::int32_t value) { return number(ThriftKind::i32, value); }
ThriftValue thrift_i64(std::int64_t value) { return number(ThriftKind::i64, value); }
ThriftValue thrift_text(std::string utf8) { return characters(ThriftKind::text, std::move(utf8)); }
ThriftValue thrift_binary(std::string bytes) { return characters(ThriftKind::binary, std::move(bytes)); }

ThriftValue thrift_list(std::vector<ThriftValue> elements) {
    return {.kind = ThriftKind::list, .elements = std::move(elements)};
}

ThriftValue thrift_texts(const std::vector<std::string>& texts) {
    std::vector<ThriftValue> elements;
    elements.reserve(texts.size());
    for (const std::string& text : texts) elements.push_back(thrift_text(text));
    return thrift_list(std::move(elements));
}

ThriftValue thrift_struct(std::vector<Field> fields) {
    ThriftValue value;
    for (auto& [id, field] : fields) value.set(id, std::move(field));
    return value;
}

}  // namespace keyturn
