// A request body as JSON text, sent to the reference server by the admin of the cast's group. The answer satisfies the
// contract of the operation, gives no token away, and a refusal changes nothing.
#include "conformance/leaks.h"
#include "conformance/response_contract.h"
#include "conformance/server/respond.h"
#include "fuzz/cast/cast.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    static const ServerState state = fuzz::server_of_cast();
    static const std::string& token = *find_user(fuzz::cast().users, fuzz::cast_admin)->token;
    const HttpRequest request = fuzz::add_members_by_admin(std::string(text_of(input)));
    const Handled outcome = respond(state, request, fuzz::now_msec);
    fuzz::expect(contract_breaches(request, outcome.response).empty(), "an answer satisfies the contract");
    fuzz::expect(leaks(outcome.response, {{token, "AM-SEC-001", "the token"}}).empty(),
                 "no token comes back");
    fuzz::expect(!outcome.next || outcome.response.status == 200, "a refusal changes nothing");
    const Handled again = respond(state, request, fuzz::now_msec);
    fuzz::expect(again.response.status == outcome.response.status && again.response.body == outcome.response.body,
                 "the same request has the same answer");
    return fuzz::accepted_if(outcome.response.status == 200);
}
