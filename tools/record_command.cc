#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>

#include "conformance/http/recording_proxy.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/interruption.h"
#include "tools/recorder.h"

namespace keyturn {
namespace {

struct RecordOptions {
    std::string upstream, out, cacert;
    std::uint16_t port = 0;
    std::vector<std::string> secret_env;
    double silence_s = 60;
};

constexpr const char* footer =
    "Point a client at the URL that is printed; every exchange becomes a file of cases in DIR as it completes, whole "
    "or\n"
    "not at all, whatever ends the command. The bytes pass as they are, but for a Host line that names this proxy.\n"
    "\n"
    "Secrets never reach the disk: the credentials of Authorization, cookies, members and parameters called token,\n"
    "password, private_key and the like, private keys in PEM, and what --secret-env names, wherever they appear, also\n"
    "encoded, in both directions. {{NAME}} stands in their place, and a replay takes NAME from the environment. A "
    "token\n"
    "that the server hands out under another name is known only by --secret-env.\n"
    "\n"
    "Examples:\n"
    "  ALICE=... keyturn record --upstream https://api.example.com --out recorded --secret-env ALICE\n"
    "  ALICE=... keyturn conform --cases recorded --endpoint https://api.example.com --yes-send-to api.example.com\n"
    "docs/recording.md has the rest. Ends on interrupt.";

int fail(int status, const std::string& why) {
    fmt::print(stderr, "keyturn record: {}\n", why);
    return status;
}

RecordingProxyOptions proxy_options(const RecordOptions& options) {
    RecordingProxyOptions proxy;
    proxy.upstream.endpoint = options.upstream;
    proxy.upstream.cacert = options.cacert;
    proxy.port = options.port;
    proxy.silence = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(options.silence_s));
    return proxy;
}

int record(const RecordOptions& options) {
    if (const auto upstream = parse_endpoint(options.upstream); !upstream)
        return fail(exit_usage, fmt::format("--upstream: {}", upstream.error()));
    const auto recorder = Recorder::open(options.out, options.secret_env);
    if (!recorder) return fail(exit_usage, recorder.error());
    const ProxyObserver observer{
        [&](const HttpRequest& request, const HttpResponse& response) { (*recorder)->record({request, response}); },
        [&](const std::string& what) { (*recorder)->miss(what); }};
    note_interruptions();
    auto proxy = RecordingProxy::open(proxy_options(options), observer);
    if (!proxy) return fail(exit_nothing_ran, proxy.error());
    fmt::print("http://127.0.0.1:{}\n", proxy->port());
    std::fflush(stdout);
    proxy->run(is_interrupted);
    fmt::print(stderr, "{}", (*recorder)->how_to_replay());
    return (*recorder)->recorded() == 0 ? exit_nothing_ran : exit_conformant;
}

}  // namespace

void add_record_command(CLI::App& app, int& status) {
    auto options = std::make_shared<RecordOptions>();
    CLI::App* command = app.add_subcommand(
        "record", "Pass requests on to a server and write each exchange as a case, its secrets taken out");
    command
        ->add_option("--upstream", options->upstream, "The server, http or https; a path is put before each request's")
        ->type_name("URL")
        ->required();
    command
        ->add_option("--out", options->out, "Folder for the cases, made when absent; numbers go on behind those in it")
        ->type_name("DIR")
        ->required();
    command->add_option("--port", options->port, "TCP port on 127.0.0.1; 0 takes a free one")->capture_default_str();
    command
        ->add_option("--secret-env", options->secret_env,
                     "What this environment variable holds is a secret; {{VAR}} stands in its place. Repeatable")
        ->type_name("VAR")
        ->allow_extra_args(false);
    command->add_option("--cacert", options->cacert, "Trust the authorities of this PEM file only")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    command
        ->add_option("--timeout", options->silence_s,
                     "Seconds after which a connection on which nothing moves is given up")
        ->type_name("S")
        ->check(CLI::Range(0.001, 24.0 * 3600))
        ->capture_default_str();
    command->footer(footer);
    command->callback([options, &status] { status = record(*options); });
}

}  // namespace keyturn
