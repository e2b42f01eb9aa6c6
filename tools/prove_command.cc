#include <CLI/CLI.hpp>

#include "tools/commands.h"
#include "tools/prove_cases.h"
#include "tools/prove_fuzz.h"
#include "tools/prove_properties.h"

namespace keyturn {
namespace {

constexpr const char* footer_of_cases =
    "Examples:\n"
    "  keyturn prove cases                          every case against every wrong server: the kill matrix\n"
    "  keyturn prove cases --first-kill             one kill each is enough: quick, for CI\n"
    "  keyturn prove cases loses_the_title --json   which cases catch this one\n"
    "\n"
    "A wrong server is caught by a verdict that cites the requirement it breaks: nonconformant, or tolerated\n"
    "where that is a SHOULD. Before, the right server must pass every case. Exit status: 0 all are caught;\n"
    "1 one survives, or the right server fails; 2 wrong usage or a bad file; 3 nothing ran.";

void add_prove_cases(CLI::App& prove, int& status) {
    auto options = std::make_shared<ProveCasesOptions>();
    CLI::App* command = prove.add_subcommand(
        "cases", "Try the cases against the reference server without each rule, and with each defect");
    command->add_option("NAME,--defect", options->names, "Rules and defects to try; all if absent")->type_name("NAME");
    command->add_option("--cases", options->cases, "Another folder of cases")->type_name("DIR");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json and all beside it")
        ->type_name("DIR");
    command->add_flag("--first-kill", options->first_kill,
                      "Leave a server alone once a case caught it, those that cite its requirement first");
    command->add_option("--seed", options->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--now", options->now_msec, "A clock that stands still, in milliseconds since 1970")
        ->type_name("MSEC");
    command->add_option("--timeout", options->timeout_s, "How long an answer may take, in seconds")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--jobs", options->jobs, "Servers at once; 0 takes the number of cores")->capture_default_str();
    command->add_flag("--json", options->json, "The matrix for programs: schemas/proof.schema.json");
    command->add_option("--out", options->out, "Write the same JSON to this file besides")->type_name("FILE");
    command->add_flag("--list", options->list, "List the wrong servers with the requirement each breaks, and end");
    command->add_flag("--markdown", options->markdown, "The same list as the manual has it, and end");
    command->footer(footer_of_cases);
    command->callback([options, &status] { status = prove_cases(*options); });
}

constexpr const char* footer_of_properties =
    "A defective library is the reference library with one thing wrong. It is caught when a property that cites the\n"
    "requirement it breaks sees it. Exit status: 0 all are caught; 1 one survives; 2 wrong usage.";

void add_prove_properties(CLI::App& prove, int& status) {
    auto options = std::make_shared<ProvePropertiesOptions>();
    CLI::App* command =
        prove.add_subcommand("properties", "Try the properties on client libraries that are wrong on purpose");
    command->add_option("NAME,--defect", options->names, "Defective libraries to try; all if absent")
        ->type_name("NAME");
    command->add_flag("--whole-matrix", options->whole_matrix,
                      "Every property on every library, not only until one that cites what is broken sees it");
    command->add_option("--seed", options->seed, "Seed of all randomness")->capture_default_str();
    command->add_option("--runs", options->runs, "Inputs of each property, at most")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_flag("--json", options->json, "The matrix for programs: schemas/properties-proof.schema.json");
    command->add_flag("--list", options->list, "List the libraries with the requirement each breaks, and end");
    command->footer(footer_of_properties);
    command->callback([options, &status] { status = prove_properties(*options); });
}

constexpr const char* footer_of_fuzz =
    "Examples:\n"
    "  tools/prove-fuzz                                        builds all that is needed, and proves\n"
    "  keyturn prove fuzz --bug accepts_a_replay --seeds 10    how fast this one is found\n"
    "  keyturn prove fuzz --list                               the planted bugs, and how such come about\n"
    "\n"
    "A planted bug changes one place of one source, in a copy that nothing else is built from. It is caught when its\n"
    "fuzz target finds it with every seed, from the shipped seeds and within the budget, by the oracle that is named\n"
    "for it. The unchanged targets run as long and must stay quiet; every oracle, turned round, must fire. What was\n"
    "found is kept. Exit status: 0 all of that holds; 1 something does not; 2 wrong usage or a bad file; 3 not built.";

void add_prove_fuzz(CLI::App& prove, int& status) {
    auto options = std::make_shared<ProveFuzzOptions>();
    CLI::App* command = prove.add_subcommand("fuzz", "Try the fuzz targets on bugs that are planted on purpose");
    command->add_option("NAME,--bug", options->names, "Planted bugs to try; all, and every oracle, if absent")
        ->type_name("NAME");
    command->add_option("--seeds", options->seeds, "Searches of each bug, each with another seed of the engine")
        ->check(CLI::Range(1u, 1000u))
        ->capture_default_str();
    command->add_option("--budget", options->budget, "Executions of a search, at most")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--timeout", options->timeout_s, "Seconds of a search, at most: a safety net")
        ->check(CLI::Range(1u, 86'400u))
        ->capture_default_str();
    command->add_option("--jobs", options->jobs, "Searches at once")->check(CLI::Range(1u, 64u))->capture_default_str();
    command->add_option("--source", options->source, "Another source tree than this was built from")->type_name("DIR");
    command->add_option("--programs", options->programs, "Folder of its builds explore and fuzz (default: its build)")
        ->type_name("DIR");
    command
        ->add_option("--keep", options->keep, "Folder for what is found (default: fuzzing/planted beside the builds)")
        ->type_name("DIR");
    command->add_flag("--json", options->json, "The matrix for programs: fuzz/schemas/fuzz-proof.schema.json");
    command->add_option("--out", options->out, "Write the same JSON to this file besides")->type_name("FILE");
    command->add_flag("--list", options->list, "List the planted bugs, and end");
    command->add_flag("--markdown", options->markdown, "The same list as the manual has it, and end");
    command->footer(footer_of_fuzz);
    command->callback([options, &status] { status = prove_fuzz(*options); });
}

}  // namespace

void add_prove_command(CLI::App& app, int& status) {
    CLI::App* command = app.add_subcommand("prove", "Try our own checks against subjects that are wrong on purpose");
    command->require_subcommand(1);
    add_prove_cases(*command, status);
    add_prove_properties(*command, status);
    add_prove_fuzz(*command, status);
}

}  // namespace keyturn
