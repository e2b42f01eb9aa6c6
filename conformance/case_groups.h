// Which cases of a run must not be under way at the same time: a server keeps conversations and users by their ids.
#pragma once

#include <cstddef>
#include <vector>

#include "conformance/exchange.h"

namespace keyturn {

using CaseGroup = std::vector<std::size_t>;  // cases by their places, ascending

// Cases of different groups can run at the same time, those of one can't. Two cases are in one group when
// * both name the same conversation: in their state, in what they compose, in a recorded request;
// * both name the same user, who is not the same at all times: in one state but not in the other, with other keys or
//   another token, or a case registers keys for that user. States that have the user alike can stand at the same time
//   (shared_users.h);
// or when a third case is in one group with each. The groups come in the order of their first cases.
std::vector<CaseGroup> groups_apart(const std::vector<Case>& cases);

}  // namespace keyturn
