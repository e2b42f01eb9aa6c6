// Which generator feeds which property, and how often its interesting cases must come up.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"

namespace keyturn {

// A class of inputs that must make up at least so many of a hundred: a property that hardly ever sees its hard cases
// shows nothing.
struct RequiredShare {
    std::string_view name;
    double percent;
    std::function<bool(const JsonValue& input)> belongs;
};

struct InputSource {
    rc::Gen<JsonValue>
        inputs;  // in the JSON form that the property's oracle reads; shrinks like the value it stands for
    std::vector<RequiredShare> shares;
};

// Of a property of the catalogue; every one has a source.
const InputSource& input_source(std::string_view property);

}  // namespace keyturn
