// A request body as JSON text, sent to the reference server by the admin of the cast's group; three bodies of sixteen
// in another scene: by a member who is no admin, after another change, to a group of which nothing is set. The answer
// satisfies the contract of the operation, is a success exactly when no rule is broken, gives no secret away, and the
// same every time; a refusal changes nothing, a success what was asked for, and once.
#include "conformance/response_contract.h"
#include "fuzz/cast/scenes.h"
#include "fuzz/oracles/server_laws.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

bool same_answer(const HttpResponse& a, const HttpResponse& b) { return a.status == b.status && a.body == b.body; }

void comes_once(const Handled& outcome, const HttpRequest& request) {
    if (!outcome.next) return;
    const Handled again = respond(*outcome.next, request, fuzz::now_msec);
    fuzz::expect(!again.next && same_answer(again.response, outcome.response), "the same body again changes nothing");
}

}  // namespace

FUZZ_TARGET {
    const auto& [given, earlier, sender, state] = fuzz::scene_of(input);
    const HttpRequest request = fuzz::add_members_by(sender, std::string(text_of(input)));
    const fuzz::Asked asked{state, *state.find(fuzz::cast_group().id), sender, request, fuzz::now_msec};
    const Handled outcome = respond(state, request, fuzz::now_msec);
    fuzz::expect(contract_breaches(request, outcome.response).empty(), "an answer satisfies the contract");
    fuzz::expect(leaks(outcome.response, fuzz::secrets_around(given.users, sender, request.body)).empty(),
                 "no secret comes back");
    fuzz::expect(fuzz::accepted_exactly_by_the_rules(asked, outcome));
    fuzz::expect(fuzz::accepted_change_takes_effect(asked, outcome));
    fuzz::expect(same_answer(respond(state, request, fuzz::now_msec).response, outcome.response),
                 "the same request has the same answer");
    comes_once(outcome, request);
    return fuzz::accepted_if(outcome.response.status == 200);
}
