// A script of a conversation as a text that people write: what the rotation target reads.
#pragma once

#include <string_view>

#include "properties/conversation.h"

namespace keyturn::fuzz {

inline constexpr std::size_t most_steps = 24;

// One step a line: an act, who acts, and where the act needs one another user, `group N`, `event N`, in any order:
//     add 1111 3333 group 0
//     deliver 3333 event 2 group 0
// Read leniently, so that few texts are wasted: words that mean nothing are passed over, what is not said is 0 or
// nobody, and lines without an act, or past the most steps, are left out.
Script read_script(std::string_view text);

}  // namespace keyturn::fuzz
