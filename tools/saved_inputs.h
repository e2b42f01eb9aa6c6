// A folder of inputs that made a property fail, DIR/<property>/<digest>.json: replayed first the next time, and each
// repeats its violation with one command.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "properties/catalogue.h"

namespace keyturn {

// $XDG_CACHE_HOME/keyturn/check, else ~/.cache/keyturn/check; "" when neither is known.
std::string default_folder_of_saved_inputs();

// The inputs saved for a property, in the order of their names; what can't be read is left out. "": none.
std::vector<JsonValue> saved_inputs(const std::string& folder, const Property& property);

// Writes the witness of a violation; the path of the file, or why not, in a sentence.
std::expected<std::string, std::string> save_witness(const std::string& folder, const Violation& violation);

}  // namespace keyturn
