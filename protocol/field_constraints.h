// What each field of the request is held to, one constraint at a time: which of them a body keeps, which it breaks, and
// which it never comes to. Whatever any source asks counts, whichever profile is chosen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/request_fields.h"

namespace keyturn {

enum class FieldConstraint { required, type, min_length, pattern, content };

std::string_view name_of(FieldConstraint constraint);  // "required", …, "content"

// Whether a text can be what it stands for: an id or a version, base64 of the right length, a detail that decodes.
// Always where nothing is asked of the text by itself.
bool fits(std::string_view text, FieldContent content);

struct ConstrainedField {
    const RequestField* field;
    FieldConstraint constraint;

    friend bool operator==(const ConstrainedField&, const ConstrainedField&) = default;
};

// "/user_ids content"
std::string name_of(const ConstrainedField& constrained);

// Every constraint of every field, in the order of the field table.
std::vector<ConstrainedField> field_constraints();

struct JudgedConstraint {
    ConstrainedField constrained;
    bool kept;  // by every value that it applies to
};

// Those that apply to anything in that body, in the same order. A value of the wrong type is held to nothing else.
std::vector<JudgedConstraint> judge_fields(const JsonValue& body);

}  // namespace keyturn
