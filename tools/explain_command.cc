#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "conformance/explain/explain.h"
#include "conformance/explain/explanation_report.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/explained_words.h"
#include "tools/input_file.h"
#include "tools/rule_report.h"
#include "tools/state_file.h"

namespace keyturn {
namespace {

struct ExplainCommandOptions {
    std::string input = "-", state_file;
    std::optional<std::string> text;
    ExplainOptions explain;
    bool json = false, list = false;
};

int complain(std::string_view what) {
    fmt::print(stderr, "keyturn explain: {}{}", what, what.ends_with('\n') ? "" : "\n");
    return exit_usage;
}

int list_kinds() {
    for (const ExplainKind& kind : explain_kinds())
        fmt::print("{:<17} {:<24} {}\n", kind.name, kind.title, kind.summary);
    return exit_conformant;
}

// What is to be explained, and what to call it in an error.
struct NamedInput {
    std::string content, name;
};

// An argument that names no file is the input itself.
std::expected<NamedInput, std::string> read_named(const ExplainCommandOptions& options) {
    if (options.text) return NamedInput{*options.text, "--text"};
    const bool is_file = options.input == "-" || ::access(options.input.c_str(), F_OK) == 0;
    if (!is_file) return NamedInput{options.input, "the argument, which names no file"};
    auto content = read_input(options.input);
    if (!content) return std::unexpected(content.error());
    return NamedInput{std::move(*content), options.input == "-" ? "standard input" : options.input};
}

void print(const Explanation& explanation, bool json) {
    if (!json)
        return fmt::print("{}{}", text_of(explanation), explanation.rules.empty() ? "" : text_of(explanation.rules));
    JsonValue object = to_json(explanation);
    if (!explanation.rules.empty()) object.set("rules", to_json(explanation.rules));
    fmt::print("{}\n", to_pretty_json(object));
}

int explain_input(ExplainCommandOptions options) {
    if (options.list) return list_kinds();
    const auto input = read_named(options);
    if (!input) return complain(input.error());
    if (!options.state_file.empty()) {
        auto state = read_state_file(options.state_file);
        if (!state) return complain(state.error());
        options.explain.state = std::move(*state);
    }
    options.explain = with_words(std::move(options.explain));
    const auto explanation = explain(input->content, options.explain);
    if (!explanation) return complain(fmt::format("{}: {}", input->name, explanation.error().reason));
    print(*explanation, options.json);
    const bool is_broken = explanation->is_any_check_broken() || is_any_broken(explanation->rules);
    return is_broken ? exit_nonconformant : exit_conformant;
}

constexpr const char* footer =
    "Examples:\n"
    "  keyturn request | keyturn explain                                the body of a request\n"
    "  keyturn request --as state | keyturn explain                     the same, verified and opened by its state\n"
    "  keyturn explain DAAEDAABDAACCwABAAAAA05ldwAAAAA=                 an event detail, as an argument\n"
    "  keyturn explain --as signature MEUCIQ…                           taken for a signature, whatever else it may "
    "be\n"
    "  keyturn explain --target detail crash-5ba93c9db0                  what made a fuzz target fail\n"
    "\n"
    "Private keys, conversation keys and tokens are never shown, whether they stand in the input or in the state;\n"
    "still, a secret does not belong on a command line: name a file, or pipe it in.\n"
    "\n"
    "Exit status: 0 explained; 1 something does not verify or open, or a rule is broken; 2 not readable.";

}  // namespace

void add_explain_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ExplainCommandOptions>();
    CLI::App* command =
        app.add_subcommand("explain", "Say in words what an input of any kind is, and what is odd about it");
    command->add_option("INPUT", options->input,
                        "A file; where there is none of that name, the input itself. - or nothing: standard input.\n"
                        "Bytes as they are, in hexadecimal, base64 or PEM; JSON; text");
    command->add_option("--text", options->text, "The input itself, also where a file has its name")
        ->type_name("TEXT")
        ->excludes("INPUT");
    command
        ->add_option("--as", options->explain.kind,
                     "Take the input for this kind, which --list names; found out without")
        ->type_name("KIND");
    command->add_option("--target", options->explain.target, "The input, a crash perhaps, is one of this fuzz target")
        ->type_name("NAME")
        ->excludes("--as");
    command->add_flag("--list", options->list, "List the kinds, and end");
    command
        ->add_option("--state", options->state_file,
                     "Groups and users: verify signatures, open wrapped keys and titles with the private keys in it,\n"
                     "hold a request body to every rule of a server")
        ->type_name("FILE");
    command
        ->add_option("--sender", options->explain.sender, "Who sends the request; absent: whom its shown payload names")
        ->type_name("ID");
    command
        ->add_option("--conversation", options->explain.conversation_id,
                     "The group meant; absent: the state's only one")
        ->type_name("ID");
    command->add_flag("--json", options->json, "The same as JSON: conformance/schemas/explanation.schema.json");
    command->footer(footer);
    command->callback([options, &status] { status = explain_input(*options); });
}

}  // namespace keyturn
