// Mutations of one place of a JSON document, each a row of a table.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "fuzz/mutators/document_sites.h"
#include "fuzz/mutators/draws.h"

namespace keyturn::fuzz {

// A document while it is mutated.
struct Mutant {
    JsonValue& document;
    Steering steering;
    std::vector<Site> sites;
    Draws& draws;
    std::size_t room;  // bytes that the document may still grow by
};

struct NodeMutation {
    std::string_view name;
    // Changes the document at that site, which makes the sites void. False, and nothing changed, where it can't.
    bool (*apply)(Mutant& mutant, std::size_t site);
};

std::span<const NodeMutation> node_mutations();

// Adds that field of a request, with right values, to an object that lacks it; where there is no such object, what it
// stands in. False, and nothing changed, when that is there, too.
bool add_field(JsonValue& body, const RequestField& field, Draws& draws);

}  // namespace keyturn::fuzz
