// A request body as JSON text, sent to the reference server by an admin of a small group. The answer satisfies the
// contract of the operation, gives no token away, and a refusal changes nothing.
#include "conformance/leaks.h"
#include "conformance/response_contract.h"
#include "conformance/server/respond.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;
constexpr std::string_view token = "token-of-the-admin";

ServerState small_group() {
    Given given;
    Entropy entropy("fuzz/server", 1);
    for (const char* id : {"1111", "2222", "3333"}) {
        const PrivateKey identity = PrivateKey::generate(entropy), signing = PrivateKey::generate(entropy);
        given.users[id].keys.push_back({"1", identity.public_key(), signing.public_key(), ""});
    }
    given.users["1111"].token = token;
    ServerState state;
    state.users = std::make_shared<const Users>(std::move(given.users));
    auto conversation = std::make_shared<Conversation>();
    conversation->group.id = "g1";
    conversation->group.members = {"1111", "2222"};
    conversation->group.admins = {"1111"};
    state.conversations["g1"] = std::move(conversation);
    return state;
}

}  // namespace

FUZZ_TARGET {
    static const ServerState state = small_group();
    const HttpRequest request{"POST",
                              "/2/chat/conversations/g1/members",
                              {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + std::string(token)}},
                              std::string(text_of(input))};
    const Handled outcome = respond(state, request, now_msec);
    fuzz::expect(contract_breaches(request, outcome.response).empty(), "an answer satisfies the contract");
    fuzz::expect(leaks(outcome.response, {{std::string(token), "AM-SEC-001", "the token"}}).empty(),
                 "no token comes back");
    fuzz::expect(!outcome.next || outcome.response.status == 200, "a refusal changes nothing");
    const Handled again = respond(state, request, now_msec);
    fuzz::expect(again.response.status == outcome.response.status && again.response.body == outcome.response.body,
                 "the same request has the same answer");
    return fuzz::accepted_if(outcome.response.status == 200);
}
