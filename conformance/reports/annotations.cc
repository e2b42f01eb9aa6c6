#include <fmt/format.h>

#include "conformance/reports/failure_groups.h"
#include "conformance/reports/report_parts.h"
#include "conformance/reports/reports.h"

namespace keyturn {
namespace {

constexpr std::size_t most_annotations = 10;  // GitHub shows no more of a kind for one step

// What a workflow command's text may not hold as it is; a property's value has two more.
std::string escaped(std::string_view text, bool is_property) {
    std::string safe;
    for (const char c : text) {
        const bool separates = is_property && (c == ':' || c == ',');
        const bool is_control = static_cast<unsigned char>(c) < 0x20;
        safe += c == '%' || is_control || separates ? fmt::format("%{:02X}", static_cast<unsigned char>(c))
                                                    : std::string(1, c);
    }
    return safe;
}

std::string annotation_of(const FailureGroup& group, const ReportOptions& options) {
    const Verdict& exemplar = *group.verdicts.front();
    const bool failed = reported_as(exemplar.kind, options.strict) == ReportedAs::failed;
    const std::string message =
        fmt::format("{}\n{} of {} cases\nagain: {}", difference_sentence(group.breach->difference), exemplar.case_id,
                    group.verdicts.size(), exemplar.repeat);
    return fmt::format("::{} title={}::{}\n", failed ? "error" : "warning",
                       escaped(requirement_sentence(group.requirement, options.requirements), true),
                       escaped(message, false));
}

}  // namespace

std::string annotations_report(const RunRecord& record, const ReportOptions& options) {
    std::string text;
    const auto groups = failure_groups(record.verdicts);
    for (std::size_t i = 0; i < groups.size() && i < most_annotations; ++i) text += annotation_of(groups[i], options);
    return text;
}

}  // namespace keyturn
