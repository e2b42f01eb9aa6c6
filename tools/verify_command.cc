#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/verify_input.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/input_file.h"
#include "tools/rule_report.h"

namespace keyturn {
namespace {

struct VerifyOptions {
    std::string file;
    bool json = false;
};

int verify_file(const VerifyOptions& options) {
    const auto document = read_json_input(options.file);
    if (!document) {
        fmt::print(stderr, "keyturn verify: {}\n", document.error());
        return exit_usage;
    }
    const auto input = read_verify_input(*document);
    if (!input) {
        fmt::print(stderr, "{}", lines_of(options.file, input.error()));
        return exit_usage;
    }
    const auto results = judge(*input);
    if (!results) {
        fmt::print(stderr, "{}: /conversation_id: the state has no group of that id\n", options.file);
        return exit_usage;
    }
    if (options.json)
        fmt::print("{}\n", to_pretty_json(json_object({{"rules", to_json(*results)}})));
    else
        fmt::print("{}", text_of(*results));
    return is_any_broken(*results) ? exit_nonconformant : exit_conformant;
}

}  // namespace

void add_verify_command(CLI::App& app, int& status) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* command =
        app.add_subcommand("verify", "Hold one request to every rule a server keeps, given the state it was made in");
    command
        ->add_option(
            "FILE", options->file,
            R"({"state", "sender", "conversation_id"?, "body" | "body_base64", "now_msec"?, "seen_message_ids"?}; - is standard input)")
        ->required();
    command->add_flag("--json", options->json, "The rules as JSON");
    command->footer("Exit status 1 when a rule is broken. Try: keyturn request --as state | keyturn verify -");
    command->callback([options, &status] { status = verify_file(*options); });
}

}  // namespace keyturn
