// Whether accepted adds took effect as a whole, and were handed on as they were signed: what the public operations show
// of a group before them and after them (AM-ROT-021, AM-ROT-034).
#pragma once

#include <span>
#include <vector>

#include "conformance/accepted_adds.h"
#include "conformance/group_view.h"
#include "conformance/journal.h"

namespace keyturn {

// What the group does not show as it should, each with the exchange whose add it is:
// * the roster is that of before and the added users, each once; admins, ttl and flag are as before, title and avatar
//   as before or as they were sent;
// * each key change and each member add stands once among the events, with the bytes, the sender and the signature that
//   were sent, and the key changes in the order in which they were accepted;
// * what stands there in place of a key change opens for every member whose private keys are known, and no key change
//   from before opens for a user who was added later.
// Nothing where the group was not shown before, or can't be read now. What a server never showed it may leave out. Of
// answers that give something confidential away no value is told.
std::vector<Breach> unmet_effects(const GroupView& before, const GroupView& after, std::span<const AcceptedAdd> adds,
                                  const Users& users, const std::vector<Confidential>& confidential);

}  // namespace keyturn
