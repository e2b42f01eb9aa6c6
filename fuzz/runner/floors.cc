#include "fuzz/runner/floors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace keyturn::fuzz {
namespace {

constexpr double margin_of_branches = 2;  // points
constexpr double part_of_executions = 1.0 / 3;

std::uint64_t cut_to_two_digits(double number) {
    double unit = 1;
    while (number / unit >= 100) unit *= 10;
    return static_cast<std::uint64_t>(std::floor(number / unit) * unit);
}

// Where the number behind a key begins and ends, within a line.
struct Span {
    std::size_t begin, end;
};

std::expected<Span, std::string> number_behind(std::string_view text, Span line, std::string_view target,
                                               std::string_view key) {
    const std::string quoted = fmt::format("\"{}\": ", key);
    const std::size_t found = text.substr(0, line.end).find(quoted, line.begin);
    if (found == std::string_view::npos)
        return std::unexpected(fmt::format("the line of {} has no \"{}\"", target, key));
    const std::size_t begin = found + quoted.size();
    return Span{begin, std::min(text.find_first_not_of("0123456789.eE+-", begin), text.size())};
}

std::expected<Span, std::string> line_of(std::string_view text, std::string_view target) {
    const std::string beginning = fmt::format("{{\"name\": \"{}\",", target);
    const std::size_t begin = text.find(beginning);
    if (begin == std::string_view::npos) return std::unexpected(fmt::format("no line begins with {}", beginning));
    return Span{begin, std::min(text.find_first_of("}\n", begin), text.size())};
}

}  // namespace

Floors floors_below(const MeasuredTarget& measured, const Budget& budget) {
    if (!measured.is_sound || !budget.seconds || budget.kept_corpus) return {};
    Floors floors{0, cut_to_two_digits(measured.executions_a_second * part_of_executions)};
    if (*budget.seconds <= seconds_of_a_run)
        floors.branches = std::max(std::floor(measured.percent.value_or(0) - margin_of_branches), 0.0);
    return floors;
}

Floors raised_floors(const TargetRow& row, const MeasuredTarget& measured, const Budget& budget) {
    const Floors below = floors_below(measured, budget);
    return {std::max(row.branch_floor, below.branches), std::max(row.executions_floor, below.executions)};
}

std::expected<std::string, std::string> with_floors(std::string_view table_text, std::string_view target,
                                                    const Floors& floors) {
    std::string text(table_text);
    for (const auto& [key, value] : {std::pair("branch_floor", fmt::format("{}", floors.branches)),
                                     std::pair("executions_floor", fmt::format("{}", floors.executions))}) {
        const auto line = line_of(text, target);
        if (!line) return std::unexpected(line.error());
        const auto number = number_behind(text, *line, target, key);
        if (!number) return std::unexpected(number.error());
        text.replace(number->begin, number->end - number->begin, value);
    }
    return text;
}

}  // namespace keyturn::fuzz
