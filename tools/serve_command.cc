#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "conformance/server/respond.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"

namespace keyturn {
namespace {

struct ServeOptions {
    std::uint16_t port = 0;
    std::vector<std::string> without;
    std::optional<std::uint64_t> now_msec;
    bool list = false;
};

int list_rules() {
    for (const ServerRule& rule : server_rules()) fmt::print("{:<36} {}\n", rule.name, rule.requirement);
    return exit_conformant;
}

const std::string* unknown_rule(const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (std::ranges::find(server_rules(), name, &ServerRule::name) == server_rules().end()) return &name;
    return nullptr;
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

int serve(const ServeOptions& options) {
    if (options.list) return list_rules();
    if (const std::string* name = unknown_rule(options.without)) {
        fmt::print(stderr, "keyturn serve: there is no rule '{}': see keyturn serve --list\n", *name);
        return exit_usage;
    }
    block_signals();  // in every thread, so that the one waiting below gets them
    auto server = ReferenceServer::start(options.port, {options.without.begin(), options.without.end()},
                                         clock_of(options.now_msec));
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
    command->add_option("--without", options->without, "Leave this rule out, to see what notices; repeatable")
        ->type_name("RULE")
        ->allow_extra_args(false);
    command->add_option("--now", options->now_msec, "A clock that stands still, in milliseconds since 1970")
        ->type_name("MSEC");
    command->add_flag("--list", options->list, "List the rules with the requirement each keeps, and end");
    command->footer(
        "State is given by POST /_keyturn/state {\"action\": \"set-up\" | \"tear-down\", \"given\": {...}}.\nEnds on "
        "interrupt.");
    command->callback([options, &status] { status = serve(*options); });
}

}  // namespace keyturn
