// A request body as JSON text, sent to the reference server by the admin of the cast's group; three bodies of sixteen
// in another scene: by a member who is no admin, after another change, to a group of which nothing is set. The answer
// satisfies the contract of the operation, is a success exactly when no rule is broken, gives no secret away, and the
// same every time; a refusal changes nothing, a success what was asked for, and once.
#include "conformance/composer.h"
#include "conformance/response_contract.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/server_laws.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

struct Scene {
    ServerState state;
    std::string sender;
};

ServerState server_after_a_change() {
    Entropy entropy("fuzz/server", 1);
    auto earlier =
        compose(fuzz::cast(), fuzz::cast_group().id, fuzz::cast_admin, {"5555"}, "", fuzz::now_msec, entropy);
    const HttpRequest request = fuzz::add_members_by_admin(std::move(earlier->request.body));
    return respond(fuzz::server_of_cast(), request, fuzz::now_msec).next.value();
}

// An admin who is no member, titled like what is signed as unset.
ServerState server_of_a_bare_group() {
    Given given = fuzz::cast();
    given.groups.front() = {.id = fuzz::cast_group().id,
                            .members = {"2222"},
                            .admins = {std::string(fuzz::cast_admin)},
                            .pending = {},
                            .title = "null",
                            .avatar_url = {},
                            .ttl_msec = {},
                            .screen_capture_blocking = {},
                            .conversation_key_version = {}};
    return fuzz::server_of(given);
}

// Bytes as a number: inputs that differ at all are spread over the scenes.
std::size_t sum_of(ByteView input) {
    std::size_t sum = 0;
    for (const std::uint8_t byte : input) sum = sum * 31 + byte;
    return sum;
}

const Scene& scene_of(ByteView input) {
    static const std::vector<Scene> scenes = {{fuzz::server_of_cast(), "2222"},
                                              {server_after_a_change(), std::string(fuzz::cast_admin)},
                                              {server_of_a_bare_group(), std::string(fuzz::cast_admin)},
                                              {fuzz::server_of_cast(), std::string(fuzz::cast_admin)}};
    constexpr std::size_t one_in = 16;
    return scenes[std::min(sum_of(input) / 8 % one_in, scenes.size() - 1)];
}

bool same_answer(const HttpResponse& a, const HttpResponse& b) { return a.status == b.status && a.body == b.body; }

void comes_once(const Handled& outcome, const HttpRequest& request) {
    if (!outcome.next) return;
    const Handled again = respond(*outcome.next, request, fuzz::now_msec);
    fuzz::expect(!again.next && same_answer(again.response, outcome.response), "the same body again changes nothing");
}

}  // namespace

FUZZ_TARGET {
    const auto& [state, sender] = scene_of(input);
    const HttpRequest request = fuzz::add_members_by(sender, std::string(text_of(input)));
    const fuzz::Asked asked{state, *state.find(fuzz::cast_group().id), sender, request, fuzz::now_msec};
    const Handled outcome = respond(state, request, fuzz::now_msec);
    fuzz::expect(contract_breaches(request, outcome.response).empty(), "an answer satisfies the contract");
    fuzz::expect(leaks(outcome.response, fuzz::secrets_around(fuzz::cast().users, sender, request.body)).empty(),
                 "no secret comes back");
    fuzz::expect(fuzz::accepted_exactly_by_the_rules(asked, outcome));
    fuzz::expect(fuzz::accepted_change_takes_effect(asked, outcome));
    fuzz::expect(same_answer(respond(state, request, fuzz::now_msec).response, outcome.response),
                 "the same request has the same answer");
    comes_once(outcome, request);
    return fuzz::accepted_if(outcome.response.status == 200);
}
