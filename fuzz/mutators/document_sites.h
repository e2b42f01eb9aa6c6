// Every value of a JSON document and where it stands: what a mutation chooses from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/request_fields.h"

namespace keyturn::fuzz {

// Whether documents are bodies of requests, whose fields are known, or any JSON.
enum class Steering { any_json, request };

struct Site {
    JsonValue* value;
    JsonValue* parent = nullptr;               // nullptr: the root
    std::size_t index = 0;                     // among the parent's elements or members
    const RequestField* field = nullptr;       // that it is, or is an element of
    std::span<const RequestField> below = {};  // that its members can be
    std::uint64_t place = 0;                   // the same wherever pointers differ in indices only
    std::size_t end = 0;                       // of what stands below: the first site behind that

    bool is_container() const { return value->is(JsonKind::array) || value->is(JsonKind::object); }
};

// The root first, each before what stands below it. Good until a list of the document changes.
std::vector<Site> sites_of(JsonValue& document, Steering steering);

// Parts of a container, in order.
std::size_t count_of_parts(const JsonValue& container);
void erase_part(JsonValue& container, std::size_t index);

}  // namespace keyturn::fuzz
