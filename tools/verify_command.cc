#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "protocol/membership_rules.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/input_file.h"
#include "tools/verify_input.h"

namespace keyturn {
namespace {

struct VerifyOptions {
    std::string file;
    bool json = false;
};

ReadRequest read_request(const std::string& body) {
    const auto document = parse_json(body);
    if (document) return AddMembersRequest::read(*document);
    return {{}, {{"AM-REQ-001", "", "one JSON object", fmt::format("{} at byte {}", document.error().reason, document.error().offset)}}};
}

JsonValue row(const RuleResult& result, const Problem* problem) {
    JsonValue object = json_object();
    object.set("requirement", json_string(std::string(result.rule->requirement)));
    object.set("rule", json_string(std::string(result.rule->name)));
    object.set("held", problem ? json_bool(false) : result.finding.undecided.empty() ? json_bool(true) : json_null());
    if (problem) {
        object.set("pointer", json_string(problem->pointer));
        object.set("expected", json_string(problem->expected));
        object.set("actual", json_string(problem->actual));
    } else if (!result.finding.undecided.empty()) {
        object.set("reason", json_string(result.finding.undecided));
    }
    return object;
}

void print_json(const std::vector<RuleResult>& results) {
    JsonValue rules = json_array();
    for (const RuleResult& result : results) {
        for (const Problem& problem : result.finding.problems) rules.elements.push_back(row(result, &problem));
        if (!result.finding.broken()) rules.elements.push_back(row(result, nullptr));
    }
    fmt::print("{}\n", to_pretty_json(json_object({{"rules", std::move(rules)}})));
}

void print_text(const std::vector<RuleResult>& results) {
    std::size_t held = 0, broken = 0, undecided = 0;
    for (const RuleResult& result : results) {
        const bool decided = result.finding.undecided.empty();
        ++(result.finding.broken() ? broken : decided ? held : undecided);
        fmt::print("{:<10} {:<11} {}{}\n", result.finding.broken() ? "broken" : decided ? "held" : "undecided", result.rule->requirement, result.rule->name,
                   decided ? "" : ": " + result.finding.undecided);
        for (const Problem& problem : result.finding.problems)
            fmt::print("    {}: expected {}, found {}\n", problem.pointer.empty() ? "the request" : problem.pointer, problem.expected, problem.actual);
    }
    fmt::print("{} held, {} broken, {} undecided\n", held, broken, undecided);
}

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
    const Group* group = input->state.find_group(input->conversation_id);
    if (!group) {
        fmt::print(stderr, "{}: /conversation_id: the state has no group of that id\n", options.file);
        return exit_usage;
    }
    const ReadRequest read = read_request(input->body);
    Attempt attempt = make_attempt(input->conversation_id, input->sender, *group, input->state.users, read);
    attempt.now_msec = input->now_msec;
    attempt.seen_message_ids = input->seen_message_ids ? &*input->seen_message_ids : nullptr;
    const auto results = check(attempt);
    options.json ? print_json(results) : print_text(results);
    for (const RuleResult& result : results)
        if (result.finding.broken()) return exit_nonconformant;
    return exit_conformant;
}

}  // namespace

void add_verify_command(CLI::App& app, int& status) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* command = app.add_subcommand("verify", "Hold one request to every rule a server keeps, given the state it was made in");
    command->add_option("FILE", options->file, R"({"state", "sender", "conversation_id"?, "body" | "body_base64", "now_msec"?, "seen_message_ids"?}; - is standard input)")
        ->required();
    command->add_flag("--json", options->json, "The rules as JSON");
    command->footer("Exit status 1 when a rule is broken. Try: keyturn request --as state | keyturn verify -");
    command->callback([options, &status] { status = verify_file(*options); });
}

}  // namespace keyturn
