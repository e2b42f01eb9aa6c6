#include "conformance/text_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/shown_text.h"

namespace keyturn {
namespace {

std::string_view colour_of(VerdictKind kind) {
    switch (kind) {
        case VerdictKind::conformant:
            return "\x1b[32m";
        case VerdictKind::nonconformant:
        case VerdictKind::flaky:
            return "\x1b[31m";
        default:
            return "\x1b[33m";
    }
}

// Several requirements of a case can be cited for one difference: each difference is shown once.
std::vector<const Breach*> distinct(const std::vector<Breach>& breaches) {
    std::vector<const Breach*> seen;
    for (const Breach& breach : breaches) {
        const auto is_same = [&](const Breach* other) {
            return other->exchange == breach.exchange && other->difference == breach.difference;
        };
        if (std::ranges::none_of(seen, is_same)) seen.push_back(&breach);
    }
    return seen;
}

}  // namespace

std::string requirement_line(const std::string& id, const Requirements& requirements) {
    const Requirement* found = requirements.find(id);
    if (!found) return id;
    return fmt::format("{} {}  {}   [{}]", found->id, name_of(found->level), found->text, found->source);
}

std::string breach_line(const Breach& breach, bool names_exchange) {
    const Difference& difference = breach.difference;
    const std::string place = difference.place.empty() ? "body" : difference.place;
    const std::string where = names_exchange ? fmt::format("exchange {}, {}", breach.exchange + 1, place) : place;
    return without_commands(
        fmt::format("  {:<11}  expected {}   found {}\n", shown_place(where), difference.expected, difference.actual));
}

std::string shown_kind(VerdictKind kind, const TextStyle& style) {
    const std::string_view name = name_of(kind);
    return style.colours ? fmt::format("{}{}\x1b[0m", colour_of(kind), name) : std::string(name);
}

std::string without_commands(std::string text) {
    constexpr std::string_view command = "##[";
    for (std::size_t at = 0; (at = text.find(command, at)) != std::string::npos;)
        text.replace(at, command.size(), "#\\u0023[");
    return text;
}

std::string text_of(const Verdict& verdict, const Requirements& requirements, const TextStyle& style) {
    std::string text = fmt::format("{}: {}", verdict.case_id, shown_kind(verdict.kind, style));
    if (!verdict.reason.empty()) text += fmt::format(" ({})", without_commands(verdict.reason));
    text += '\n';
    if (verdict.breaches.empty()) return text;
    for (const std::string& id : verdict.requirements)
        text += fmt::format("  {}\n", requirement_line(id, requirements));
    const bool later = std::ranges::any_of(verdict.breaches, [](const Breach& breach) { return breach.exchange > 0; });
    for (const Breach* breach : distinct(verdict.breaches)) text += breach_line(*breach, later);
    if (!verdict.repeat.empty()) text += fmt::format("  again: {}\n", verdict.repeat);
    return text;
}

VerdictCounts count(const std::vector<Verdict>& verdicts) {
    VerdictCounts counts;
    for (const Verdict& verdict : verdicts) ++counts[verdict.kind];
    return counts;
}

std::string summary_of(const VerdictCounts& counts) {
    std::string text;
    for (const auto& [kind, number] : counts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, name_of(kind));
    return text.empty() ? "nothing ran" : text;
}

}  // namespace keyturn
