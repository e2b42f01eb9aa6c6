#include "conformance/repetition.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace keyturn {
namespace {

bool judges_the_server(VerdictKind kind) { return kind != VerdictKind::inconclusive && kind != VerdictKind::not_run; }

// The more there is to mend, the higher.
int badness(VerdictKind kind) {
    switch (kind) {
        case VerdictKind::nonconformant:
            return 3;
        case VerdictKind::tolerated:
            return 2;
        case VerdictKind::unimplemented:
            return 1;
        default:
            return 0;
    }
}

std::size_t first_of_the_worst(const std::vector<Verdict>& runs) {
    const auto worst = std::ranges::max_element(runs, {}, [](const Verdict& run) { return badness(run.kind); });
    return static_cast<std::size_t>(worst - runs.begin());
}

// "of 3 runs 2 conformant, 1 nonconformant"
std::string counted(const std::vector<Verdict>& runs) {
    std::map<VerdictKind, std::size_t> counts;
    for (const Verdict& run : runs) ++counts[run.kind];
    std::string text;
    for (const auto& [kind, many] : counts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", many, name_of(kind));
    return fmt::format("of {} runs {}", runs.size(), text);
}

// What the runs that judged agree on; nothing when they differ.
std::optional<VerdictKind> agreed(const std::vector<Verdict>& runs) {
    std::optional<VerdictKind> kind;
    for (const Verdict& run : runs) {
        if (!judges_the_server(run.kind)) continue;
        if (kind && *kind != run.kind) return std::nullopt;
        kind = run.kind;
    }
    return kind;
}

Verdict judged_together(std::vector<Verdict> runs) {
    const auto silent = std::ranges::find_if_not(runs, judges_the_server, &Verdict::kind);
    const bool any_judged = std::ranges::any_of(runs, judges_the_server, &Verdict::kind);
    const auto kind = agreed(runs);
    if (any_judged && !kind) {
        Verdict flaky = runs[first_of_the_worst(runs)];
        flaky.kind = VerdictKind::flaky;
        flaky.reason = counted(runs);
        return flaky;
    }
    const bool was_wrong = kind && badness(*kind) > 0;
    if (silent == runs.end() || was_wrong) return std::move(runs[first_of_the_worst(runs)]);
    if (any_judged) silent->reason += "; " + counted(runs);
    return std::move(*silent);
}

}  // namespace

Verdict combined(std::vector<Verdict> runs) {
    Exercised exercised;
    for (Verdict& run : runs) exercised.merge(std::move(run.exercised));
    Verdict verdict = judged_together(std::move(runs));
    verdict.exercised = std::move(exercised);
    return verdict;
}

}  // namespace keyturn
