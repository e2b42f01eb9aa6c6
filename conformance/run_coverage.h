// What a whole run put to the test, and by which of its cases: every constraint of the request's fields, every
// membership rule, every requirement of a server; each valid, broken, or never.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/journal.h"
#include "conformance/lint.h"
#include "conformance/requirement.h"

namespace keyturn {

struct CoverageRow {
    std::string subject;  // a field's pointer or "body", a rule's name, a requirement's id
    std::string detail;   // the constraint; the rule's requirement; "" for a requirement
    Sides sides = Sides::both;
    std::vector<std::string> valid = {}, broken = {};  // cases, by id

    bool is_never() const { return valid.empty() && broken.empty(); }
    bool lacks_valid() const { return valid.empty(); }
    bool lacks_broken() const { return sides == Sides::both && broken.empty(); }
    std::string name() const { return subject.starts_with('/') ? subject + ' ' + detail : subject; }
};

struct RunCoverage {
    std::vector<CoverageRow> fields, rules, requirements;  // in the order of their tables
};

// From the verdicts of a run, each case once. Requirements that every answer is held to have no row; nor has the side
// of a conflict that the run did not take.
RunCoverage run_coverage(const std::vector<Verdict>& verdicts, const Requirements& requirements);

// A line: how much of each table was valid and broken. Nothing when nothing was.
std::string coverage_line(const RunCoverage& coverage);

// That line, and one each with what never was, was never valid, was never broken, where there is such.
std::string coverage_summary(const RunCoverage& coverage);

// The whole table, with up to three cases on each side.
std::string coverage_table(const RunCoverage& coverage);

// conformance/schemas/coverage.schema.json; with up to ten cases on each side.
JsonValue coverage_to_json(const RunCoverage& coverage);

}  // namespace keyturn
