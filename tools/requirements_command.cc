#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>

#include "conformance/requirement_page.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/input_file.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

struct RequirementsOptions {
    std::vector<std::string> beginnings;  // of ids
    std::string data, page;
};

int usage_error(const std::string& text) {
    fmt::print(stderr, "keyturn requirements: {}\n", text);
    return exit_usage;
}

int list(const Requirements& catalogue, const std::vector<std::string>& beginnings) {
    for (const std::string& beginning : beginnings)
        if (std::ranges::none_of(catalogue.all(), [&](const auto& one) { return one.id.starts_with(beginning); }))
            return usage_error(fmt::format("no id begins with '{}'", beginning));
    for (const Requirement& one : catalogue.all())
        if (beginnings.empty() ||
            std::ranges::any_of(beginnings, [&](const auto& beginning) { return one.id.starts_with(beginning); }))
            fmt::print("{:<11} {:<6} {:<9} {}   [{}]\n", one.id, name_of(one.level), name_of(one.keeper), one.text,
                       one.source);
    return exit_conformant;
}

int write_page(const Requirements& catalogue, const std::string& path) {
    const auto page = read_input(path);
    if (!page) return usage_error(page.error());
    const auto written = with_requirement_tables(*page, requirement_tables_markdown(catalogue));
    if (!written) return usage_error(fmt::format("{}: {}", path, written.error()));
    std::ofstream file(path, std::ios::binary);
    file << *written;
    if (!file.flush()) return usage_error(path + ": can't be written");
    return exit_conformant;
}

int requirements(const RequirementsOptions& options) {
    const auto data = data_folder(options.data);
    if (!data) return usage_error(data.error());
    const auto catalogue = load_requirements(*data);
    if (!catalogue) {
        fmt::print(stderr, "{}", catalogue.error());
        return exit_usage;
    }
    return options.page.empty() ? list(*catalogue, options.beginnings) : write_page(*catalogue, options.page);
}

}  // namespace

void add_requirements_command(CLI::App& app, int& status) {
    auto options = std::make_shared<RequirementsOptions>();
    CLI::App* command =
        app.add_subcommand("requirements", "List what is judged by: id, level, keeper, text and source");
    command->add_option("ID", options->beginnings, "Id, or the beginning of ids such as AM-SIG; all if absent");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json")->type_name("DIR");
    command->add_option("--page", options->page, "Write the tables of this page of the manual again")
        ->type_name("FILE")
        ->excludes("ID");
    command->footer("docs/requirements.md says what levels, sources, conflicts and profiles are.");
    command->callback([options, &status] { status = requirements(*options); });
}

}  // namespace keyturn
