// What the tests of this folder share.
#pragma once

#include "conformance/reports/reports.h"

namespace keyturn {

// AM-ROT-002 (a MUST, "versions go <up>") and AM-RSP-006 (a SHOULD, "refusals are told as expected").
const Requirements& two_requirements();

Verdict verdict_of(std::string id, VerdictKind kind, std::string reason = "");

// With one breach; its kind follows from the requirement's level.
Verdict breaking(std::string id, std::string requirement, std::string place = "status", std::string expected = "409",
                 std::string actual = "200");

}  // namespace keyturn
