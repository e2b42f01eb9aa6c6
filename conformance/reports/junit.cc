#include <fmt/format.h>

#include <map>

#include "conformance/reports/markup.h"
#include "conformance/reports/report_parts.h"
#include "conformance/reports/reports.h"

namespace keyturn {
namespace {

struct Counts {
    std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

    void add(ReportedAs what) {
        ++tests;
        failures += what == ReportedAs::failed;
        errors += what == ReportedAs::error;
        skipped += what == ReportedAs::skipped;
    }

    std::string attributes() const {
        return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}")", tests, failures, errors, skipped);
    }

    friend Counts operator+(const Counts& a, const Counts& b) {
        return {a.tests + b.tests, a.failures + b.failures, a.errors + b.errors, a.skipped + b.skipped};
    }
};

struct Suite {
    Counts counts;
    std::string cases;
};

std::string headline(const Verdict& verdict, const Requirements& requirements) {
    std::string text(name_of(verdict.kind));
    if (!verdict.reason.empty()) text += " (" + verdict.reason + ")";
    if (!verdict.breaches.empty())
        text += ": " + requirement_sentence(verdict.breaches.front().requirement, requirements);
    return text;
}

std::string details(const Verdict& verdict, const Requirements& requirements) {
    std::string text;
    for (const Breach& breach : verdict.breaches)
        text += fmt::format("{}\n  {}\n", requirement_sentence(breach.requirement, requirements),
                            difference_sentence(breach.difference));
    if (!verdict.repeat.empty()) text += "again: " + verdict.repeat + "\n";
    return text;
}

std::string element(std::string_view name, const Verdict& verdict, const Requirements& requirements) {
    return fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", name,
                       markup_text(headline(verdict, requirements)), name_of(verdict.kind),
                       markup_text(details(verdict, requirements)));
}

std::string content(const Verdict& verdict, ReportedAs what, const Requirements& requirements) {
    switch (what) {
        case ReportedAs::failed:
            return element("failure", verdict, requirements);
        case ReportedAs::error:
            return element("error", verdict, requirements);
        case ReportedAs::skipped:
            // As text: of the published schemas not all know an attribute for it.
            return fmt::format("      <skipped>{}</skipped>\n", markup_text(headline(verdict, requirements)));
        case ReportedAs::passed:
            break;
    }
    if (verdict.breaches.empty()) return "";
    return fmt::format("      <system-out>{}</system-out>\n",
                       markup_text(headline(verdict, requirements) + "\n" + details(verdict, requirements)));
}

std::string test_case(const Verdict& verdict, ReportedAs what, const Requirements& requirements) {
    const std::string folder = folder_of(verdict.case_id);
    const std::string attributes =
        fmt::format("classname=\"{}\" name=\"{}\"", markup_text(folder.empty() ? "cases" : folder),
                    markup_text(name_of_case(verdict.case_id)));
    const std::string inside = content(verdict, what, requirements);
    if (inside.empty()) return fmt::format("    <testcase {}/>\n", attributes);
    return fmt::format("    <testcase {}>\n{}    </testcase>\n", attributes, inside);
}

}  // namespace

std::string junit_report(const RunRecord& record, const ReportOptions& options) {
    std::map<std::string, Suite> suites;
    Counts all;
    for (const Verdict& verdict : record.verdicts) {
        const ReportedAs what = reported_as(verdict.kind, options.strict);
        Suite& suite = suites[folder_of(verdict.case_id)];
        suite.counts.add(what);
        suite.cases += test_case(verdict, what, options.requirements);
    }
    std::string text;
    for (const auto& [folder, suite] : suites) {
        text += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n",
                            markup_text(folder.empty() ? "cases" : folder), suite.counts.attributes(), suite.cases);
        all = all + suite.counts;
    }
    // Jenkins' schema has no "skipped" on the outermost element.
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"keyturn\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n{}</testsuites>\n",
        all.tests, all.failures, all.errors, text);
}

}  // namespace keyturn
