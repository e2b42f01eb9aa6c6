// What --policy-off may silence: what a careful server would do and no document asks for (design, section 4).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/requirement.h"

namespace keyturn {

// Why this id can't be silenced, as a sentence that says what to do instead; empty when it can.
std::string why_not_silenced(const Requirements& requirements, std::string_view id);

// "silenced: AM-ROT-004 AM-REQ-005", each id once in the order they were asked for; empty when there are none.
std::string silenced_in_words(const std::vector<std::string>& ids);

}  // namespace keyturn
