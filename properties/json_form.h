// Inputs of properties as JSON and back, so that the witness of a violation is the input itself, and repeats it. A
// struct has a JSON form when it has a function `static void visit(auto& self, auto& field)` that calls `field("name",
// self.member)` for each of its members.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/object_reader.h"
#include "protocol/problem.h"
#include "protocol/thrift_binary.h"

namespace keyturn {

// Where a value stands in its file, and where its problems go.
struct JsonPlace {
    std::string pointer;
    Problems& problems;

    void complain(std::string expected, const JsonValue& found) const {
        problems.push_back({"", pointer, std::move(expected), shown(&found)});
    }
};

JsonValue json_form(const std::string& text);
JsonValue json_form(bool value);
JsonValue json_form(const ThriftValue& detail);  // a MessageEventDetail
void read_form(const JsonValue& json, const JsonPlace& place, std::string& text);
void read_form(const JsonValue& json, const JsonPlace& place, bool& value);
void read_form(const JsonValue& json, const JsonPlace& place, ThriftValue& detail);

template <class T>
concept JsonInteger = std::integral<T> && !std::same_as<T, bool>;

template <JsonInteger T>
JsonValue json_form(T number) {
    return json_number(std::to_string(number));
}

template <JsonInteger T>
void read_form(const JsonValue& json, const JsonPlace& place, T& number) {
    const char* const end = json.text.data() + json.text.size();
    const auto read = std::from_chars(json.text.data(), end, number);
    if (!json.is(JsonKind::number) || read.ec != std::errc() || read.ptr != end)
        place.complain("a whole number in range", json);
}

template <class T>
JsonValue json_form(const std::vector<T>& values);
template <class T>
void read_form(const JsonValue& json, const JsonPlace& place, std::vector<T>& values);

class FieldWriter {
  public:
    template <class T>
    void operator()(std::string_view name, const T& value) {
        object_.set(name, json_form(value));
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value) {
        if (value) object_.set(name, json_form(*value));
    }

    JsonValue object() && { return std::move(object_); }

  private:
    JsonValue object_ = json_object();
};

class FieldReader {
  public:
    FieldReader(const JsonValue& json, const JsonPlace& place)
        : problems_(place.problems), reader_(json, place.pointer, place.problems) {}

    template <class T>
    void operator()(std::string_view name, T& value) {
        if (const JsonValue* found = reader_.required_value(name))
            read_form(*found, JsonPlace{reader_.pointer(name), problems_}, value);
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& value) {
        if (const JsonValue* found = reader_.value(name))
            read_form(*found, JsonPlace{reader_.pointer(name), problems_}, value.emplace());
    }

    void finish() { reader_.finish(); }

  private:
    Problems& problems_;
    ObjectReader reader_;
};

template <class T>
concept HasFields = requires(T value, FieldReader reader) { T::visit(value, reader); };

template <HasFields T>
JsonValue json_form(const T& value) {
    FieldWriter writer;
    T::visit(value, writer);
    return std::move(writer).object();
}

template <HasFields T>
void read_form(const JsonValue& json, const JsonPlace& place, T& value) {
    FieldReader reader(json, place);
    T::visit(value, reader);
    reader.finish();
}

template <class T>
JsonValue json_form(const std::vector<T>& values) {
    JsonValue array = json_array();
    for (const T& value : values) array.elements.push_back(json_form(value));
    return array;
}

template <class T>
void read_form(const JsonValue& json, const JsonPlace& place, std::vector<T>& values) {
    if (!json.is(JsonKind::array)) return place.complain("an array", json);
    for (std::size_t i = 0; i < json.elements.size(); ++i)
        read_form(json.elements[i], JsonPlace{pointer_to(place.pointer, i), place.problems}, values.emplace_back());
}

// The input that a JSON value stands for, or everything that is wrong with it.
template <class Input>
std::expected<Input, Problems> input_from_json(const JsonValue& json) {
    Problems problems;
    Input input;
    read_form(json, JsonPlace{"", problems}, input);
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return input;
}

}  // namespace keyturn
