#include <CLI/CLI.hpp>

#include "tools/commands.h"
#include "tools/conform_options.h"

namespace keyturn {
namespace {

constexpr const char* footer =
    "Examples:\n"
    "  keyturn conform                                          every case against the reference server\n"
    "  keyturn conform --endpoint http://127.0.0.1:8080         against a server of yours\n"
    "  keyturn conform signatures 'rotation/key-*' --list       what would run\n"
    "\n"
    "State: most cases start from a group with known members. A server under test gets it from a hook that takes\n"
    "POST {\"action\": \"set-up\" | \"tear-down\", \"given\": {...}}: --state URL. Without --state, "
    "ENDPOINT/_keyturn/state\n"
    "is tried; --state none runs only what needs no state. --state api makes it through the server's own operations:\n"
    "register keys, initialize and create groups. It needs an account for each user, --user, and leaves keys and\n"
    "groups behind, for no operation removes them. docs/state.md has it all.\n"
    "\n"
    "What it prints: failures by requirement and cause, an exemplar of each with the command that repeats it, a "
    "screen\n"
    "at most; of a single case all that was found. Then what the requests that were answered put to the test: field\n"
    "constraints, membership rules and requirements, each valid, broken or never. --out keeps it all for keyturn "
    "report.\n"
    "\n"
    "Access: OAuth 2.0 user tokens, as Authorization: Bearer, taken from environment variables. OAuth 1.0a user\n"
    "context is not supported: it signs each request anew over method, URL and parameters, and what is judged here\n"
    "is sent exactly as recorded or composed. No proxy is used unless --proxy names one, whatever the environment "
    "says.";

void add_judgement_options(CLI::App& command, ConformOptions& options) {
    command.option_defaults()->group("Judgement");
    command
        .add_option("--profile", options.profile,
                    "Which source to believe where they disagree; without --endpoint "
                    "the reference server follows it too")
        ->check(CLI::IsMember({"documented", "openapi", "guide"}))
        ->capture_default_str();
    command
        .add_option("--policy-off", options.policy_off, "Silence this requirement, whose source is policy; repeatable")
        ->type_name("ID")
        ->allow_extra_args(false);
    command
        .add_option("--repeat", options.repeat,
                    "Replay each case N times, the state set up anew each time: what differs is flaky, and nothing is\n"
                    "retried until it passes")
        ->type_name("N")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    CLI::Option* baseline =
        command
            .add_option("--baseline", options.baseline,
                        "File of known failures, which don't count; one that passes or has expired is exit status 5")
            ->type_name("FILE");
    command
        .add_flag("--baseline-update", options.baseline_update,
                  "Write the failures of this run to that file, which need not be there yet")
        ->needs(baseline);
    command.add_flag("--strict", options.strict, "A tolerated verdict counts as nonconformant");
}

void add_server_options(CLI::App& command, ConformOptions& options) {
    command.option_defaults()->group("Server under test");
    command
        .add_option("--endpoint", options.endpoint, "The server under test; without it the reference server is started")
        ->type_name("URL");
    command.add_option("--state", options.state, "URL of the server's state hook, api, or none")
        ->type_name("URL|api|none");
    command
        .add_option(
            "--user", options.users,
            "User ID of the cases is played by the account REAL_ID, whose token is in that environment variable;\n"
            "repeatable")
        ->type_name("ID=REAL_ID:TOKEN_ENV")
        ->allow_extra_args(false);
    command
        .add_option("--bearer-env", options.bearer_env,
                    "Environment variable with the token for requests that name no user")
        ->type_name("VAR");
    command.add_option("--header", options.headers, "Add a header line to every request; repeatable")
        ->type_name("'K: V'")
        ->allow_extra_args(false);
    command
        .add_option("--header-env", options.headers_env,
                    "The same with the value in an environment variable, for secrets; repeatable")
        ->type_name("'K: VAR'")
        ->allow_extra_args(false);
    command.add_option("--cacert", options.cacert, "Trust the authorities of this PEM file only")->type_name("FILE");
    CLI::Option* cert = command.add_option("--cert", options.cert, "PEM file with a certificate to show to the server")
                            ->type_name("FILE");
    command.add_option("--key", options.key, "PEM file with its private key, where that file does not hold it")
        ->type_name("FILE")
        ->needs(cert);
    command.add_option("--proxy", options.proxy, "Go through this proxy")->type_name("URL");
    command.add_flag("--insecure", options.insecure, "Don't check the server's certificate");
    command.add_option("--yes-send-to", options.yes_send_to, "Allow requests to this host, which is not this machine")
        ->type_name("HOST");
}

void add_deadline(CLI::App& command, const char* name, double& seconds, const char* what) {
    constexpr double shortest = 0.001, longest = 7 * 24 * 3600;
    command.add_option(name, seconds, what)
        ->type_name("S")
        ->check(CLI::Range(shortest, longest))
        ->capture_default_str();
}

void add_load_options(CLI::App& command, ConformOptions& options) {
    command.option_defaults()->group("Load and deadlines");
    command
        .add_option("--rate", options.rate,
                    "At most N requests a second, those that give and read back states among them; 0.5/s is one in\n"
                    "two seconds")
        ->type_name("N/s");
    command
        .add_option("--max-wait", options.max_wait_s,
                    "Seconds that the run waits, all in all, for a server that answers 429, or 503 with Retry-After:\n"
                    "as long as it asks for, then it is asked again. A case for which that is not enough is\n"
                    "inconclusive")
        ->type_name("S")
        ->check(CLI::Range(0.0, 24.0 * 3600))
        ->capture_default_str();
    command
        .add_option(
            "--jobs", options.jobs,
            "Replay up to N cases at once. Those that have a conversation in common, as nearly all shipped ones do,\n"
            "or a user who is not the same in both, stay in order, one after the other. All keep the one --rate;\n"
            "what is printed, and every verdict, is as with one job")
        ->type_name("N")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command
        .add_option("--shard", options.shard,
                    "Of the selected cases every N-th from the I-th on; all shards together are the whole")
        ->type_name("I/N");
    add_deadline(command, "--connect-timeout", options.connect_timeout_s, "Seconds for name, TCP and TLS");
    add_deadline(command, "--first-byte-timeout", options.first_byte_timeout_s,
                 "Seconds from the connection to the first byte of an answer");
    add_deadline(command, "--timeout", options.timeout_s, "Seconds for one exchange, connecting included");
    add_deadline(command, "--case-timeout", options.case_timeout_s,
                 "Seconds that the server may take for all exchanges of one case; what is left then is inconclusive");
    add_deadline(command, "--run-timeout", options.run_timeout_s,
                 "Seconds for the whole run: cases that are left then are not run, and the exit status is 4 at best");
}

void add_case_options(CLI::App& command, ConformOptions& options) {
    command.add_option("CASE", options.selectors, "Case id, folder of cases, or a glob; all if absent");
    command.option_defaults()->group("Cases");
    command.add_option("--cases", options.cases, "Folder of cases to use instead of the shipped ones")
        ->type_name("DIR");
    command.add_option("--data", options.data, "Folder with conformance/requirements.json and all beside it")
        ->type_name("DIR");
    command.add_option("--seed", options.seed, "Makes composed requests repeat; printed when it was not given")
        ->type_name("S");
    command
        .add_option("--now", options.now_msec,
                    "The time that composed requests are made at, in milliseconds since 1970")
        ->type_name("MSEC");
}

void add_output_options(CLI::App& command, ConformOptions& options) {
    command.option_defaults()->group("What is printed and kept");
    command.add_flag("--list", options.list, "List the cases with their requirements, and end");
    command.add_flag("--dry-run", options.dry_run, "Print the exact bytes of every request, send nothing");
    command.add_flag("--coverage", options.coverage,
                     "Print what the requests put to the test, by field, rule and requirement, with the cases");
    command.add_flag("--json", options.json, "Verdicts and coverage as one JSON document on standard output");
    command.add_option("--out", options.out, "Folder for the journal, made when absent: journal.ndjson")
        ->type_name("DIR");
    command
        .add_flag("--learn", options.learn,
                  "Replay each case twice and propose matchers for what varies; with --out the cases with them are\n"
                  "written to DIR/learned, for you to accept")
        ->excludes("--repeat")
        ->excludes("--jobs");
}

}  // namespace

void add_conform_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ConformOptions>();
    CLI::App* command = app.add_subcommand("conform", "Replay cases against a server and judge every answer");
    add_case_options(*command, *options);
    add_server_options(*command, *options);
    add_load_options(*command, *options);
    add_judgement_options(*command, *options);
    add_output_options(*command, *options);
    command->footer(footer);
    command->callback([options, &status] { status = conform(*options); });
}

}  // namespace keyturn
