#include "fuzz/crash/crash_verdicts.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/shown_text.h"

namespace keyturn::fuzz {
namespace {

std::string id_of(const CrashFile& file, std::size_t number) {
    const std::string name = file.content.empty() ? fmt::format("unread-{}", number) : file.content;
    return fmt::format("{}/{}", file.target.empty() ? "no-target" : file.target, name);
}

VerdictKind kind_of(CrashOutcome outcome) {
    switch (outcome) {
        case CrashOutcome::reproduced:
            return VerdictKind::nonconformant;
        case CrashOutcome::flaky:
            return VerdictKind::flaky;
        case CrashOutcome::fixed:
            return VerdictKind::conformant;
        case CrashOutcome::wrong_target:
        case CrashOutcome::not_readable:
        case CrashOutcome::not_run:
            break;
    }
    return VerdictKind::not_run;
}

Breach breach_of(const CrashRow& row) {
    const Crash& crash = *row.crash;
    return {.requirement = crash.requirement.empty() ? row.bucket : crash.requirement,
            .exchange = 0,
            .difference = {.place = crash.place.empty() ? std::string("input") : shown_place(crash.place),
                           .expected = fmt::format("nothing amiss ({})", row.bucket),
                           .actual = fmt::format("{}: {}", name_of(crash.kind), shown_place(crash.said))}};
}

Verdict verdict_of(const CrashRow& row, std::size_t number) {
    const std::string path = shown_place(row.file.path.string());
    const VerdictKind kind = kind_of(row.outcome);
    Verdict verdict{
        .case_id = id_of(row.file, number),
        .kind = kind,
        .requirements = {},
        .reason = kind == VerdictKind::not_run ? fmt::format("{}: {}: {}", path, name_of(row.outcome), row.reason) : "",
        .breaches = {},
        .repeat = fmt::format("keyturn crash reproduce --target {} '{}'", row.file.target, path)};
    if (!row.crash) return verdict;
    verdict.breaches.push_back(breach_of(row));
    verdict.requirements.push_back(verdict.breaches.front().requirement);
    return verdict;
}

}  // namespace

std::vector<Verdict> verdicts_of(const Reproduction& reproduction) {
    std::vector<Verdict> verdicts;
    for (const CrashRow& row : reproduction.rows) verdicts.push_back(verdict_of(row, verdicts.size() + 1));
    std::ranges::sort(verdicts, {}, &Verdict::case_id);
    return verdicts;
}

}  // namespace keyturn::fuzz
