// JSON as a person reads it at a glance.
#pragma once

#include <string>
#include <string_view>

namespace keyturn::fuzz {

// Over several lines. Texts are cut after 60 characters, lists after 12 elements, objects after 40 members; each says
// how much there is. What a terminal acts on, or nobody sees, is escaped. "" for what is no JSON.
std::string shown_json(std::string_view text);

}  // namespace keyturn::fuzz
