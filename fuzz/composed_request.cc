// What a case asks to be composed, as JSON: an operation, users to add, a title, a deviation; a group and a sender,
// where they are not the cast's; whether the same was composed before. The request is the same every time, or refused
// with a reason; without a deviation the reference server accepts it.
#include "conformance/composer.h"
#include "conformance/server/respond.h"
#include "fuzz/cast/cast.h"
#include "fuzz/target.h"
#include "properties/json_form.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_added = 8;  // for each a key is wrapped

struct Wanted {
    std::string operation;
    std::vector<std::string> add;
    std::optional<std::string> title, deviation, group, sender;
    std::optional<bool> again;
    static void visit(auto& self, auto& field) {
        field("operation", self.operation);
        field("add", self.add);
        field("title", self.title);
        field("deviation", self.deviation);
        field("group", self.group);
        field("sender", self.sender);
        field("again", self.again);
    }
};

// The cast's group, and g1, of which nothing is set: 1111 and 7777, whose private keys nobody has, are its admins.
const Given& given() {
    static const Given both = [] {
        Given given = fuzz::cast();
        given.users["7777"].keys = given.users.at("1111").keys;
        given.groups.push_back({.id = "g1",
                                .members = {"1111", "7777"},
                                .admins = {"1111", "7777"},
                                .pending = {},
                                .title = {},
                                .avatar_url = {},
                                .ttl_msec = {},
                                .screen_capture_blocking = {},
                                .conversation_key_version = {}});
        return given;
    }();
    return both;
}

Result<Composed> composed(const Wanted& wanted, ChangeOperation operation, const SentBefore& before) {
    Entropy entropy("fuzz/composed_request", before.requests.size());
    return compose(given(),
                   {.operation = operation,
                    .group = wanted.group.value_or(fuzz::cast_group().id),
                    .sender = wanted.sender.value_or(std::string(fuzz::cast_admin)),
                    .add = wanted.add,
                    .title = wanted.title,
                    .avatar_url = {},
                    .deviation = wanted.deviation.value_or("")},
                   fuzz::now_msec, entropy, before);
}

// What the case sent before, where it did: the same without a deviation.
SentBefore sent_before(Wanted wanted, ChangeOperation operation) {
    wanted.deviation.reset();
    const auto first = wanted.again.value_or(false) ? composed(wanted, operation, {}) : Result<Composed>(refuse(""));
    if (!first) return {};
    return {{first->request}, {first->message_ids}};
}

// Of the cast's admin, without a deviation.
bool is_plain(const Wanted& wanted) {
    return !wanted.deviation && !wanted.sender && wanted.group.value_or(fuzz::cast_group().id) == fuzz::cast_group().id;
}

bool adds_outsiders(const std::vector<std::string>& add) {
    return add == std::vector<std::string>{"4444"} || add == std::vector<std::string>{"5555", "4444"};
}

bool is_accepted(HttpRequest request) {
    static const ServerState state = fuzz::server_of_cast();
    add_bearer(request.headers, *find_user(fuzz::cast().users, fuzz::cast_admin)->token);
    return is_success(respond(state, request, fuzz::now_msec).response.status);
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    const auto wanted = document ? input_from_json<Wanted>(*document) : std::unexpected(Problems{});
    const auto operation = wanted ? change_operation_named(wanted->operation) : std::nullopt;
    if (!operation || wanted->add.size() > most_added) return fuzz::Taken::refused;
    const SentBefore before = sent_before(*wanted, *operation);
    const auto made = composed(*wanted, *operation, before), again = composed(*wanted, *operation, before);
    fuzz::expect(made.has_value() == again.has_value(), "composing repeats");
    if (!made) {
        fuzz::expect(!made.error().reason.empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    fuzz::expect(made->request.body == again->request.body && made->request.headers == again->request.headers,
                 "the same arguments give the same bytes");
    if (*operation == ChangeOperation::add && is_plain(*wanted) && adds_outsiders(wanted->add))
        fuzz::expect(is_accepted(made->request), "what is composed without a deviation is right");
    return fuzz::Taken::accepted;
}
