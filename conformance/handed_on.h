// Whether the events of a group hand accepted adds on as they were signed (AM-ROT-021, AM-ROT-034).
#pragma once

#include <span>
#include <vector>

#include "conformance/accepted_adds.h"
#include "conformance/group_view.h"
#include "conformance/journal.h"

namespace keyturn {

// What the events of a group that shows them lack, double or alter of the adds. Linear in the events and the adds; keys
// are unwrapped only where a key change is not the one that was sent.
std::vector<Breach> faults_of_handing_on(const GroupView& view, std::span<const AcceptedAdd> adds, const Users& users);

}  // namespace keyturn
