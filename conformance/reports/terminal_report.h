// A run on one screen: failures by requirement and cause, one exemplar each, then what gave no verdict, by its reason.
#pragma once

#include <string>
#include <vector>

#include "conformance/reports/reports.h"
#include "conformance/text_report.h"

namespace keyturn {

// At most 32 lines. What a server must mend comes first; what has no room is counted, with `where_all_stands`: a
// sentence's end that says where to read it. Nothing for a run in which there is nothing to tell.
std::string terminal_report(const std::vector<Verdict>& verdicts, const Requirements& requirements,
                            const TextStyle& style, const std::string& where_all_stands);

}  // namespace keyturn
