#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "conformance/defects/server_defect.h"
#include "conformance/server/profile_rules.h"
#include "conformance/server/respond.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

struct ServeOptions {
    std::uint16_t port = 0;
    std::string profile = "guide", data;
    std::vector<std::string> without, defects;
    std::optional<std::uint64_t> now_msec;
    bool list = false;
};

int list_all() {
    fmt::print("Rules (--without) and the requirement that each keeps:\n");
    for (const ServerRule& rule : server_rules()) fmt::print("  {:<36} {}\n", rule.name, rule.requirement);
    fmt::print("Defects (--defect) and the requirement that each breaks, of a server that …\n");
    for (const ServerDefect& defect : server_defects())
        fmt::print("  {:<36} {}  … {}\n", defect.name, defect.requirement, defect.summary);
    return exit_conformant;
}

// Blocks until an interrupt or a request to end arrives.
void wait_for_signal() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    int received = 0;
    sigwait(&signals, &received);
}

void block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int usage_error(const std::string& text) {
    fmt::print(stderr, "keyturn serve: {}\n", text);
    return exit_usage;
}

std::unexpected<std::string> unknown(std::string_view kind, const std::string& name) {
    return std::unexpected(fmt::format("there is no {} '{}': see keyturn serve --list", kind, name));
}

std::expected<std::vector<const ServerDefect*>, std::string> defects_named(const std::vector<std::string>& names) {
    std::vector<const ServerDefect*> defects;
    for (const std::string& name : names) {
        defects.push_back(find_server_defect(name));
        if (!defects.back()) return unknown("defect", name);
    }
    return defects;
}

// What the profile does not ask for, and what was asked to be left out.
std::expected<LeftOut, std::string> left_out(const ServeOptions& options) {
    for (const std::string& name : options.without)
        if (std::ranges::find(server_rules(), name, &ServerRule::name) == server_rules().end())
            return unknown("rule", name);
    const auto data = data_folder(options.data);
    if (!data) return std::unexpected(data.error());
    const auto requirements = load_requirements(*data);
    if (!requirements) return std::unexpected(requirements.error());
    LeftOut rules = rules_left_out(*requirements, *profile_named(options.profile));
    rules.insert(options.without.begin(), options.without.end());
    return rules;
}

int serve(const ServeOptions& options) {
    if (options.list) return list_all();
    auto rules = left_out(options);
    if (!rules) return usage_error(rules.error());
    auto defects = defects_named(options.defects);
    if (!defects) return usage_error(defects.error());
    block_signals();  // in every thread, so that the one waiting below gets them
    auto server =
        ReferenceServer::start(options.port, {std::move(*rules), std::move(*defects)}, clock_of(options.now_msec));
    if (!server) {
        fmt::print(stderr, "keyturn serve: {}\n", server.error());
        return exit_nothing_ran;
    }
    fmt::print("{}\n", (*server)->url());
    std::fflush(stdout);
    wait_for_signal();
    return exit_conformant;
}

}  // namespace

void add_serve_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ServeOptions>();
    CLI::App* command =
        app.add_subcommand("serve", "Run the reference server on the loopback interface; its first line is its URL");
    command->add_option("--port", options->port, "TCP port; 0 takes a free one")->capture_default_str();
    command
        ->add_option("--profile", options->profile,
                     "Which source the server believes where they disagree; the others' rules are left out")
        ->check(CLI::IsMember({"documented", "openapi", "guide"}))
        ->capture_default_str();
    command->add_option("--data", options->data, "Folder with conformance/requirements.json")->type_name("DIR");
    command->add_option("--without", options->without, "Leave this rule out, to see what notices; repeatable")
        ->type_name("RULE")
        ->allow_extra_args(false);
    command
        ->add_option("--defect", options->defects, "Plant this defect, to see what notices; repeatable, in this order")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_option("--now", options->now_msec, "A clock that stands still, in milliseconds since 1970")
        ->type_name("MSEC");
    command->add_flag("--list", options->list, "List rules and defects with the requirement of each, and end");
    command->footer(
        "State is given by POST /_keyturn/state {\"action\": \"set-up\" | \"tear-down\", \"given\": {...}}.\nEnds on "
        "interrupt.");
    command->callback([options, &status] { status = serve(*options); });
}

}  // namespace keyturn
