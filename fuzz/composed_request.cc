// What a case asks to be composed, as JSON: an operation, users to add, a title, a deviation. The request is made for
// the cast, the same every time, or refused with a reason; without a deviation the reference server accepts it.
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
    std::optional<std::string> title, deviation;
    static void visit(auto& self, auto& field) {
        field("operation", self.operation);
        field("add", self.add);
        field("title", self.title);
        field("deviation", self.deviation);
    }
};

Result<Composed> composed(const Wanted& wanted, ChangeOperation operation) {
    Entropy entropy("fuzz/composed_request", 1);
    return compose(fuzz::cast(),
                   {.operation = operation,
                    .group = fuzz::cast_group().id,
                    .sender = std::string(fuzz::cast_admin),
                    .add = wanted.add,
                    .title = wanted.title,
                    .avatar_url = {},
                    .deviation = wanted.deviation.value_or("")},
                   fuzz::now_msec, entropy);
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
    const auto made = composed(*wanted, *operation), again = composed(*wanted, *operation);
    fuzz::expect(made.has_value() == again.has_value(), "composing repeats");
    if (!made) {
        fuzz::expect(!made.error().reason.empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    fuzz::expect(made->request.body == again->request.body && made->request.headers == again->request.headers,
                 "the same arguments give the same bytes");
    if (*operation == ChangeOperation::add && !wanted->deviation && adds_outsiders(wanted->add))
        fuzz::expect(is_accepted(made->request), "what is composed without a deviation is right");
    return fuzz::Taken::accepted;
}
