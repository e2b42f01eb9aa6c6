#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "adapters/process_library.h"
#include "adapters/reference_library.h"
#include "adapters/smoke.h"
#include "tools/check_report.h"
#include "tools/clock_and_seed.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/input_file.h"
#include "tools/repeat_command.h"
#include "tools/saved_inputs.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

constexpr std::size_t most_runs_of_process = 100;

struct CheckOptions {
    std::string library;  // "": the built-in one
    std::vector<std::string> properties;
    std::optional<std::size_t> runs;
    std::size_t runs_scale = 1;
    std::optional<std::uint64_t> seed;
    double deadline_s = 10;
    std::string corpus, witness, data;
    bool smoke = false, list = false, json = false;
};

int usage_error(const std::string& text) {
    fmt::print(stderr, "keyturn check: {}\n", text);
    return exit_usage;
}

std::unique_ptr<Library> subject_of(const CheckOptions& options) {
    if (options.library.empty()) return reference_library();
    ProcessOptions process = {.command = options.library};
    process.limits.deadline = std::chrono::milliseconds(static_cast<std::int64_t>(options.deadline_s * 1000));
    return std::make_unique<ProcessLibrary>(std::move(process));
}

std::size_t runs_of(const Property& property, const CheckOptions& options) {
    if (options.runs) return *options.runs;
    const std::size_t runs = default_runs(property.cost);
    return options.runs_scale * (options.library.empty() ? runs : std::min(runs, most_runs_of_process));
}

std::expected<std::vector<const Property*>, std::string> chosen_properties(const std::vector<std::string>& names) {
    std::vector<const Property*> chosen;
    for (const Property& property : properties())
        if (names.empty() || std::ranges::find(names, property.name) != names.end()) chosen.push_back(&property);
    for (const std::string& name : names)
        if (!find_property(name))
            return std::unexpected(fmt::format("there is no property '{}': keyturn check --list shows them", name));
    return chosen;
}

std::string about_library(const CheckOptions& options) {
    if (options.library.empty()) return "";
    return fmt::format(" --library {} --deadline {}", shell_word(options.library), options.deadline_s);
}

// Saves the witness; where that can't be, the whole run of the property repeats it.
std::string repeat_of(const Violation& finding, const CheckOptions& options, std::uint64_t seed) {
    if (!options.corpus.empty()) {
        const auto file = save_witness(options.corpus, finding);
        if (file) return fmt::format("keyturn check --witness {}{}", shell_word(*file), about_library(options));
        fmt::print(stderr, "keyturn check: {}\n", file.error());
    }
    return fmt::format("keyturn check --property {} --seed {} --runs {}{}", finding.oracle, seed,
                       runs_of(*find_property(finding.oracle), options), about_library(options));
}

int report_on(const CheckReport& report, const CheckedSubject& subject, const Requirements& requirements, bool json) {
    fmt::print("{}{}",
               json ? to_pretty_json(to_json(report, subject, requirements)) : text_of(report, subject, requirements),
               json ? "\n" : "");
    const bool has_shortfall = std::ranges::any_of(
        report.outcomes, [](const PropertyOutcome& outcome) { return !outcome.run.shortfalls.empty(); });
    if (!report.is_any_exercised() || has_shortfall) return exit_nothing_ran;
    return report.is_any_violated() ? exit_nonconformant : exit_conformant;
}

// The report on a single input that was saved.
std::expected<CheckReport, std::string> replayed(Library& library, const std::string& path) {
    const auto witness = read_json_input(path);
    if (!witness) return std::unexpected(witness.error());
    auto judgement = judge_witness(library, *witness);
    if (!judgement) return std::unexpected(lines_of(path, judgement.error()));
    PropertyRun run = {.inputs = 1, .exercised = judgement->exercised ? 1u : 0u, .violations = {}, .shortfalls = {}};
    if (judgement->violation) run.violations.push_back(std::move(*judgement->violation));
    return CheckReport{{{find_property(witness->find("property")->text), std::move(run)}}};
}

std::expected<CheckReport, std::string> checked(Library& library, const CheckOptions& options, std::uint64_t seed) {
    if (!options.witness.empty()) return replayed(library, options.witness);
    const auto chosen = chosen_properties(options.properties);
    if (!chosen) return std::unexpected(chosen.error());
    return check_library(
        library, *chosen,
        {.seed = seed,
         .runs = [&](const Property& property) { return runs_of(property, options); },
         .saved_inputs = [&](const Property& property) { return saved_inputs(options.corpus, property); }});
}

CheckedSubject subject_of_report(const LibraryDescription& description, const CheckReport& report,
                                 const CheckOptions& options, std::uint64_t seed) {
    CheckedSubject subject = {fmt::format("{} {}", description.name, description.version), seed, {}};
    for (const Violation& finding : report.findings())
        subject.repeats.push_back(
            options.witness.empty()
                ? repeat_of(finding, options, seed)
                : fmt::format("keyturn check --witness {}{}", shell_word(options.witness), about_library(options)));
    return subject;
}

int try_smoke(const CheckOptions& options) {
    const auto library = subject_of(options);
    bool is_alive = true;
    for (const SmokeResult& result : smoke(*library)) {
        is_alive = is_alive && !result.failed;
        fmt::print(
            "{:<26} {}\n", result.operation,
            result.failed ? fmt::format("{}: {}", name_of(result.failed->kind), result.failed->reason) : "answers");
    }
    return is_alive ? exit_conformant : exit_nonconformant;
}

int check(const CheckOptions& options) {
    const auto data = data_folder(options.data);
    if (!data) return usage_error(data.error());
    const auto requirements = load_requirements(*data);
    if (!requirements) return usage_error(requirements.error());
    const auto library = subject_of(options);
    const auto description = library->describe();
    if (!description) {
        fmt::print(stderr, "keyturn check: the library did not start: {}\n", description.error().reason);
        return exit_nothing_ran;
    }
    const std::uint64_t seed = seed_of(options.seed);
    const auto report = checked(*library, options, seed);
    if (!report) return usage_error(report.error());
    return report_on(*report, subject_of_report(*description, *report, options, seed), *requirements, options.json);
}

int list(const CheckOptions& options) {
    const auto chosen = chosen_properties(options.properties);
    if (!chosen) return usage_error(chosen.error());
    fmt::print("{}", options.json ? to_pretty_json(json_list(*chosen)) + "\n" : text_list(*chosen));
    return exit_conformant;
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
    auto options = std::make_shared<CheckOptions>();
    options->corpus = default_folder_of_saved_inputs();
    CLI::App* command =
        app.add_subcommand("check", "Try properties on a client library: ours, or one behind a process");
    command
        ->add_option("--library", options->library,
                     "Shell command of an adapter that answers one JSON object a line (docs/adapters.md)")
        ->type_name("COMMAND");
    command->add_option("--property", options->properties, "Only this property; can be repeated")
        ->allow_extra_args(false);
    command->add_option("--runs", options->runs, "Inputs of each property; by its cost, and at most 100 for a process")
        ->check(CLI::PositiveNumber);
    command
        ->add_option("--runs-scale", options->runs_scale,
                     "So many times the usual inputs of each property; 10 is what the reference is proven with")
        ->check(CLI::Range(1, 1000))
        ->excludes("--runs")
        ->capture_default_str();
    command->add_option("--seed", options->seed, "The same seed gives the same run; a random one if absent, printed");
    command->add_option("--deadline", options->deadline_s, "Seconds a process has for an answer")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--corpus", options->corpus, "Folder of inputs that failed: replayed first, and added to")
        ->type_name("DIR")
        ->capture_default_str();
    command->add_option("--witness", options->witness, "Judge only the input in this file, as a finding names it")
        ->type_name("FILE");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json and all beside it")
        ->type_name("DIR");
    command->add_flag("--smoke", options->smoke,
                      "One easy question for each operation the library names: does it answer at all?");
    command->add_flag("--list", options->list, "The properties with their cost, runs and requirements");
    command->add_flag("--json", options->json, "The report as JSON");
    command->footer(
        "A finding names the requirement, what was seen, the smallest input that shows it, and the command that\n"
        "repeats it. What the library does not implement is not exercised, and no finding.\n"
        "Exit status: 0 no finding but limits of the protocol; 1 a requirement is violated; 2 wrong usage or a bad\n"
        "file; 3 the library did not start, nothing was exercised, or a property saw too few of its hard inputs.");
    command->callback([options, &status] {
        status = options->list ? list(*options) : options->smoke ? try_smoke(*options) : check(*options);
    });
}

}  // namespace keyturn
