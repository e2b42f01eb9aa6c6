#include "protocol/object_reader.h"

#include <charconv>

namespace keyturn {
namespace {

const std::vector<JsonValue> no_elements;

void add(Problems& problems, std::string pointer, std::string expected, const JsonValue* found, Values values) {
    std::string actual = values == Values::shown ? shown(found) : shown(found, 0);
    problems.push_back({"", std::move(pointer), std::move(expected), std::move(actual)});
}

}  // namespace

std::string read_text(const JsonValue& value, const std::string& pointer, Problems& problems, Values values) {
    if (value.is(JsonKind::string)) return value.text;
    add(problems, pointer, "a text", &value, values);
    return {};
}

ObjectReader::ObjectReader(const JsonValue& value, std::string pointer, Problems& problems, Values values)
    : value_(value), pointer_(std::move(pointer)), problems_(problems), values_(values) {
    if (!value_.is(JsonKind::object)) add(problems_, pointer_, "an object", &value_, values_);
}

const JsonValue* ObjectReader::value(std::string_view key) {
    known_.emplace(key);
    const JsonValue* found = value_.find(key);
    return found && !found->is(JsonKind::null) ? found : nullptr;
}

const JsonValue* ObjectReader::required_value(std::string_view key) {
    const JsonValue* found = value(key);
    if (!found && value_.is(JsonKind::object)) complain(key, "a value", value_.find(key));
    return found;
}

const JsonValue* ObjectReader::of_kind(std::string_view key, JsonKind kind, std::string_view expected) {
    const JsonValue* found = value(key);
    if (!found || found->is(kind)) return found;
    complain(key, std::string(expected), found);
    return nullptr;
}

std::string ObjectReader::text(std::string_view key) {
    const JsonValue* found = required_value(key);
    return found ? read_text(*found, pointer(key), problems_, values_) : std::string{};
}

std::optional<std::string> ObjectReader::optional_text(std::string_view key) {
    const JsonValue* found = of_kind(key, JsonKind::string, "a text");
    if (!found) return std::nullopt;
    return found->text;
}

std::optional<std::int64_t> ObjectReader::optional_integer(std::string_view key) {
    const JsonValue* found = of_kind(key, JsonKind::number, "an integer");
    if (!found) return std::nullopt;
    std::int64_t number = 0;
    const char* end = found->text.data() + found->text.size();
    const auto [stop, error] = std::from_chars(found->text.data(), end, number);
    if (error == std::errc{} && stop == end) return number;
    complain(key, "an integer of 64 bits", found);
    return std::nullopt;
}

std::optional<bool> ObjectReader::optional_boolean(std::string_view key) {
    const JsonValue* found = of_kind(key, JsonKind::boolean, "true or false");
    if (!found) return std::nullopt;
    return found->boolean;
}

const std::vector<JsonValue>& ObjectReader::elements(std::string_view key) {
    const JsonValue* found = of_kind(key, JsonKind::array, "an array");
    return found ? found->elements : no_elements;
}

std::vector<std::string> ObjectReader::texts(std::string_view key) {
    std::vector<std::string> texts;
    const std::string list = pointer(key);
    for (const JsonValue& element : elements(key))
        texts.push_back(read_text(element, pointer_to(list, texts.size()), problems_, values_));
    return texts;
}

void ObjectReader::complain(std::string_view key, std::string expected, const JsonValue* found) {
    add(problems_, pointer(key), std::move(expected), found, values_);
}

void ObjectReader::finish() {
    std::set<std::string_view> seen;
    for (const JsonMember& member : value_.members) {
        if (!known_.contains(member.key)) complain(member.key, "no such key", &member.value);
        if (!seen.insert(member.key).second) complain(member.key, "the key once", &member.value);
    }
}

}  // namespace keyturn
