#include "fuzz/runner/unreachable_branches.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/file_format.h"
#include "protocol/object_reader.h"

namespace keyturn::fuzz {
namespace {

constexpr std::string_view file_name = "fuzz/unreachable.json";

std::optional<bool> read_outcome(ObjectReader& object) {
    const auto never = object.optional_text("never");
    if (never && *never != "true" && *never != "false")
        object.complain("never", "\"true\" or \"false\"", object.value("never"));
    return never ? std::optional(*never == "true") : std::nullopt;
}

UnreachableRow read_row(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    UnreachableRow row;
    row.file = nonempty_text(object, "file");
    row.line = object.optional_text("line").value_or("");
    row.function = object.optional_text("function").value_or("");
    if (row.line.empty() == row.function.empty())
        object.complain("line", "the text of a line, or of the line that a function begins with (\"function\")",
                        object.value("line"));
    row.condition = object.optional_text("condition");
    row.outcome = read_outcome(object);
    row.targets = object.texts("targets");
    row.reason = nonempty_text(object, "reason");
    object.finish();
    return row;
}

// The first and the last line that a row stands for.
struct Lines {
    std::size_t first = 0, last = 0;
};

// A function ends with the first brace that stands as far to the right as its beginning.
std::size_t end_of_function(const SourceText& source, std::size_t first) {
    const std::size_t indentation = source.line(first).find_first_not_of(' ');
    const std::string brace = std::string(indentation, ' ') + "}";
    for (std::size_t number = first + 1; number <= source.lines.size(); ++number)
        if (source.line(number).starts_with(brace)) return number;
    return source.lines.size();
}

std::string sentence(const UnreachableRow& row, std::string_view what) {
    return fmt::format("{}: {}: {}: {}", file_name, row.file, row.line.empty() ? row.function : row.line, what);
}

std::expected<Lines, std::string> place_of(const UnreachableRow& row, const SourceText& source) {
    const std::string_view wanted = row.line.empty() ? row.function : row.line;
    std::vector<std::size_t> found;
    for (std::size_t number = 1; number <= source.lines.size(); ++number)
        if (without_outer_spaces(source.line(number)) == wanted) found.push_back(number);
    if (found.empty()) return std::unexpected(sentence(row, "the file has no such line"));
    if (found.size() > 1)
        return std::unexpected(sentence(row, fmt::format("the file has {} such lines", found.size())));
    return Lines{found[0], row.line.empty() ? end_of_function(source, found[0]) : found[0]};
}

bool aims_at(const TargetRow& target, const std::string& file) {
    return std::ranges::find(target.aims_at, file) != target.aims_at.end();
}

const SourceText* find_source(const std::vector<SourceText>& sources, std::string_view file) {
    const auto found = std::ranges::find(sources, file, &SourceText::file);
    return found == sources.end() ? nullptr : &*found;
}

bool is_named_by(const UnreachableRow& row, const Lines& lines, const Branch& branch) {
    return branch.file == row.file && branch.line >= lines.first && branch.line <= lines.last &&
           row.condition.value_or(branch.condition) == branch.condition &&
           row.outcome.value_or(branch.outcome) == branch.outcome;
}

// Takes away what the row names, and returns what is wrong with it.
std::vector<std::string> take_away(std::vector<CountedBranch>& branches, const UnreachableRow& row,
                                   const Lines& lines) {
    std::vector<std::string> mistakes;
    const std::size_t taken = std::erase_if(branches, [&](const CountedBranch& counted) {
        const bool is_named = is_named_by(row, lines, counted.branch);
        if (!is_named || !counted.is_reached) return is_named;
        mistakes.push_back(sentence(row, fmt::format("it was reached: {} was {} in line {}", counted.branch.condition,
                                                     counted.branch.outcome, counted.branch.line)));
        return false;
    });
    if (taken == 0 && mistakes.empty()) mistakes.push_back(sentence(row, "it has no such branch"));
    return mistakes;
}

}  // namespace

bool UnreachableRow::is_for(const TargetRow& target) const {
    return aims_at(target, file) && (targets.empty() || std::ranges::find(targets, target.name) != targets.end());
}

std::expected<std::vector<UnreachableRow>, Problems> read_unreachable(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    std::vector<UnreachableRow> rows;
    object.required_value("branches");
    const std::vector<JsonValue>& branches = object.elements("branches");
    for (std::size_t i = 0; i < branches.size(); ++i)
        rows.push_back(read_row(branches[i], pointer_to(object.pointer("branches"), i), problems));
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return rows;
}

std::vector<std::string> mistakes_in(const std::vector<UnreachableRow>& rows, const std::vector<TargetRow>& table,
                                     const std::vector<SourceText>& sources) {
    std::vector<std::string> mistakes;
    for (const UnreachableRow& row : rows) {
        for (const std::string& name : row.targets) {
            const TargetRow* target = find_target(table, name);
            if (!target || !aims_at(*target, row.file))
                mistakes.push_back(sentence(row, fmt::format("no target '{}' aims at the file", name)));
        }
        if (std::ranges::none_of(table, [&](const TargetRow& target) { return aims_at(target, row.file); })) {
            mistakes.push_back(sentence(row, "no target aims at the file"));
            continue;
        }
        const SourceText* source = find_source(sources, row.file);
        const auto place = source ? place_of(row, *source) : std::unexpected(sentence(row, "the file can't be read"));
        if (!place) mistakes.push_back(place.error());
    }
    return mistakes;
}

BranchCoverage coverage_of_reachable(const std::vector<CountedBranch>& branches,
                                     const std::vector<UnreachableRow>& rows, const TargetRow& target,
                                     const std::vector<SourceText>& sources) {
    std::vector<CountedBranch> left = branches;
    std::vector<std::string> mistakes;
    for (const UnreachableRow& row : rows) {
        const SourceText* source = find_source(sources, row.file);
        if (!row.is_for(target) || !source) continue;
        const auto place = place_of(row, *source);
        if (!place) {
            mistakes.push_back(place.error());
            continue;
        }
        std::ranges::copy(take_away(left, row, *place), std::back_inserter(mistakes));
    }
    BranchCoverage coverage = coverage_of(left);
    coverage.unreachable = branches.size() - left.size();
    coverage.mistakes = std::move(mistakes);
    return coverage;
}

}  // namespace keyturn::fuzz
