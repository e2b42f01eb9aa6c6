#include <fmt/format.h>

#include "conformance/reports/failure_groups.h"
#include "conformance/reports/markup.h"
#include "conformance/reports/report_parts.h"
#include "conformance/reports/reports.h"
#include "conformance/run_coverage.h"
#include "conformance/text_report.h"
#include "protocol/base64.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

constexpr std::string_view style = R"(
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
code, pre { font: 0.875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
input { font: inherit; width: 100%; padding: 0.4rem 0.6rem; box-sizing: border-box; border: 1px solid #6b7280; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem; border-bottom: 1px solid #d0d7de; }
.nonconformant, .flaky { color: #b42318; font-weight: 600; } .tolerated, .inconclusive { color: #8a5300; font-weight: 600; } .conformant { color: #176f2c; }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf3; background: #0d1117; } th, td { border-color: #30363d; } input { color: inherit; background: #161b22; }
  .nonconformant, .flaky { color: #ff8a80; } .tolerated, .inconclusive { color: #f0b429; } .conformant { color: #6bd089; }
}
)";

constexpr std::string_view script = R"(
const search = document.getElementById("search"), shown = document.getElementById("shown");
const rows = Array.from(document.querySelectorAll("tbody tr"));
const filter = () => {
  const words = search.value.toLowerCase().split(/\s+/);
  let count = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every(word => text.includes(word));
    if (!row.hidden) ++count;
  }
  shown.textContent = count + " of " + rows.length + " cases";
};
search.addEventListener("input", filter);
filter();
)";

std::string hash_of(std::string_view inline_text) { return "'sha256-" + base64(sha256(bytes_of(inline_text))) + "'"; }

std::string head(const RunRecord& record) {
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; script-src {}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>keyturn: {}</title>\n<style>{}</style>\n"
        "</head>\n<body>\n",
        hash_of(style), hash_of(script), summary_of(count(record.verdicts)), style);
}

std::string code(std::string_view text) { return "<code>" + markup_text(text) + "</code>"; }

std::string section_of(const FailureGroup& group, const Requirements& requirements) {
    const Verdict& exemplar = *group.verdicts.front();
    std::string text =
        fmt::format("<h3>{}</h3>\n<p>{} cases, such as {}<br>{}<br>again: {}</p>\n",
                    markup_text(requirement_sentence(group.requirement, requirements)), group.verdicts.size(),
                    code(exemplar.case_id), code(difference_sentence(group.breach->difference)), code(exemplar.repeat));
    return text;
}

std::string section_of(const RunCoverage& coverage) {
    const std::string summary = coverage_summary(coverage);
    if (summary.empty()) return {};
    return fmt::format(
        "<h2>Coverage</h2>\n<pre>{}</pre>\n<details><summary>By field, rule and requirement, with "
        "cases</summary>\n<pre>{}</pre></details>\n",
        markup_text(summary), markup_text(coverage_table(coverage)));
}

std::string row_of(const Verdict& verdict) {
    std::string found = markup_text(verdict.reason);
    for (const Breach& breach : verdict.breaches)
        found += fmt::format("<div>{} {}</div>", markup_text(breach.requirement),
                             code(difference_sentence(breach.difference)));
    if (!verdict.breaches.empty()) found += fmt::format("<div>again: {}</div>", code(verdict.repeat));
    return fmt::format("<tr><td>{0}</td><td class=\"{1}\">{1}</td><td>{2}</td></tr>\n", code(verdict.case_id),
                       name_of(verdict.kind), found);
}

}  // namespace

std::string html_report(const RunRecord& record, const ReportOptions& options) {
    std::string text = head(record);
    text += fmt::format("<h1>keyturn: {} cases</h1>\n<p>{}</p>\n", record.verdicts.size(),
                        summary_of(count(record.verdicts)));
    for (const std::string& remark : record.remarks) text += fmt::format("<p>{}</p>\n", markup_text(remark));
    const auto groups = failure_groups(record.verdicts);
    if (!groups.empty()) text += "<h2>Failures by cause</h2>\n";
    for (const FailureGroup& group : groups) text += section_of(group, options.requirements);
    text += section_of(run_coverage(record.verdicts, options.requirements));
    text +=
        "<h2>All cases</h2>\n<p><label>Search: a case, a verdict, a requirement, a value"
        "<input id=\"search\" type=\"search\" autocomplete=\"off\"></label> <span id=\"shown\"></span></p>\n"
        "<table>\n<thead><tr><th>case</th><th>verdict</th><th>what was found</th></tr></thead>\n<tbody>\n";
    for (const Verdict& verdict : record.verdicts) text += row_of(verdict);
    return text + fmt::format("</tbody>\n</table>\n<script>{}</script>\n</body>\n</html>\n", script);
}

}  // namespace keyturn
