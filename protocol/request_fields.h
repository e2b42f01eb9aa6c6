// The one table of the request's fields (fact sheet, section 1.1). The reader, the JSON Schema, generators, mutators,
// field coverage and the manual's table go by it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/json_document.h"
#include "protocol/profile.h"

namespace keyturn {

enum class FieldType { text, texts, object, objects };

JsonKind kind_of(FieldType type);
std::string_view words_for(FieldType type);  // "text", "an array of text", "an object", "an array of objects"
FieldType element_type(FieldType list);      // of `texts` and `objects`

// What a text stands for, in a list each of its texts: generators make such values, mutators break them.
enum class FieldContent {
    fields,  // an object or objects: no text
    user_id,
    conversation_key_version,
    public_key_version,
    signature_version,
    message_id,
    wrapped_key,
    event_detail,
    signature,
    public_key,
    sealed_text,
    payload,
};

// Of which characters a text is made.
enum class TextPattern { any, base64_letters, digits };

std::string_view expression_of(TextPattern pattern);  // as JSON Schema writes it; empty for `any`
std::string_view words_for(TextPattern pattern);      // "only digits"; empty for `any`
bool fits(std::string_view text, TextPattern pattern);

struct RequestField {
    std::string_view pointer;  // JSON Pointer with * for every index: "/action_signatures/*/message_id"
    FieldType type;
    FieldContent content;
    std::optional<Profile> required_from;  // the most lenient profile that requires it, as do all stricter ones
    std::size_t min_length;                // in characters; asked from Profile::openapi on, like the pattern
    TextPattern pattern;
    std::string_view description;

    constexpr std::string_view name() const { return pointer.substr(pointer.rfind('/') + 1); }
    constexpr std::string_view object() const {
        return pointer.substr(0, pointer.rfind('/'));
    }  // what it stands in; "" is the body
    bool is_required(Profile profile) const { return required_from && *required_from <= profile; }
};

// Every field; those of one object stand together, the body's first.
std::span<const RequestField> request_fields();
std::span<const RequestField> body_fields();
// The fields of that object, or of each object of that list; none for texts. `field` is a row of the table, not a copy.
std::span<const RequestField> fields_below(const RequestField& field);

// The field that a pointer of a body names, list elements included: "/user_ids/3" belongs to user_ids. An index may be
// *. nullptr for the body itself and for what no field is.
const RequestField* field_at(std::string_view pointer);

// The table of the manual, `docs/request-fields.md`.
std::string field_table_markdown();

}  // namespace keyturn
