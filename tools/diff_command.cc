#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/reports/run_difference.h"
#include "protocol/json_document.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/journal_input.h"

namespace keyturn {
namespace {

struct DiffOptions {
    std::string before, after;
    bool strict = false, json = false;
};

struct Section {
    std::string_view title;  // for people
    std::string_view key;    // in JSON
    const std::vector<std::string>& cases;
};

std::vector<Section> sections_of(const RunDifference& difference) {
    return {{"newly failing", "newly_failing", difference.newly_failing},
            {"fixed", "fixed", difference.fixed},
            {"still failing", "still_failing", difference.still_failing},
            {"no longer judged", "no_longer_judged", difference.no_longer_judged},
            {"appeared", "appeared", difference.appeared},
            {"vanished", "vanished", difference.vanished}};
}

void print_text(const std::vector<Section>& sections) {
    std::string summary;
    for (const Section& section : sections) {
        if (section.cases.empty()) continue;
        fmt::print("{}:\n", section.title);
        for (const std::string& id : section.cases) fmt::print("  {}\n", id);
        summary += fmt::format("{}{} {}", summary.empty() ? "" : ", ", section.cases.size(), section.title);
    }
    fmt::print("{}\n", summary.empty() ? "no difference" : summary);
}

void print_json(const std::vector<Section>& sections) {
    JsonValue document = json_object();
    for (const Section& section : sections) {
        JsonValue cases = json_array();
        for (const std::string& id : section.cases) cases.elements.push_back(json_string(id));
        document.set(section.key, std::move(cases));
    }
    fmt::print("{}\n", to_pretty_json(document));
}

int diff(const DiffOptions& options) {
    const auto before = read_journals({options.before}), after = read_journals({options.after});
    for (const auto* record : {&before, &after}) {
        if (!*record) {
            fmt::print(stderr, "keyturn diff: {}\n", record->error());
            return exit_usage;
        }
        for (const std::string& remark : (*record)->remarks) fmt::print(stderr, "keyturn diff: {}\n", remark);
    }
    const RunDifference difference = difference_between(*before, *after, options.strict);
    if (options.json)
        print_json(sections_of(difference));
    else
        print_text(sections_of(difference));
    return difference.newly_failing.empty() ? exit_conformant : exit_nonconformant;
}

}  // namespace

void add_diff_command(CLI::App& app, int& status) {
    auto options = std::make_shared<DiffOptions>();
    CLI::App* command = app.add_subcommand("diff", "What changed from one run to the next");
    command->add_option("BEFORE", options->before, "Journal of the earlier run, or the folder it lies in")->required();
    command->add_option("AFTER", options->after, "Journal of the later run, or its folder")->required();
    command->add_flag("--strict", options->strict, "A tolerated verdict counts as a failure");
    command->add_flag("--json", options->json, "The lists as one JSON document");
    command->footer("Exit status 1 when a case fails that did not fail before, else 0.");
    command->callback([options, &status] { status = diff(*options); });
}

}  // namespace keyturn
