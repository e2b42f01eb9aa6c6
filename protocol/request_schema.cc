#include "protocol/request_schema.h"

#include <fmt/format.h>

#include "protocol/request_fields.h"

namespace keyturn {
namespace {

JsonValue text_value(std::string_view text) { return json_string(std::string(text)); }

class SchemaWriter {
  public:
    SchemaWriter(Profile profile, const SchemaOptions& options) : profile_(profile), options_(options) {}

    void describe_object(JsonValue& schema, std::span<const RequestField> fields) const {
        JsonValue required = json_array(), properties = json_object();
        for (const RequestField& field : fields) {
            if (field.is_required(profile_)) required.elements.push_back(text_value(field.name()));
            properties.set(field.name(), described(field));
        }
        schema.set("type", text_value("object"));
        if (!required.elements.empty()) schema.set("required", std::move(required));
        schema.set("properties", std::move(properties));
    }

  private:
    JsonValue described(const RequestField& field) const {
        JsonValue schema = json_object();
        schema.set("description", text_value(field.description));
        describe(schema, field, field.type);
        return schema;
    }

    void describe(JsonValue& schema, const RequestField& field, FieldType type) const {
        switch (type) {
            case FieldType::text:
                return describe_text(schema, field);
            case FieldType::object:
                return describe_object(schema, fields_below(field));
            case FieldType::texts:
            case FieldType::objects:
                return describe_list(schema, field);
        }
    }

    void describe_list(JsonValue& schema, const RequestField& field) const {
        JsonValue items = json_object();
        describe(items, field, element_type(field.type));
        schema.set("type", text_value("array"));
        schema.set("items", std::move(items));
    }

    void describe_text(JsonValue& schema, const RequestField& field) const {
        schema.set("type", text_value("string"));
        if (profile_ == Profile::documented) return;
        if (field.min_length != 0) schema.set("minLength", json_number(std::to_string(field.min_length)));
        if (options_.patterns && field.pattern != TextPattern::any)
            schema.set("pattern", text_value(expression_of(field.pattern)));
    }

    Profile profile_;
    const SchemaOptions& options_;
};

}  // namespace

JsonValue request_schema(Profile profile, const SchemaOptions& options) {
    JsonValue schema = json_object();
    schema.set("$schema", text_value("http://json-schema.org/draft-07/schema#"));
    schema.set("title", text_value(fmt::format("Body of POST /2/chat/conversations/{{id}}/members, profile {}",
                                               name_of(profile))));
    SchemaWriter(profile, options).describe_object(schema, body_fields());
    return schema;
}

}  // namespace keyturn
