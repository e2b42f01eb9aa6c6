#include "conformance/reports/report_parts.h"

#include <fmt/format.h>

namespace keyturn {

ReportedAs reported_as(VerdictKind kind, bool strict) {
    switch (kind) {
        case VerdictKind::conformant:
            return ReportedAs::passed;
        case VerdictKind::tolerated:
            return strict ? ReportedAs::failed : ReportedAs::passed;
        case VerdictKind::nonconformant:
        case VerdictKind::flaky:
            return ReportedAs::failed;
        case VerdictKind::inconclusive:
            return ReportedAs::error;
        case VerdictKind::unimplemented:
        case VerdictKind::not_run:
            break;
    }
    return ReportedAs::skipped;
}

std::string folder_of(const std::string& case_id) {
    const std::size_t slash = case_id.rfind('/');
    return slash == std::string::npos ? "" : case_id.substr(0, slash);
}

std::string name_of_case(const std::string& case_id) { return case_id.substr(case_id.rfind('/') + 1); }

std::string requirement_sentence(const std::string& id, const Requirements& requirements) {
    const Requirement* found = requirements.find(id);
    return found ? fmt::format("{} {}: {}", id, name_of(found->level), found->text) : id;
}

std::string difference_sentence(const Difference& difference) {
    const std::string place = difference.place.empty() ? "body" : difference.place;
    return fmt::format("{}: expected {}, found {}", place, difference.expected, difference.actual);
}

}  // namespace keyturn
