#include "conformance/reports/terminal_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/reports/failure_groups.h"

namespace keyturn {
namespace {

constexpr std::size_t most_lines = 32, most_cases_named = 3;

// What has one cause, as it is told.
struct Block {
    int rank;  // the lower, the more urgent
    std::size_t cases;
    std::string heading;  // told once for the blocks in a row that have it
    std::string text;
};

std::string ids_of(const VerdictGroup& verdicts) {
    std::string text;
    for (std::size_t i = 0; i < std::min(verdicts.size(), most_cases_named); ++i)
        text += (i == 0 ? "" : ", ") + verdicts[i]->case_id;
    if (verdicts.size() > most_cases_named) text += fmt::format(" and {} more", verdicts.size() - most_cases_named);
    return text;
}

std::string counted(const VerdictGroup& verdicts, const TextStyle& style) {
    VerdictCounts counts;
    for (const Verdict* verdict : verdicts) ++counts[verdict->kind];
    std::string text;
    for (const auto& [kind, number] : counts)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", number, shown_kind(kind, style));
    return text;
}

std::string indented(const std::string& text) {
    return text.empty() ? "" : fmt::format("  {}\n", without_commands(text));
}

std::string again(const Verdict& exemplar) {
    return exemplar.repeat.empty() ? "" : fmt::format("  again: {}\n", exemplar.repeat);
}

Block block_of(const FailureGroup& group, const Requirements& requirements, const TextStyle& style) {
    const Verdict& exemplar = *group.verdicts.front();
    const auto rank = [](const Verdict* verdict) { return urgency_of(*verdict); };
    return {rank(*std::ranges::min_element(group.verdicts, {}, rank)), group.verdicts.size(),
            requirement_line(group.requirement, requirements) + '\n',
            breach_line(*group.breach, group.breach->exchange > 0) +
                fmt::format("  {}: {}\n", counted(group.verdicts, style), ids_of(group.verdicts)) +
                indented(exemplar.reason) + again(exemplar)};
}

// What was sent to the server, or failed on the way there.
bool is_worth_repeating(const Verdict& verdict) {
    return verdict.set_up_failed || verdict.kind == VerdictKind::inconclusive ||
           verdict.kind == VerdictKind::unimplemented;
}

Block block_of(const VerdictGroup& same, const TextStyle& style) {
    const Verdict& exemplar = *same.front();
    return {urgency_of(exemplar), same.size(), fmt::format("{}: {}\n", counted(same, style), ids_of(same)),
            indented(exemplar.reason) + (is_worth_repeating(exemplar) ? again(exemplar) : "")};
}

std::vector<Block> blocks_of(const std::vector<Verdict>& verdicts, const Requirements& requirements,
                             const TextStyle& style) {
    std::vector<Block> all, ordered;
    for (const FailureGroup& group : failure_groups(verdicts)) all.push_back(block_of(group, requirements, style));
    for (const VerdictGroup& same : silent_groups(verdicts)) all.push_back(block_of(same, style));
    for (int rank = 0; rank <= least_urgent; ++rank)
        std::ranges::copy_if(all, std::back_inserter(ordered), [rank](const Block& one) { return one.rank == rank; });
    return ordered;
}

std::size_t lines_in(const std::string& text) { return static_cast<std::size_t>(std::ranges::count(text, '\n')); }

std::string rest(const std::vector<Block>& blocks, std::size_t told, const std::string& where_all_stands) {
    std::size_t cases = 0;
    for (std::size_t i = told; i < blocks.size(); ++i) cases += blocks[i].cases;
    return fmt::format("and {} more causes, {} cases: {}\n", blocks.size() - told, cases, where_all_stands);
}

}  // namespace

std::string terminal_report(const std::vector<Verdict>& verdicts, const Requirements& requirements,
                            const TextStyle& style, const std::string& where_all_stands) {
    const std::vector<Block> blocks = blocks_of(verdicts, requirements, style);
    std::string text, heading;
    std::size_t lines = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const std::string block = (blocks[i].heading == heading ? "" : blocks[i].heading) + blocks[i].text;
        const bool is_last = i + 1 == blocks.size();
        lines += lines_in(block);
        if (lines + (is_last ? 0 : 1) > most_lines) return text + rest(blocks, i, where_all_stands);
        heading = blocks[i].heading;
        text += block;
    }
    return text;
}

}  // namespace keyturn
