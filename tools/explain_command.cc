#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/explain/explain.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/input_file.h"
#include "tools/rule_report.h"

namespace keyturn {
namespace {

struct ExplainOptions {
    std::string file, state_file, sender, conversation_id;
    bool json = false;
};

// The state file as `verify` reads it, with the explained body in it. The body's own payload names a sender.
std::expected<VerifyInput, std::string> verify_input(const ExplainOptions& options, const std::string& body,
                                                     const std::string& sender) {
    const auto state = read_json_input(options.state_file);
    if (!state) return std::unexpected(state.error());
    JsonValue object =
        json_object({{"state", *state}, {"sender", json_string(options.sender.empty() ? sender : options.sender)}});
    if (!options.conversation_id.empty()) object.set("conversation_id", json_string(options.conversation_id));
    const auto document = parse_json(body);
    if (document) object.set("body", *document);
    auto input = read_verify_input(object);
    if (!input) return std::unexpected(lines_of(options.state_file, input.error()));
    return std::move(*input);
}

std::string text_of(const Explanation& explanation) {
    std::string text = explanation.kind + "\n";
    for (const std::string& line : explanation.lines) text += "  " + line + "\n";
    for (const std::string& oddity : explanation.oddities) text += "odd: " + oddity + "\n";
    if (explanation.oddities_left_out > 0) text += fmt::format("odd: and {} more\n", explanation.oddities_left_out);
    return text;
}

JsonValue texts(const std::vector<std::string>& all) {
    JsonValue array = json_array();
    for (const std::string& text : all) array.elements.push_back(json_string(text));
    return array;
}

JsonValue to_json(const Explanation& explanation) {
    return json_object({{"kind", json_string(explanation.kind)},
                        {"lines", texts(explanation.lines)},
                        {"oddities", texts(explanation.oddities)},
                        {"oddities_left_out", json_number(std::to_string(explanation.oddities_left_out))},
                        {"sender", json_string(explanation.sender)},
                        {"decoded", explanation.decoded}});
}

void print(const ExplainOptions& options, const Explanation& explanation, const std::vector<RuleResult>& rules) {
    if (options.json) {
        JsonValue object = to_json(explanation);
        if (!rules.empty()) object.set("rules", to_json(rules));
        fmt::print("{}\n", to_pretty_json(object));
    } else {
        fmt::print("{}{}", text_of(explanation), rules.empty() ? "" : text_of(rules));
    }
}

int complain(std::string_view what) {
    fmt::print(stderr, "keyturn explain: {}{}", what, what.ends_with('\n') ? "" : "\n");
    return exit_usage;
}

int explain_file(const ExplainOptions& options) {
    const auto content = read_input(options.file);
    if (!content) return complain(content.error());
    const auto explanation = explain(*content);
    if (!explanation) return complain(fmt::format("{}: {}", options.file, explanation.error().reason));
    std::vector<RuleResult> rules;
    if (!options.state_file.empty()) {
        if (explanation->kind != "request body")
            return complain("--state is for request bodies, and this is another kind: " + explanation->kind);
        const auto input = verify_input(options, *content, explanation->sender);
        if (!input) return complain(input.error());
        auto results = judge(*input);
        if (!results) return complain("the state has no group of that id");
        rules = std::move(*results);
    }
    print(options, *explanation, rules);
    return is_any_broken(rules) ? exit_nonconformant : exit_conformant;
}

}  // namespace

void add_explain_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ExplainOptions>();
    CLI::App* command =
        app.add_subcommand("explain", "Say in words what a request body, event, event detail or signature payload is");
    command->add_option("FILE", options->file, "Text, hexadecimal, base64 or bytes; - is standard input")->required();
    command
        ->add_option("--state", options->state_file,
                     "Groups and users: hold a request body to every rule of a server too")
        ->type_name("FILE");
    command->add_option("--sender", options->sender, "Who sends the request; absent: whom its shown payload names")
        ->type_name("ID");
    command->add_option("--conversation", options->conversation_id, "The group meant; absent: the state's only one")
        ->type_name("ID");
    command->add_flag("--json", options->json, "The words, the oddities and the decoded parts as JSON");
    command->footer(
        "A conversation key in a payload is never shown. Exit status: 0 explained; 1 a rule is broken; 2 not "
        "readable.");
    command->callback([options, &status] { status = explain_file(*options); });
}

}  // namespace keyturn
