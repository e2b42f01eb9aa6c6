#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "conformance/composer.h"
#include "conformance/invented_group.h"
#include "conformance/verify_input.h"
#include "tools/clock_and_seed.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/state_file.h"

namespace keyturn {
namespace {

struct RequestOptions {
    InventedShape shape;
    std::size_t members = 3;  // after the addition
    std::string state_file, group, sender, deviation, form = "body";
    std::vector<std::string> add;
    std::optional<std::uint64_t> seed, now_msec;
    bool list = false;
};

int list_deviations() {
    for (const Deviation& row : deviations()) {
        if (!row.fits.add) continue;
        fmt::print("{:<40} {:<11} {}\n",
                   row.argument.empty() ? std::string(row.kind) : fmt::format("{}:<{}>", row.kind, row.argument),
                   row.requirement.empty() ? "still right" : row.requirement, row.summary);
    }
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

int make_request(const RequestOptions& options) {
    if (options.list) return list_deviations();
    const std::uint64_t now_msec = clock_of(options.now_msec)();
    const std::uint64_t seed = seed_of(options.seed);
    Entropy entropy("request", seed);
    InventedShape shape = options.shape;
    shape.members = options.members - shape.outsiders;
    auto group = options.state_file.empty() ? invent_group(shape, now_msec, entropy) : group_of_file(options);
    if (!group) {
        fmt::print(stderr, "{}", group.error());
        return exit_usage;
    }
    const std::string& id = group->given.groups.front().id;
    const auto composed = compose(group->given, id, group->sender, group->add, options.deviation, now_msec, entropy);
    if (!composed) {
        fmt::print(stderr, "keyturn request: {}\n", composed.error().reason);
        return exit_usage;
    }
    if (!options.seed)
        fmt::print(stderr, "seed {}, now {}: --seed {} --now {} makes it again\n", seed, now_msec, seed, now_msec);
    if (options.form == "body")
        fmt::print("{}\n", composed->request.body);
    else
        fmt::print("{}\n", to_json(to_json(VerifyInput{
                               std::move(group->given), group->sender, id, composed->request.body, now_msec, {}})));
    return exit_conformant;
}

}  // namespace

void add_request_command(CLI::App& app, int& status) {
    auto options = std::make_shared<RequestOptions>();
    CLI::App* command = app.add_subcommand("request", "Make a fresh, fully signed add-members request");
    auto* members =
        command->add_option("--members", options->members, "Invent a group of this size, counted after the add")
            ->check(CLI::Range(2, 9999))
            ->capture_default_str();
    command->add_option("--pending", options->shape.pending, "Invited users of the invented group")
        ->check(CLI::Range(0, 1000))
        ->needs(members);
    command->add_option("--title", options->shape.title, "Its title");
    command->add_option("--avatar-url", options->shape.avatar_url, "Its avatar");
    command->add_option("--ttl", options->shape.ttl_msec, "Its message ttl in milliseconds");
    command->add_option("--screen-capture-blocking", options->shape.screen_capture_blocking,
                        "Its screen-capture flag: true or false");
    command
        ->add_option("--state", options->state_file,
                     "Take group and users, private keys included, from this file instead")
        ->excludes(members);
    command->add_option("--group", options->group, "Which group of the file");
    command->add_option("--sender", options->sender, "Who sends; the first admin with private keys if absent");
    command->add_option("--add", options->add, "Whom to add; everyone outside the group if absent")
        ->allow_extra_args(false);
    command->add_option("--deviate", options->deviation, "Break exactly one thing: see --list")->type_name("KIND");
    command->add_flag("--list", options->list, "List the deviations with the requirement each breaks, and end");
    command->add_option("--seed", options->seed, "Makes keys, ids and nonces repeat")->type_name("S");
    command->add_option("--now", options->now_msec, "The time, in milliseconds since 1970")->type_name("MSEC");
    command
        ->add_option("--as", options->form,
                     "body: the JSON body. state: what keyturn verify reads, private keys included")
        ->check(CLI::IsMember({"body", "state"}))
        ->capture_default_str();
    command->callback([options, &status] { status = make_request(*options); });
}

}  // namespace keyturn
