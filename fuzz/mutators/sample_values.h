// Values that mutations put into documents: right ones by what a field stands for, and those at the bounds of what is
// read.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "fuzz/mutators/draws.h"
#include "protocol/json_document.h"
#include "protocol/request_fields.h"

namespace keyturn::fuzz {

// Texts of a field that a careful server takes, as far as one field can tell.
std::span<const std::string> right_texts(FieldContent content);

// Texts at the bounds of that content: lengths, alphabets, numbers around powers of two.
std::span<const std::string> boundary_texts(FieldContent content);

// Texts that trouble readers of anything: empty, control characters, beyond the BMP, null, escapes.
std::span<const std::string> odd_texts();

// Literals of numbers: minus zero, exponents, beyond 2^53, 2^63 and 2^64.
std::span<const std::string_view> number_literals();

// Names and texts of our file formats, the request's and the event's fields: what any JSON here may hold.
std::span<const std::string_view> words();

// A value of the field with everything below it, lists with one element each.
JsonValue right_value(const RequestField& field, Draws& draws);
// One element of the list field.
JsonValue right_element(const RequestField& field, Draws& draws);

}  // namespace keyturn::fuzz
