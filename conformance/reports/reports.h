// A run in the forms that others read. Each is rendered from the record alone, the same bytes every time, and inert:
// nothing in it that came from a server is markup.
#pragma once

#include <string>
#include <string_view>

#include "conformance/reports/run_record.h"
#include "conformance/requirement.h"

namespace keyturn {

struct ReportOptions {
    const Requirements& requirements;
    bool strict = false;  // a tolerated verdict counts as a failure
};

// JUnit XML as Jenkins' schema (junit-10.xsd) has it: a suite for each folder of cases, a test case for each case.
// Nonconformant and flaky are failures, inconclusive is an error, not run and unimplemented are skipped.
std::string junit_report(const RunRecord& record, const ReportOptions& options);

// SARIF 2.1.0: a rule for each requirement that was broken, a result for each breach.
std::string sarif_report(const RunRecord& record, const ReportOptions& options);

// GitHub-flavoured Markdown for a pull request: the counts, and the failures by cause with an exemplar each. At most
// 60 000 bytes; what is left out is said.
std::string markdown_report(const RunRecord& record, const ReportOptions& options);

// One page that needs nothing else and loads nothing: the counts, every verdict, a search. Its content policy allows
// its own script and style only.
std::string html_report(const RunRecord& record, const ReportOptions& options);

// Workflow commands of GitHub Actions: an error, or a warning where it is tolerated, for each of the first ten causes.
std::string annotations_report(const RunRecord& record, const ReportOptions& options);

}  // namespace keyturn
