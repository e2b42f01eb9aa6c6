// Mutations of one struct within a Thrift value, by its schema: what comes out fits the schema and writes canonically,
// but for texts that may be no UTF-8 and unions with no arm or several.
#pragma once

#include <span>
#include <string_view>

#include "fuzz/mutators/draws.h"
#include "protocol/thrift_binary.h"

namespace keyturn::fuzz {

struct ThriftMutation {
    std::string_view name;
    // Changes the struct. False, and nothing changed, where it can't.
    bool (*apply)(ThriftValue& structure, const ThriftStructSchema& schema, Draws& draws);
};

std::span<const ThriftMutation> thrift_mutations();

// Mutates one struct of the value, itself included; some tries, then the value stays as it is.
void mutate_thrift(ThriftValue& value, const ThriftStructSchema& schema, Draws& draws);

// Puts a struct of the other value where one of the same kind stands in the first, or one field of it into that.
void cross_over_thrift(ThriftValue& value, ThriftValue other, const ThriftStructSchema& schema, Draws& draws);

// A struct with some of its fields; a union with one arm.
ThriftValue any_thrift_struct(const ThriftStructSchema& schema, Draws& draws);

// A value of the field: texts, numbers and lists at bounds, structs with some of their fields.
ThriftValue any_thrift_value(const ThriftFieldSchema& field, Draws& draws);

}  // namespace keyturn::fuzz
