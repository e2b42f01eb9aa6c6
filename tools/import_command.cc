#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/interchange/import.h"
#include "conformance/shown_text.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/input_file.h"
#include "tools/recorder.h"

namespace keyturn {
namespace {

struct ImportOptions {
    std::string form, file, out;
    std::vector<std::string> secret_env, parameters;
    int status = 200;
};

constexpr const char* footer =
    "  har              what a browser saves of its network log. An entry of which the archive has not everything is\n"
    "                   left out, and told; requests lose Accept-Encoding, for the archive's answers are decoded\n"
    "  curl             command lines, as a browser copies them. $NAME is a secret of that name; nothing is run, and "
    "no\n"
    "                   other file is read. The answer expected is --status\n"
    "  openapi-example  the examples of an OpenAPI 3 document in JSON, each with the example of its first success\n"
    "\n"
    "Each exchange becomes a case in DIR, its body byte for byte, its secrets taken out as keyturn record does.\n"
    "Examples:\n"
    "  keyturn import har session.har --out imported\n"
    "  keyturn export --cases imported '000001-*' --as curl\n"
    "docs/recording.md has the rest.";

int fail(int status, const std::string& why) {
    fmt::print(stderr, "keyturn import: {}\n", why);
    return status;
}

// NAME=VALUE each.
std::expected<ParameterValues, std::string> read_parameters(const std::vector<std::string>& texts) {
    ParameterValues values;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) return std::unexpected("--parameter: expected NAME=VALUE");
        values[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return values;
}

std::expected<Imported, std::string> read_form(const ImportOptions& options, const std::string& text) {
    if (options.form == "har") return read_har(text);
    if (options.form == "curl") return read_curl(text, options.status);
    const auto parameters = read_parameters(options.parameters);
    if (!parameters) return std::unexpected(parameters.error());
    return read_openapi_examples(text, *parameters);
}

int import_file(const ImportOptions& options) {
    const auto text = read_input(options.file);
    if (!text) return fail(exit_usage, text.error());
    const auto imported = read_form(options, *text);
    if (!imported) return fail(exit_usage, fmt::format("{}: {}", options.file, shown_place(imported.error())));
    const auto recorder = Recorder::open(options.out, options.secret_env);
    if (!recorder) return fail(exit_usage, recorder.error());
    for (const auto& [name, value] : imported->variables) (*recorder)->name_secret(name, value, "a shell variable");
    for (const std::string& what : imported->left_out) (*recorder)->miss(what);
    for (const RecordedExchange& exchange : imported->exchanges) (*recorder)->record(exchange);
    fmt::print("{}", (*recorder)->how_to_replay());
    return (*recorder)->recorded() == 0 ? exit_nothing_ran : exit_conformant;
}

}  // namespace

void add_import_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ImportOptions>();
    CLI::App* command =
        app.add_subcommand("import", "Make cases of what other tools wrote: har, curl, openapi-example");
    command->add_option("FORM", options->form, "What the file is")
        ->check(CLI::IsMember({"har", "curl", "openapi-example"}))
        ->required();
    command->add_option("FILE", options->file, "The file; - for standard input")->required();
    command
        ->add_option("--out", options->out, "Folder for the cases, made when absent; numbers go on behind those in it")
        ->type_name("DIR")
        ->required();
    command
        ->add_option("--secret-env", options->secret_env,
                     "What this environment variable holds is a secret; {{VAR}} stands in its place. Repeatable")
        ->type_name("VAR")
        ->allow_extra_args(false);
    command->add_option("--status", options->status, "Of curl: the status that is expected")
        ->check(CLI::Range(100, 599))
        ->capture_default_str();
    command
        ->add_option("--parameter", options->parameters,
                     "Of openapi-example: the value of a parameter that has no example, or another one; repeatable")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    command->footer(footer);
    command->callback([options, &status] { status = import_file(*options); });
}

}  // namespace keyturn
