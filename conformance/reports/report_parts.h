// What the reports have in common.
#pragma once

#include <string>

#include "conformance/journal.h"
#include "conformance/requirement.h"

namespace keyturn {

enum class ReportedAs { passed, failed, error, skipped };

// How a verdict counts in a report; a tolerated one has failed only when `strict`.
ReportedAs reported_as(VerdictKind kind, bool strict);

// The folder of a case, "" when it lies in none, and its own name.
std::string folder_of(const std::string& case_id);
std::string name_of_case(const std::string& case_id);

// "AM-ROT-002 MUST: The key version is above …"; an id that the catalogue lacks stands alone.
std::string requirement_sentence(const std::string& id, const Requirements& requirements);

// "status: expected 400, found 200"
std::string difference_sentence(const Difference& difference);

}  // namespace keyturn
