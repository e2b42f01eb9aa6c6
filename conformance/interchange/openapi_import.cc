#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "conformance/interchange/import.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

using Example = std::optional<JsonValue>;

constexpr int deepest_example = 16;
constexpr int most_references = 16;  // one after the other, so that a circle ends

// Finds the examples of one document.
class Examples {
  public:
    explicit Examples(const JsonValue& document) : document_(document) {}

    // What a value refers to, itself where it refers to nothing; nullptr where that is not in the document.
    const JsonValue* resolved(const JsonValue* value) const {
        for (int turn = 0; value && turn < most_references; ++turn) {
            const JsonValue* reference = value->find("$ref");
            if (!reference) return value;
            if (!reference->is(JsonKind::string) || !reference->text.starts_with("#")) return nullptr;
            value = resolve(document_, std::string_view(reference->text).substr(1));
        }
        return nullptr;
    }

    // Of a media type, a parameter or a header: its examples by name, else one.
    std::vector<std::pair<std::string, JsonValue>> of_holder(const JsonValue& holder) const {
        std::vector<std::pair<std::string, JsonValue>> all;
        if (const JsonValue* example = holder.find("example")) all.emplace_back("", *example);
        if (const JsonValue* examples = holder.find("examples"))
            for (const JsonMember& one : examples->members)
                if (const JsonValue* example = resolved(&one.value);
                    const JsonValue* value = example ? example->find("value") : nullptr)
                    all.emplace_back(one.key, *value);
        if (!all.empty()) return all;
        if (Example example = of_schema(holder.find("schema"), deepest_example))
            all.emplace_back("", *std::move(example));
        return all;
    }

  private:
    Example of_schema(const JsonValue* unresolved, int depth) const {
        const JsonValue* schema = resolved(unresolved);
        if (!schema || depth == 0) return std::nullopt;
        for (const std::string_view key : {"example", "const", "default"})
            if (const JsonValue* example = schema->find(key)) return *example;
        for (const std::string_view key : {"examples", "enum"})
            if (const JsonValue* list = schema->find(key); list && !list->elements.empty())
                return list->elements.front();
        if (const JsonValue* items = schema->find("items")) {
            Example item = of_schema(items, depth - 1);
            return item ? Example(json_array({*std::move(item)})) : std::nullopt;
        }
        const JsonValue* properties = schema->find("properties");
        return properties ? of_properties(*schema, *properties, depth) : std::nullopt;
    }

    // An object of the properties that have examples, if those that are required do.
    Example of_properties(const JsonValue& schema, const JsonValue& properties, int depth) const {
        JsonValue object = json_object();
        for (const JsonMember& property : properties.members)
            if (Example example = of_schema(&property.value, depth - 1)) object.set(property.key, *std::move(example));
        if (const JsonValue* required = schema.find("required"))
            for (const JsonValue& name : required->elements)
                if (!object.find(name.text)) return std::nullopt;
        return object.members.empty() ? std::nullopt : Example(std::move(object));
    }

    const JsonValue& document_;
};

std::string text_of_example(const JsonValue& value) {
    return value.is(JsonKind::string) || value.is(JsonKind::number) ? value.text : to_json(value);
}

bool is_json(std::string_view media_type) {
    return media_type.starts_with("application/json") || media_type.contains("+json");
}

std::string body_of_example(std::string_view media_type, const JsonValue& value) {
    return value.is(JsonKind::string) && !is_json(media_type) ? value.text : to_json(value);
}

struct Body {
    std::string media_type, content;
};

// Reads one operation: a request each example of its body, else one.
class OperationReader {
  public:
    OperationReader(const Examples& examples, const ParameterValues& values, std::string method, std::string path)
        : examples_(examples), values_(values), request_{std::move(method), std::move(path), {}, ""} {}

    void read(const JsonValue& path_item, const JsonValue& operation, Imported& imported) {
        read_parameters(path_item);
        read_parameters(operation);
        for (const auto& [name, value] : values_) put_parameter(name, "path", value);
        if (fault_.empty() && request_.target.contains('{')) fault_ = "a part of its path has no example";
        const std::vector<Body> bodies = read_bodies(operation);
        const auto response = read_response(operation);
        if (!fault_.empty())
            return imported.left_out.push_back(fmt::format("{} {}: {}", request_.method, request_.target, fault_));
        for (const Body& body : bodies) {
            RecordedExchange exchange = response;
            exchange.request = request_;
            exchange.request.body = body.content;
            if (!body.media_type.empty()) exchange.request.headers.emplace_back("Content-Type", body.media_type);
            imported.exchanges.push_back(std::move(exchange));
        }
    }

  private:
    void read_parameters(const JsonValue& holder) {
        const JsonValue* parameters = holder.find("parameters");
        if (!parameters) return;
        for (const JsonValue& element : parameters->elements)
            if (const JsonValue* parameter = examples_.resolved(&element)) read_parameter(*parameter);
    }

    void read_parameter(const JsonValue& parameter) {
        const JsonValue *name = parameter.find("name"), *place = parameter.find("in");
        if (!name || !place) return;
        const JsonValue* required = parameter.find("required");
        if (const auto value = values_.find(name->text); value != values_.end())
            return put_parameter(name->text, place->text, value->second);
        const auto examples = examples_.of_holder(parameter);
        if (examples.empty()) {
            if (required && required->boolean && place->text != "path")
                fault_ = fmt::format("its parameter {} has no example", name->text);
            return;
        }
        put_parameter(name->text, place->text, text_of_example(examples.front().second));
    }

    void put_parameter(const std::string& name, const std::string& place, const std::string& value) {
        std::string& target = request_.target;
        if (place == "path") {
            const std::string part = "{" + name + "}";
            if (const std::size_t at = target.find(part); at != std::string::npos)
                target.replace(at, part.size(), percent_encoded(value));
        } else if (place == "query") {
            query_ += fmt::format("{}{}={}", query_.empty() ? "?" : "&", percent_encoded(name), percent_encoded(value));
        } else if (place == "header" && !equals_ignoring_case(name, "Authorization")) {
            request_.headers.emplace_back(name, value);
        }
    }

    std::vector<Body> read_bodies(const JsonValue& operation) {
        const JsonValue* body = examples_.resolved(operation.find("requestBody"));
        const JsonValue* content = body ? body->find("content") : nullptr;
        request_.target += std::exchange(query_, {});
        if (!content) return {Body()};
        std::vector<Body> bodies;
        for (const JsonMember& type : content->members)
            for (const auto& [name, example] : examples_.of_holder(type.value))
                bodies.push_back({type.key, body_of_example(type.key, example)});
        if (bodies.empty() && fault_.empty()) fault_ = "its body has no example";
        return bodies;
    }

    // The first success, with its example where it has one.
    RecordedExchange read_response(const JsonValue& operation) const {
        RecordedExchange exchange{{}, {200, "", {}, ""}, false};
        const JsonValue* responses = operation.find("responses");
        if (!responses) return exchange;
        for (const JsonMember& one : responses->members) {
            if (one.key.size() != 3 || one.key.front() != '2') continue;
            const bool is_status = one.key.find_first_not_of("0123456789") == std::string::npos;
            if (is_status) exchange.response.status = std::stoi(one.key);
            const JsonValue* response = examples_.resolved(&one.value);
            if (const JsonValue* content = response ? response->find("content") : nullptr) put_body(*content, exchange);
            break;
        }
        return exchange;
    }

    void put_body(const JsonValue& content, RecordedExchange& exchange) const {
        for (const JsonMember& type : content.members) {
            const auto examples = examples_.of_holder(type.value);
            if (examples.empty()) continue;
            exchange.response.headers = {{"Content-Type", type.key}};
            exchange.response.body = body_of_example(type.key, examples.front().second);
            exchange.has_response_body = true;
            return;
        }
    }

    const Examples& examples_;
    const ParameterValues& values_;
    HttpRequest request_;
    std::string query_, fault_;
};

constexpr std::array<std::string_view, 8> methods = {"get",     "put",  "post",  "delete",
                                                     "options", "head", "patch", "trace"};

std::string upper(std::string_view word) {
    std::string letters(word);
    for (char& c : letters) c = static_cast<char>(c & ~0x20);
    return letters;
}

}  // namespace

std::expected<Imported, std::string> read_openapi_examples(std::string_view text, const ParameterValues& parameters,
                                                           const ImportLimits& limits) {
    const auto document = parse_json(text, {.bytes = limits.bytes, .values = 4'000'000});
    if (!document) {
        const auto [line, column] = line_and_column(text, document.error().offset);
        return std::unexpected(fmt::format("line {}, column {}: {}", line, column, document.error().reason));
    }
    const JsonValue *version = document->find("openapi"), *paths = document->find("paths");
    if (!version || !version->text.starts_with("3.") || !paths || !paths->is(JsonKind::object))
        return std::unexpected("no OpenAPI document of version 3 with paths");
    const Examples examples(*document);
    Imported imported;
    for (const JsonMember& path : paths->members)
        for (const JsonMember& operation : path.value.members) {
            if (std::ranges::find(methods, operation.key) == methods.end()) continue;
            OperationReader(examples, parameters, upper(operation.key), path.key)
                .read(path.value, operation.value, imported);
            if (imported.exchanges.size() > limits.exchanges)
                return std::unexpected(fmt::format("more than {} examples", limits.exchanges));
        }
    return imported;
}

}  // namespace keyturn
