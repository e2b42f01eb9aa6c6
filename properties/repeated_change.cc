#include "properties/repeated_change.h"

#include <algorithm>
#include <map>

#include "properties/prepared_body.h"

namespace keyturn {
namespace {

// Everything random in a body, by the requirement that wants it fresh.
std::multimap<std::string, std::string> random_parts(const PreparedBody& body) {
    std::multimap<std::string, std::string> parts = {{"AM-ROT-031", std::string(text_of(body.conversation_key))}};
    for (const ParticipantKey& key : participant_keys(body))
        if (const auto point = ephemeral_point(key)) parts.emplace("AM-KEY-013", *point);
    for (const ActionSignature& action : action_signatures(body))
        if (action.message_id) parts.emplace("AM-SIG-025", *action.message_id);
    for (const auto& sealed : {body.read.request.encrypted_title, body.read.request.encrypted_avatar_url})
        if (sealed) parts.emplace("AM-KEY-031", sealed->substr(0, 32));  // the nonce
    return parts;
}

}  // namespace

std::optional<Violation> next_change_is_fresh(Library& library, const RosterChange& input) {
    const auto one = prepare(library, input, input.seed), other = prepare(library, input, input.seed + 1);
    if (!one || !other) return std::nullopt;
    const auto first = read_body(input, *one), second = read_body(input, *other);
    if (!first || !second) return std::nullopt;
    const auto before = random_parts(*first);
    for (const auto& [requirement, part] : random_parts(*second))
        if (std::ranges::find(before, std::pair<const std::string, std::string>(requirement, part)) != before.end())
            return violated(requirement,
                            "something random of one change stands again in the next, made with other entropy");
    return std::nullopt;
}

std::optional<Violation> retry_is_the_same(Library& library, const RosterChange& input) {
    const auto one = prepare(library, input, input.seed), other = prepare(library, input, input.seed);
    if (!one || !other || one->body == other->body) return std::nullopt;
    return violated("AM-SIG-026", "the same change, prepared again with the same entropy and time, is another one");
}

}  // namespace keyturn
