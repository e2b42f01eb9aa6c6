#include "fuzz/second_opinion/opinions/schema_opinion.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "conformance/json_comparison.h"
#include "conformance/pattern.h"
#include "protocol/request_fields.h"
#include "protocol/request_schema.h"

namespace keyturn::fuzz {
namespace {

const valijson::Schema& schema_without_patterns() {
    static const std::unique_ptr<const valijson::Schema> schema = [] {
        const auto text = nlohmann::json::parse(to_json(request_schema(Profile::openapi, {.patterns = false})));
        auto populated = std::make_unique<valijson::Schema>();
        valijson::SchemaParser(valijson::SchemaParser::kDraft7)
            .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), *populated);
        return populated;
    }();
    return *schema;
}

// Every text at a pointer whose indices are `*`.
bool all_texts_fit(const JsonValue& value, std::string_view pointer, std::string_view expression) {
    if (pointer.empty()) return !value.is(JsonKind::string) || fits_pattern(value.text, expression);
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view token = pointer.substr(1, end - 1), rest = pointer.substr(end);
    if (token == "*")
        return std::ranges::all_of(value.elements,
                                   [&](const JsonValue& element) { return all_texts_fit(element, rest, expression); });
    const JsonValue* member = value.find(token);
    return !member || all_texts_fit(*member, rest, expression);
}

bool all_patterns_fit(const JsonValue& body) {
    return std::ranges::all_of(request_fields(), [&](const RequestField& field) {
        return field.pattern == TextPattern::any || all_texts_fit(body, field.pointer, expression_of(field.pattern));
    });
}

}  // namespace

Finding disagreement_with_schema(const JsonValue& body, const ReadRequest& ours) {
    const std::string text = to_json(body);
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (document.is_discarded() || !doubled_keys(body).empty() || text.contains("\\u0000")) return std::nullopt;
    const bool is_valid = valijson::Validator().validate(schema_without_patterns(),
                                                         valijson::adapters::NlohmannJsonAdapter(document), nullptr);
    const bool theirs = is_valid && all_patterns_fit(body);
    if (ours.problems.empty() == theirs) return std::nullopt;
    if (theirs) return "the schema accepts what the reader refuses at " + ours.problems.front().pointer;
    return is_valid ? "the reader accepts what does not fit a pattern" : "the reader accepts what the schema refuses";
}

}  // namespace keyturn::fuzz
