// What can be done to a recorded answer's body: written otherwise, which a comparison must not notice, and changed in
// meaning, which it must.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "fuzz/oracles/finding.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

// The same value in other texts: over several lines, every character escaped, white space around every token, the keys
// of every object the other way round (where none is doubled, for the order of doubled keys counts).
std::vector<std::string> other_writings(const JsonValue& body);

// Copies that differ from the body in one thing each, at any of its first `most_places` values: another kind, text or
// number, an element or member more, one less, the ends of a list swapped, a key renamed.
std::vector<JsonValue> other_meanings(const JsonValue& body, std::size_t most_places);

// Whether a comparison says that the text found is what was expected.
using IsSame = std::function<bool(const JsonValue& expected, const std::string& found)>;

Finding only_meaning_counts(const JsonValue& body, std::size_t most_places, const IsSame& is_same);

}  // namespace keyturn::fuzz
