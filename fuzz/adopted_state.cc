// The answer of a server to the set-up of the cast, as text. What is adopted has as many groups and users, with keys
// that our private keys belong to, and reads back; the ids that differ are told from ours to theirs; no answer changes
// nothing; a refusal can be shown anywhere.
#include "conformance/adopted_state.h"

#include "fuzz/cast/cast.h"
#include "fuzz/oracles/harmless.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

JsonValue as_json(const Given& given) { return given_to_json(given, PrivateParts::kept); }

void keys_belong_together(const Users& users) {
    for (const auto& [id, user] : users) {
        if (!user.private_keys) continue;
        const RegisteredKey* latest = user.latest_key();
        fuzz::expect(latest && latest->identity == user.private_keys->identity.public_key() &&
                         latest->signing == user.private_keys->signing.public_key(),
                     "the private keys belong to the latest registration");
    }
}

void ids_lead_from_ours_to_theirs(const StandingState& adopted) {
    for (const auto& [ours, theirs] : adopted.ids.users)
        fuzz::expect(find_user(fuzz::cast().users, ours) && find_user(adopted.given.users, theirs),
                     "a user has two ids");
    for (const auto& [ours, theirs] : adopted.ids.groups)
        fuzz::expect(fuzz::cast().find_group(ours) && adopted.given.find_group(theirs), "a group has two ids");
}

}  // namespace

FUZZ_TARGET {
    const auto adopted = adopt(fuzz::cast(), text_of(input));
    if (!adopted) {
        fuzz::expect(!adopted.error().empty() && fuzz::is_harmless(adopted.error()), "a refusal can be shown anywhere");
        return fuzz::Taken::refused;
    }
    const Given& given = adopted->given;
    fuzz::expect(given.groups.size() == fuzz::cast().groups.size() && given.users.size() == fuzz::cast().users.size(),
                 "nobody and no group is lost");
    keys_belong_together(given.users);
    ids_lead_from_ours_to_theirs(*adopted);
    const auto again = read_given(as_json(given));
    fuzz::expect(again && as_json(*again) == as_json(given), "an adopted state reads back");
    if (input.empty()) fuzz::expect(as_json(given) == as_json(fuzz::cast()), "no answer changes nothing");
    return fuzz::Taken::accepted;
}
