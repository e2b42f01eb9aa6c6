// Every member add that one payload can be read as: its lists have no counts, what is unset is written as the text
// `null`, and the version is not signed (fact sheet, section 4; invariants 20 and 21; AM-SIG-037, AM-SIG-038).
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/oracles/finding.h"
#include "protocol/event_detail.h"

namespace keyturn::fuzz {

struct AddReading {
    MemberAdd add;
    int signature_version = 0;
};

// The readings of the components that follow `cid`, at every layout, at most `most_listed_ids` ids in the lists (else
// none). What a version does not cover is as in `otherwise`. Every ids' border is tried, so the number grows with the
// third power of the ids.
inline constexpr std::size_t most_listed_ids = 5;
std::vector<AddReading> add_readings(std::span<const std::string> components, const MemberAdd& otherwise);

std::vector<std::string> components_of(std::string_view payload);

// Of all readings of one payload a recipient who knows the group accepts no two that differ.
using Accepts = std::function<bool(const AddReading&)>;
Finding one_reading_is_accepted(std::span<const AddReading> readings, const Accepts& accepts);

}  // namespace keyturn::fuzz
