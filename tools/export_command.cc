#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "conformance/http/endpoint.h"
#include "conformance/interchange/export.h"
#include "tools/case_requests.h"
#include "tools/clock_and_seed.h"
#include "tools/commands.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

struct ExportCommandOptions {
    std::vector<std::string> selectors;
    std::string form, url = "http://127.0.0.1:8080", credentials, data, cases;
    std::optional<std::uint64_t> seed, now_msec;
};

constexpr const char* footer =
    "  curl       a shell script; a body with a NUL, or one too long for an argument, goes through a pipe\n"
    "  har        an HTTP archive, version 1.2\n"
    "  hurl       a Hurl file; a body that Hurl would change stands as base64\n"
    "  http-task  a SimWorkflow workflow definition with an HTTP task for each request\n"
    "\n"
    "No token is in any of them: that of user 1111 is the variable TOKEN_OF_1111 (curl: of the environment; hurl: of "
    "the\n"
    "file; http-task: an input of the task, or --credentials), and secrets of recorded cases keep their names.\n"
    "Examples:\n"
    "  keyturn export accepted/one-user --as curl --url https://api.example.com | TOKEN_OF_1111=... sh\n"
    "  keyturn export --cases recorded --as har > recorded.har";

int fail(const std::string& why) {
    fmt::print(stderr, "keyturn export: {}\n", why);
    return exit_usage;
}

SecretNames names_of(const SecretWhats& secrets) {
    SecretNames names;
    for (const auto& [name, what] : secrets) names.insert(name);
    return names;
}

// The requests of one case, with a placeholder for the token of whoever sends them.
Result<std::vector<OutgoingRequest>> requests_of(const Case& test, const ExportCommandOptions& options,
                                                 std::uint64_t seed, std::uint64_t now_msec) {
    std::vector<OutgoingRequest> requests;
    const auto shown = show_requests(test, seed, now_msec, [&](std::size_t index, const BuiltRequest& request) {
        OutgoingRequest outgoing{test.id, options.url, request.http, names_of(test.secrets), now_msec};
        if (test.exchanges.size() > 1) outgoing.name += fmt::format(" {}", index + 1);
        const Exchange& exchange = test.exchanges[index];
        if (takes_a_token(request, exchange)) add_bearer_placeholder(outgoing, "TOKEN_OF_" + *exchange.as);
        requests.push_back(std::move(outgoing));
    });
    if (!shown) return std::unexpected(shown.error());
    return requests;
}

void tell_left_out(const std::string& what) { fmt::print(stderr, "left out: {}\n", what); }

// Those of all cases, but for what can't be made before an answer is there.
std::vector<OutgoingRequest> requests_of(const std::vector<Case>& cases, const ExportCommandOptions& options) {
    const std::uint64_t seed = seed_of(options.seed), now_msec = clock_of(options.now_msec)();
    std::vector<OutgoingRequest> all;
    for (const Case& test : cases) {
        auto requests = requests_of(test, options, seed, now_msec);
        if (requests)
            std::ranges::move(*requests, std::back_inserter(all));
        else
            tell_left_out(fmt::format("{}, {}", test.id, requests.error().reason));
    }
    return all;
}

// Without those that the form can't hold.
std::vector<OutgoingRequest> that_fit(ExportForm form, std::vector<OutgoingRequest> requests) {
    std::erase_if(requests, [&](const OutgoingRequest& one) {
        const auto alone = exported(form, {one});
        if (!alone) tell_left_out(alone.error());
        return !alone;
    });
    return requests;
}

int export_cases(ExportCommandOptions options) {
    while (options.url.ends_with('/')) options.url.pop_back();  // a path begins with one
    if (const auto endpoint = parse_endpoint(options.url); !endpoint) return fail("--url: " + endpoint.error());
    const auto data = data_folder(options.data);
    if (!data) return fail(data.error());
    auto suite = load_suite(*data, options.cases);
    if (!suite) {
        fmt::print(stderr, "{}", suite.error());
        return exit_usage;
    }
    const auto cases = selected(std::move(suite->cases), options.selectors);
    if (!cases) return fail(cases.error());
    const ExportForm form = *export_form_named(options.form);
    const auto requests = that_fit(form, requests_of(*cases, options));
    if (requests.empty()) return exit_nothing_ran;
    const auto text = exported(form, requests, {options.credentials});
    if (!text) return fail(text.error());
    fmt::print("{}", *text);
    return exit_conformant;
}

}  // namespace

void add_export_command(CLI::App& app, int& status) {
    auto options = std::make_shared<ExportCommandOptions>();
    CLI::App* command =
        app.add_subcommand("export", "Write the requests of cases for other tools: curl, har, hurl, http-task");
    command->add_option("CASE", options->selectors, "Case id, folder of cases, or a glob; all if absent");
    command->add_option("--as", options->form, "The form")->check(CLI::IsMember(export_form_names()))->required();
    command->add_option("--url", options->url, "Where the requests go")->capture_default_str();
    command->add_option("--credentials", options->credentials, "Of http-task: the id of saved credentials")
        ->type_name("ID");
    command->add_option("--cases", options->cases, "Folder of cases to use instead of the shipped ones")
        ->type_name("DIR");
    command->add_option("--data", options->data, "Folder with conformance/requirements.json and all beside it")
        ->type_name("DIR");
    command->add_option("--seed", options->seed, "Makes composed requests repeat")->type_name("S");
    command
        ->add_option("--now", options->now_msec,
                     "The time that composed requests are made at, in milliseconds since 1970")
        ->type_name("MSEC");
    command->footer(footer);
    command->callback([options, &status] { status = export_cases(*options); });
}

}  // namespace keyturn
