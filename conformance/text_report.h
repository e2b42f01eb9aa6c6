// Verdicts as a person reads them on a terminal or in a log.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conformance/journal.h"
#include "conformance/requirement.h"

namespace keyturn {

struct TextStyle {
    bool colours = false;
};

// One line for a case that needs no more words; for a breach also the requirement, the place, both values and the
// command that repeats just this case. Ends with a line feed.
std::string text_of(const Verdict& verdict, const Requirements& requirements, const TextStyle& style);

// The parts of such texts, each a line without its end but for the second.
std::string requirement_line(const std::string& id, const Requirements& requirements);
std::string breach_line(const Breach& breach, bool names_exchange);  // indented, with its line feed
std::string shown_kind(VerdictKind kind, const TextStyle& style);

// Some CI systems take "##[" for a command of theirs wherever it stands in a line of a log: here it is none.
std::string without_commands(std::string text);

using VerdictCounts = std::map<VerdictKind, std::size_t>;

VerdictCounts count(const std::vector<Verdict>& verdicts);

// "98 conformant, 1 nonconformant, 2 not run": what there is, in the order of the design.
std::string summary_of(const VerdictCounts& counts);

}  // namespace keyturn
