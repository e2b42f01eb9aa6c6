// Which rules the reference server leaves out where the sources of the protocol disagree.
#pragma once

#include "conformance/requirement.h"
#include "conformance/server/state.h"
#include "protocol/profile.h"

namespace keyturn {

// The rules that ask for more than the profile's source does: their requirement does not apply under the profile.
LeftOut rules_left_out(const Requirements& catalogue, Profile profile);

}  // namespace keyturn
