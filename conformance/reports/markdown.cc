#include <fmt/format.h>

#include "conformance/reports/failure_groups.h"
#include "conformance/reports/markup.h"
#include "conformance/reports/report_parts.h"
#include "conformance/reports/reports.h"
#include "conformance/run_coverage.h"
#include "conformance/shown_text.h"
#include "conformance/text_report.h"

namespace keyturn {
namespace {

// A comment on GitHub holds 65 536 characters; the last line says what is left out.
constexpr std::size_t most_bytes = 60'000, last_line = 100;
constexpr std::size_t most_cases_named = 10;

std::string cases_of(const FailureGroup& group) {
    std::string text;
    for (std::size_t i = 0; i < group.verdicts.size() && i < most_cases_named; ++i)
        text += (i == 0 ? "" : ", ") + markdown_code(group.verdicts[i]->case_id);
    if (group.verdicts.size() > most_cases_named)
        text += fmt::format(" and {} more", group.verdicts.size() - most_cases_named);
    return text;
}

std::string section_of(const FailureGroup& group, const Requirements& requirements) {
    const Verdict& exemplar = *group.verdicts.front();
    std::string text = fmt::format("### {}\n\n", markdown_code(requirement_sentence(group.requirement, requirements)));
    text += fmt::format("- {}: {}\n", name_of(exemplar.kind), cases_of(group));
    text += fmt::format("- {}\n", markdown_code(difference_sentence(group.breach->difference)));
    if (!exemplar.repeat.empty()) text += fmt::format("- again: {}\n", markdown_code(exemplar.repeat));
    return text + "\n";
}

// Why there was no verdict, or what is to be said beside one.
std::string reasons_of(const std::vector<Verdict>& verdicts) {
    constexpr std::size_t most_reasons = 10;
    const auto groups = silent_groups(verdicts);
    std::string text;
    for (std::size_t i = 0; i < groups.size() && i < most_reasons; ++i)
        text += fmt::format("- {} {}, such as {}: {}\n", groups[i].size(), name_of(groups[i].front()->kind),
                            markdown_code(shown_place(groups[i].front()->case_id)),
                            markdown_code(shown_place(groups[i].front()->reason)));
    if (groups.size() > most_reasons) text += fmt::format("- and {} more reasons\n", groups.size() - most_reasons);
    return text.empty() ? "" : text + "\n";
}

std::string coverage_of(const RunRecord& record, const Requirements& requirements) {
    const std::string summary = coverage_summary(run_coverage(record.verdicts, requirements));
    return summary.empty() ? "" : markdown_code(summary) + "\n\n";
}

}  // namespace

std::string markdown_report(const RunRecord& record, const ReportOptions& options) {
    std::string text =
        fmt::format("## keyturn: {} cases\n\n{}\n\n", record.verdicts.size(), summary_of(count(record.verdicts)));
    for (const std::string& remark : record.remarks) text += fmt::format("- {}\n\n", markdown_code(remark));
    text += reasons_of(record.verdicts) + coverage_of(record, options.requirements);
    const auto groups = failure_groups(record.verdicts);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const std::string section = section_of(groups[i], options.requirements);
        if (text.size() + section.size() > most_bytes - last_line)
            return text + fmt::format("{} more causes are left out; the journal has them all.\n", groups.size() - i);
        text += section;
    }
    return text;
}

}  // namespace keyturn
