#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/composer.h"
#include "conformance/interchange/export.h"
#include "conformance/invented_group.h"
#include "conformance/verify_input.h"
#include "protocol/action_signature.h"
#include "tools/clock_and_seed.h"
#include "tools/commands.h"
#include "tools/conform_options.h"
#include "tools/exit_status.h"
#include "tools/fresh_request.h"
#include "tools/request_sending.h"
#include "tools/state_file.h"

namespace keyturn {
namespace {

struct RequestOptions {
    InventedShape shape;
    std::size_t members = 3;  // after the addition
    std::string state_file, group, sender, deviation, form = "body";
    std::string url = "https://api.x.com", credentials;  // of exports
    std::vector<std::string> add;
    std::optional<std::uint64_t> seed, now_msec;
    ConformOptions connection;  // of --send; its endpoint is "" without
    bool list = false, json = false;
};

template <class... Parts>
int complain(fmt::format_string<Parts...> form, Parts&&... parts) {
    fmt::print(stderr, "keyturn request: {}\n", fmt::format(form, std::forward<Parts>(parts)...));
    return exit_usage;
}

std::string kind_of(const Deviation& row) {
    return row.argument.empty() ? std::string(row.kind) : fmt::format("{}:<{}>", row.kind, row.argument);
}

// What repeats a request of before has its place in cases.
bool is_of_one_request(const Deviation& row) { return row.fits.add && !row.follows_another; }

std::string text_list() {
    std::string text;
    for (const Deviation& row : deviations())
        if (is_of_one_request(row))
            text += fmt::format("{:<40} {:<11} {}\n", kind_of(row),
                                row.requirement.empty() ? "still right" : row.requirement, row.summary);
    return text;
}

JsonValue json_list() {
    const auto text_or_null = [](std::string_view text) {
        return text.empty() ? json_null() : json_string(std::string(text));
    };
    JsonValue rows = json_array();
    for (const Deviation& row : deviations())
        if (is_of_one_request(row))
            rows.elements.push_back(json_object({{"kind", json_string(std::string(row.kind))},
                                                 {"argument", text_or_null(row.argument)},
                                                 {"requirement", text_or_null(row.requirement)},
                                                 {"summary", json_string(std::string(row.summary))}}));
    return json_object({{"deviations", std::move(rows)}});
}

int list_deviations(bool as_json) {
    if (as_json)
        fmt::print("{}\n", to_pretty_json(json_list()));
    else
        fmt::print("{}", text_list());
    return exit_conformant;
}

// The users of a state who are neither in the group nor invited to it.
std::vector<std::string> outsiders(const Given& given, const Group& group) {
    std::vector<std::string> ids;
    for (const auto& [id, user] : given.users)
        if (!contains(group.members, id) && !contains(group.pending, id)) ids.push_back(id);
    return ids;
}

std::string first_admin_with_keys(const Given& given, const Group& group) {
    for (const std::string& id : group.admins)
        if (const User* user = find_user(given.users, id); user && user->private_keys) return id;
    return {};
}

std::expected<InventedGroup, std::string> group_of_file(const RequestOptions& options) {
    auto given = read_state_file(options.state_file);
    if (!given) return std::unexpected(given.error());
    const Group* group =
        options.group.empty() && given->groups.size() == 1 ? &given->groups.front() : given->find_group(options.group);
    if (!group) return std::unexpected(options.state_file + ": name one of its groups with --group\n");
    const std::string sender = options.sender.empty() ? first_admin_with_keys(*given, *group) : options.sender;
    const auto add = options.add.empty() ? outsiders(*given, *group) : options.add;
    if (sender.empty())
        return std::unexpected(options.state_file +
                               ": no admin of the group has private_keys: name a sender with --sender\n");
    if (add.empty())
        return std::unexpected(options.state_file + ": nobody is left to be added: name users with --add\n");
    Group chosen = *group;
    given->groups = {std::move(chosen)};
    return InventedGroup{std::move(*given), sender, add};
}

// So that a key can be wrapped for it by mistake. It stands below the latest one.
void register_older_key(User& user, std::uint64_t seed) {
    Entropy entropy("request: an older key", seed);
    const PrivateKey identity = PrivateKey::generate(entropy), signing = PrivateKey::generate(entropy);
    user.keys.insert(user.keys.begin(), {"9", identity.public_key(), signing.public_key(),
                                         sign_binding(signing, identity.public_key().spki())});
}

InventedGroup new_group(const RequestOptions& options, const FreshRequest& request, Entropy& entropy) {
    InventedShape shape = options.shape;
    shape.members = options.members - shape.outsiders;
    InventedGroup invented = invent_group(shape, request.now_msec, entropy);
    register_older_key(invented.given.users.at(invented.given.groups.front().members.back()), request.seed);
    return invented;
}

std::expected<FreshRequest, std::string> fresh_request(const RequestOptions& options) {
    FreshRequest request{.given = {},
                         .sender = {},
                         .add = {},
                         .deviation = options.deviation,
                         .now_msec = clock_of(options.now_msec)(),
                         .seed = seed_of(options.seed)};
    Entropy entropy("request", request.seed);
    auto group = options.state_file.empty() ? new_group(options, request, entropy) : group_of_file(options);
    if (!group) return std::unexpected(group.error());
    request.given = std::move(group->given);
    request.sender = group->sender;
    request.add = group->add;
    auto composed = compose(request.given, request.group().id, request.sender, request.add, request.deviation,
                            request.now_msec, entropy);
    if (!composed) return std::unexpected(fmt::format("keyturn request: {}\n", composed.error().reason));
    request.composed = std::move(*composed);
    return request;
}

VerifyInput state_of(const FreshRequest& request) {
    return {request.given, request.sender, request.group().id, request.composed.request.body, request.now_msec, {}};
}

// The token stands in no export: the form refers to a variable in its place.
std::expected<std::string, std::string> exported(const FreshRequest& request, ExportForm form,
                                                 const RequestOptions& options) {
    const std::string variable =
        options.connection.bearer_env.empty() ? "KEYTURN_TOKEN" : options.connection.bearer_env;
    Redactor redactor;
    if (!request.token().empty()) redactor.name(variable, request.token());
    OutgoingRequest outgoing = outgoing_request("add-members", options.url, request.composed.request, redactor);
    outgoing.at_msec = request.now_msec;
    if (!request.composed.anonymous) add_bearer_placeholder(outgoing, variable);
    return exported(form, {outgoing}, {options.credentials});
}

std::expected<std::string, std::string> in_form(const FreshRequest& request, const RequestOptions& options) {
    if (options.json) return to_pretty_json(to_json(request)) + "\n";
    if (const auto form = export_form_named(options.form)) return exported(request, *form, options);
    if (options.form == "state") return to_json(to_json(state_of(request))) + "\n";
    if (options.form == "case") return to_pretty_json(case_of(request)) + "\n";
    return request.composed.request.body + "\n";
}

int make_request(const RequestOptions& options) {
    if (options.list) return list_deviations(options.json);
    const auto request = fresh_request(options);
    if (!request) {
        fmt::print(stderr, "{}", request.error());
        return exit_usage;
    }
    if (!options.seed || !options.now_msec)
        fmt::print(stderr, "seed {}, now {}: --seed {} --now {} makes it again\n", request->seed, request->now_msec,
                   request->seed, request->now_msec);
    if (!options.connection.endpoint.empty()) {
        ConformOptions connection = options.connection;
        connection.json = options.json;
        return send_and_judge(*request, options.state_file.empty(), connection);
    }
    const auto text = in_form(*request, options);
    if (!text) return complain("{}", text.error());
    fmt::print("{}", *text);
    return exit_conformant;
}

std::vector<std::string> form_names() {
    std::vector<std::string> names = {"body", "state", "case"};
    for (std::string& name : export_form_names()) names.push_back(std::move(name));
    return names;
}

void add_group_options(CLI::App& command, RequestOptions& options) {
    command.option_defaults()->group("The group and who is added");
    auto* members =
        command.add_option("--members", options.members, "Invent a group of this size, counted after the add")
            ->check(CLI::Range(2, 9999))
            ->capture_default_str();
    command.add_option("--pending", options.shape.pending, "Invited users of the invented group")
        ->check(CLI::Range(0, 1000))
        ->needs(members);
    command.add_option("--title", options.shape.title, "Its title");
    command.add_option("--avatar-url", options.shape.avatar_url, "Its avatar");
    command.add_option("--ttl", options.shape.ttl_msec, "Its message ttl in milliseconds");
    command.add_option("--screen-capture-blocking", options.shape.screen_capture_blocking,
                       "Its screen-capture flag: true or false");
    command
        .add_option("--state", options.state_file,
                    "Take group and users, private keys included, from this file instead")
        ->type_name("FILE")
        ->excludes(members);
    command.add_option("--group", options.group, "Which group of the file")->type_name("ID");
    command.add_option("--sender", options.sender, "Who sends; the first admin with private keys if absent")
        ->type_name("ID");
    command.add_option("--add", options.add, "Whom to add; everyone outside the group if absent")
        ->type_name("ID")
        ->allow_extra_args(false);
}

void add_making_options(CLI::App& command, RequestOptions& options) {
    command.option_defaults()->group("How it is made and shown");
    command.add_option("--deviate", options.deviation, "Break exactly one thing: see --list")->type_name("KIND");
    command.add_flag("--list", options.list, "List the deviations with the requirement each breaks, and end");
    command.add_option("--seed", options.seed, "Makes keys, ids and nonces repeat")->type_name("S");
    command.add_option("--now", options.now_msec, "The time, in milliseconds since 1970")->type_name("MSEC");
    CLI::Option* form =
        command
            .add_option(
                "--as", options.form,
                "body: the JSON body. state: what keyturn verify reads. case: a file for keyturn conform --cases\n"
                "that composes it anew. Both hold the private keys. curl, har, hurl: for these tools.\n"
                "http-task: a workflow of HTTP tasks. In none of the last four is a token")
            ->check(CLI::IsMember(form_names()))
            ->capture_default_str();
    command.add_option("--url", options.url, "The server that curl, har, hurl and http-task name")
        ->type_name("URL")
        ->capture_default_str();
    command.add_option("--credentials", options.credentials, "Of http-task: saved credentials in place of a token")
        ->type_name("ID");
    command
        .add_flag("--json", options.json,
                  "The request with all that is known of it as JSON; with --list and --send the list and the answer:\n"
                  "conformance/schemas/made-request.schema.json")
        ->excludes(form);
}

void add_sending_options(CLI::App& command, RequestOptions& options) {
    ConformOptions& connection = options.connection;
    connection.endpoint_option = "--send";
    constexpr double shortest = 0.001, longest = 3600;
    command.option_defaults()->group("Sending it");
    CLI::Option* send =
        command
            .add_option("--send", connection.endpoint,
                        "Send it to this server and judge the answer as keyturn conform does. Where the server has a\n"
                        "state hook, it is given the group first")
            ->type_name("URL")
            ->excludes("--as");
    command
        .add_option("--bearer-env", connection.bearer_env,
                    "Environment variable with the token; without it the state's token of the sender. In exports its\n"
                    "name stands for the token")
        ->type_name("VAR");
    command
        .add_option("--yes-send-to", connection.yes_send_to, "Allow requests to this host, which is not this machine")
        ->type_name("HOST")
        ->needs(send);
    command.add_option("--cacert", connection.cacert, "Trust the authorities of this PEM file only")
        ->type_name("FILE")
        ->needs(send);
    command.add_option("--timeout", connection.timeout_s, "Seconds for one exchange, connecting included")
        ->type_name("S")
        ->check(CLI::Range(shortest, longest))
        ->capture_default_str()
        ->needs(send);
}

constexpr const char* footer =
    "Examples:\n"
    "  keyturn request --deviate swapped-signatures             a body that breaks one thing\n"
    "  keyturn request --as state | keyturn verify -            held to every rule of a server\n"
    "  keyturn request --as curl --url http://127.0.0.1:8080    a shell line\n"
    "  keyturn request --send http://127.0.0.1:8080             sent, and the answer judged\n"
    "\n"
    "Exit status: 0 made, or the answer is conformant; 1 it is not; 2 wrong usage; 3 nothing was judged; 4 no answer.";

}  // namespace

void add_request_command(CLI::App& app, int& status) {
    auto options = std::make_shared<RequestOptions>();
    CLI::App* command = app.add_subcommand("request", "Make a fresh, fully signed add-members request");
    add_group_options(*command, *options);
    add_making_options(*command, *options);
    add_sending_options(*command, *options);
    command->footer(footer);
    command->callback([options, &status] { status = make_request(*options); });
}

}  // namespace keyturn
