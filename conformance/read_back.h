// Whether a refused request changed anything after all: what the public operations show of the groups before it is what
// they show afterwards (AM-ROT-020).
#pragma once

#include <vector>

#include "conformance/group_view.h"
#include "conformance/matcher.h"

namespace keyturn {

// What reads otherwise now, of a group that was shown before. Of a server that does not answer now, or is busy, nothing
// is said; of events no more than their signed content and who sent them counts. Of answers that give something
// confidential away no value is told.
std::vector<Difference> changes_between(const GroupView& before, const GroupView& after,
                                        const std::vector<Confidential>& confidential);

}  // namespace keyturn
