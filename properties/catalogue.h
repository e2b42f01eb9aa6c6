// Every property as a row of one table: what it is called, which requirements it cites, and how it judges a library on
// one input. RapidCheck (properties/generated), fuzz targets and the replay of saved inputs are drivers of these rows.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/library.h"
#include "properties/violation.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// What one input costs, and so how many are tried: microseconds, some signatures, or whole conversations.
enum class Cost { pure, signing, sequence };

std::string_view name_of(Cost cost);  // "pure", "signing", "sequence"

// How often a property is tried on a library in our own process: 10 000, 1 000 or 100 times, a tenth of what the
// reference was proven with.
std::size_t default_runs(Cost cost);

// What an oracle found on the input, or why the JSON is no input of it.
using Judge = std::expected<std::optional<Violation>, Problems> (*)(Library&, const JsonValue& input);

struct Property {
    std::string_view name;  // that of the oracle
    std::vector<std::string_view> requirements;
    Cost cost;
    Judge judge;

    bool cites(std::string_view requirement) const;
    // Whether it cites the requirement, or it is one about answering at all, which every property judges: AM-SIG-041,
    // AM-SIG-042.
    bool judges(std::string_view requirement) const;
};

std::span<const Property> properties();
const Property* find_property(std::string_view name);  // nullptr: there is none of that name

struct Judgement {
    bool exercised = false;  // the library implements what it was asked, and was asked something
    std::optional<Violation> violation;
};

// Judges the library on one input. A library that fails to answer violates AM-SIG-041 or AM-SIG-042, whatever the
// property. The violation names the property and has its witness, {"property", "input"}.
std::expected<Judgement, Problems> judge(const Property& property, Library& library, const JsonValue& input);

// Judges the witness of a violation again. The problems say what the file lacks.
std::expected<Judgement, Problems> judge_witness(Library& library, const JsonValue& witness);

}  // namespace keyturn
