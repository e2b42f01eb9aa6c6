#include "fuzz/planted/proof/fuzz_proof.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn::fuzz {
namespace {

template <class Value>
std::optional<Value> median(std::vector<Value> values) {
    if (values.empty()) return std::nullopt;
    std::ranges::sort(values);
    return values[(values.size() - 1) / 2];
}

template <class Value>
std::optional<Value> median_of_found(const BugTrial& trial, Value SearchEnd::* part) {
    std::vector<Value> values;
    for (const BugSearch& search : trial.searches)
        if (outcome_of(trial.bug, search.end) == SearchOutcome::found) values.push_back(search.end.*part);
    return median(std::move(values));
}

std::size_t count_caught(const FuzzProof& proof) {
    return static_cast<std::size_t>(std::ranges::count_if(proof.trials, &BugTrial::is_caught));
}

bool is_of_same_program(const Control& control, const PlantedBug& bug, std::uint64_t seed) {
    return control.target == bug.target && control.has_sanitizers == bug.memory && control.search.seed == seed;
}

// ---- as text

std::string row_of(const BugTrial& trial) {
    const auto executions = trial.median_executions();
    const auto seconds = trial.median_seconds();
    return fmt::format("{:<42} {:<24} {:>3} of {:<3} {:>10} {:>8}  {}\n", trial.bug.name, trial.bug.target,
                       trial.found(), trial.searches.size(), executions ? std::to_string(*executions) : "-",
                       seconds ? fmt::format("{:.2f} s", *seconds) : "-", trial.bug.says);
}

std::string what_happened(const PlantedBug& bug, const BugSearch& search) {
    const SearchOutcome outcome = outcome_of(bug, search.end);
    if (outcome == SearchOutcome::not_run) return fmt::format("not run: {}", search.end.trouble);
    if (outcome == SearchOutcome::survived) return fmt::format("not found in {} executions", search.end.executions);
    return fmt::format("{}: {} ({})", name_of(outcome), search.end.finding, search.end.input.string());
}

std::string survivor_text(const BugTrial& trial) {
    std::string text = fmt::format("survives: {}, {}: {}\n", trial.bug.name, trial.bug.kind, trial.bug.why);
    for (const BugSearch& search : trial.searches)
        if (outcome_of(trial.bug, search.end) != SearchOutcome::found)
            text += fmt::format("  seed {}: {}\n", search.seed, what_happened(trial.bug, search));
    return text + fmt::format("  expected by {}: {}\n  again: keyturn prove fuzz --bug {}\n", trial.bug.target,
                              trial.bug.says, trial.bug.name);
}

std::string loud_text(const Control& control) {
    const SearchEnd& end = control.search.end;
    return fmt::format("the unchanged target {}{} is not quiet: {} (seed {}, {})\n", control.target,
                       control.has_sanitizers ? " with sanitizers" : "",
                       end.finding.empty() ? end.trouble : end.finding, control.search.seed, end.input.string());
}

std::string quiet_text(const OracleTrial& trial) {
    return fmt::format(
        "quiet: {}: {}\n  {}\n", trial.target, trial.oracle.name,
        trial.oracle.says_its_name ? "no seed reaches it: add one" : "no planted bug makes it fire: plant one");
}

std::string score_text(const FuzzProof& proof) {
    std::string text =
        fmt::format("{} of {} planted bugs are found with every seed\n", count_caught(proof), proof.trials.size());
    if (!proof.oracles.empty())
        text += fmt::format("{} of {} oracles fire\n", std::ranges::count_if(proof.oracles, &OracleTrial::fires),
                            proof.oracles.size());
    return text;
}

// ---- as JSON

JsonValue text_or_null(const std::string& text) { return text.empty() ? json_null() : json_string(text); }

JsonValue seconds_to_json(double seconds) { return json_number(fmt::format("{:.3f}", seconds)); }

template <class Value>
JsonValue or_null(const std::optional<Value>& value, JsonValue (*written)(Value)) {
    return value ? written(*value) : json_null();
}

JsonValue count_to_json(std::uint64_t count) { return json_number(std::to_string(count)); }

JsonValue texts_to_json(const std::vector<std::string>& texts) {
    JsonValue array = json_array();
    for (const std::string& text : texts) array.elements.push_back(json_string(text));
    return array;
}

JsonValue search_to_json(const PlantedBug& bug, const BugSearch& search) {
    return json_object({{"seed", count_to_json(search.seed)},
                        {"outcome", json_string(std::string(name_of(outcome_of(bug, search.end))))},
                        {"finding", text_or_null(search.end.finding)},
                        {"executions", count_to_json(search.end.executions)},
                        {"seconds", seconds_to_json(search.end.seconds)},
                        {"input", text_or_null(search.end.input.string())}});
}

JsonValue row_to_json(const BugTrial& trial) {
    const PlantedBug& bug = trial.bug;
    JsonValue searches = json_array();
    for (const BugSearch& search : trial.searches) searches.elements.push_back(search_to_json(bug, search));
    return json_object({{"defect", json_string(bug.name)},
                        {"kind", json_string(bug.kind)},
                        {"requirement", text_or_null(bug.requirement)},
                        {"target", json_string(bug.target)},
                        {"oracle", json_string(bug.oracle)},
                        {"killed_by", trial.found() != 0 ? texts_to_json({bug.target}) : json_array()},
                        {"cited", json_bool(trial.is_caught())},
                        {"found", count_to_json(trial.found())},
                        {"median_executions", or_null(trial.median_executions(), count_to_json)},
                        {"median_seconds", or_null(trial.median_seconds(), seconds_to_json)},
                        {"searches", std::move(searches)}});
}

JsonValue control_to_json(const Control& control) {
    const SearchEnd& end = control.search.end;
    return json_object({{"target", json_string(control.target)},
                        {"sanitizers", json_bool(control.has_sanitizers)},
                        {"seed", count_to_json(control.search.seed)},
                        {"executions", count_to_json(end.executions)},
                        {"finding", text_or_null(end.finding.empty() ? end.trouble : end.finding)}});
}

JsonValue oracle_to_json(const OracleTrial& trial) {
    return json_object({{"target", json_string(trial.target)},
                        {"oracle", json_string(trial.oracle.name)},
                        {"fires", json_bool(trial.fires)},
                        {"bugs", texts_to_json(trial.bugs)}});
}

template <class Row>
JsonValue rows_to_json(const std::vector<Row>& rows, JsonValue (*written)(const Row&)) {
    JsonValue array = json_array();
    for (const Row& row : rows) array.elements.push_back(written(row));
    return array;
}

}  // namespace

std::string_view name_of(SearchOutcome outcome) {
    constexpr std::string_view names[] = {"found", "found by another oracle", "survived", "not run"};
    return names[static_cast<std::size_t>(outcome)];
}

SearchOutcome outcome_of(const PlantedBug& bug, const SearchEnd& end) {
    if (!end.trouble.empty()) return SearchOutcome::not_run;
    if (end.finding.empty()) return SearchOutcome::survived;
    return end.finding.starts_with(bug.says) ? SearchOutcome::found : SearchOutcome::found_otherwise;
}

std::size_t BugTrial::found() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        searches, [&](const BugSearch& search) { return outcome_of(bug, search.end) == SearchOutcome::found; }));
}

std::optional<std::uint64_t> BugTrial::median_executions() const {
    return median_of_found(*this, &SearchEnd::executions);
}

std::optional<double> BugTrial::median_seconds() const { return median_of_found(*this, &SearchEnd::seconds); }

bool FuzzProof::holds() const {
    return std::ranges::all_of(trials, &BugTrial::is_caught) && std::ranges::all_of(controls, &Control::is_quiet) &&
           std::ranges::all_of(oracles, &OracleTrial::fires);
}

std::vector<Control> controls_of(const std::vector<BugTrial>& trials) {
    std::vector<Control> controls;
    for (const BugTrial& trial : trials)
        for (const BugSearch& search : trial.searches) {
            const auto same = std::ranges::find_if(
                controls, [&](const Control& control) { return is_of_same_program(control, trial.bug, search.seed); });
            Control& control = same != controls.end()
                                   ? *same
                                   : controls.emplace_back(trial.bug.target, trial.bug.memory,
                                                           BugSearch{.seed = search.seed, .end = {}});
            control.search.end.executions = std::max(control.search.end.executions, search.end.executions);
        }
    return controls;
}

std::vector<std::string> bugs_found_by(const TargetOracle& oracle, std::string_view target,
                                       const std::vector<BugTrial>& trials) {
    std::vector<std::string> names;
    for (const BugTrial& trial : trials)
        if (trial.bug.target == target && trial.bug.oracle == oracle.name && trial.found() != 0)
            names.push_back(trial.bug.name);
    return names;
}

std::string text_of(const FuzzProof& proof) {
    std::string text = fmt::format("{:<42} {:<24} {:<10} {:>10} {:>8}  {}\n", "planted bug", "target", "     found",
                                   "executions", "time", "oracle");
    for (const BugTrial& trial : proof.trials) text += row_of(trial);
    for (const BugTrial& trial : proof.trials)
        if (!trial.is_caught()) text += survivor_text(trial);
    for (const Control& control : proof.controls)
        if (!control.is_quiet()) text += loud_text(control);
    for (const OracleTrial& trial : proof.oracles)
        if (!trial.fires) text += quiet_text(trial);
    return text + score_text(proof);
}

JsonValue to_json(const FuzzProof& proof) {
    std::vector<std::string> survivors;
    for (const BugTrial& trial : proof.trials)
        if (!trial.is_caught()) survivors.push_back(trial.bug.name);
    return json_object({{"total", count_to_json(proof.trials.size())},
                        {"killed", count_to_json(count_caught(proof))},
                        {"survivors", texts_to_json(survivors)},
                        {"matrix", rows_to_json(proof.trials, row_to_json)},
                        {"controls", rows_to_json(proof.controls, control_to_json)},
                        {"oracles", rows_to_json(proof.oracles, oracle_to_json)}});
}

std::string markdown_of(const std::vector<PlantedBug>& bugs) {
    std::string text = "| target | planted bug | kind | oracle that finds it |\n|---|---|---|---|\n";
    for (const PlantedBug& bug : bugs)
        text += fmt::format("| {} | `{}` | {} | {} |\n", bug.target, bug.name, bug.kind, bug.says);
    return text;
}

}  // namespace keyturn::fuzz
