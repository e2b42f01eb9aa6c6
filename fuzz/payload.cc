// An action as JSON: detail, message_id, sender, conversation_id, signature_version, key. Its payload at every version
// begins as it must and follows the borders of the layouts; of a member add every signed part counts, and a recipient
// who knows the group accepts at most one of all the events that the payload can be read as.
#include "protocol/signature_payload.h"

#include <fmt/format.h>

#include "fuzz/oracles/add_readings.h"
#include "fuzz/oracles/payload_laws.h"
#include "fuzz/target.h"
#include "properties/signing.h"
#include "protocol/known_group.h"

using namespace keyturn;

namespace {

constexpr std::size_t components_in_front = 4;  // of a member add: its name, message, sender, conversation

std::string payload_of(const Action& action, const ThriftValue& detail, int version) {
    const ConversationKey key = numbered_conversation_key(action.key.value_or(0));
    const PayloadSource source{detail, action.message_id, action.sender, action.conversation_id,
                               action.key ? &key : nullptr};
    const auto payload = signature_payload(source, version);
    const auto to_sign = payload_to_sign(source, version);
    fuzz::expect(payload || !payload.error().reason.empty(), "a refused payload has a reason");
    const bool only_a_verifier_reads_it = !to_sign && to_sign.error().obstacle == PayloadObstacle::text_spells_null;
    fuzz::expect(only_a_verifier_reads_it || payload.value_or("") == to_sign.value_or(""),
                 "one text is signed and verified");
    const std::string front = fmt::format("{},{},{}", action_name(detail), action.message_id, action.sender);
    fuzz::expect(!payload || payload->starts_with(front), "action, message and sender stand in front");
    return payload.value_or("");
}

Group group_before(const MemberAdd& add) {
    return {.id = "g1",
            .members = add.current_members,
            .admins = add.current_admins,
            .pending = add.pending_members,
            .title = add.title,
            .avatar_url = add.avatar_url,
            .ttl_msec = add.ttl_msec,
            .screen_capture_blocking = add.screen_capture_blocking,
            .conversation_key_version = {}};
}

void one_payload_is_one_event(const Action& action, const MemberAdd& add, const std::string& payload) {
    const std::vector<std::string> all = fuzz::components_of(payload);
    if (payload.empty() || all.size() < components_in_front) return;
    const auto readings = fuzz::add_readings(std::span(all).subspan(components_in_front), add);
    const KnownGroup known = known_group(group_before(add));
    for (const fuzz::AddReading& reading : readings)
        fuzz::expect(payload_of(action, reading.add.to_detail(), reading.signature_version) == payload,
                     "a reading has the payload that it was read from");
    fuzz::expect(fuzz::one_reading_is_accepted(readings, [&](const fuzz::AddReading& reading) {
        return group_after(known, reading.add.to_detail(), reading.signature_version, action.sender).has_value();
    }));
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto action = input_from_json<Action>(*document);
    if (!action) return fuzz::Taken::refused;
    const auto at = [&](int version) { return payload_of(*action, action->detail, version); };
    fuzz::expect(fuzz::versions_of_one_layout_agree(action->detail, at));
    fuzz::expect(at(1).empty() && at(newest_signature_version + 1).empty(),
                 "only the versions from 2 to 7 have a payload");
    const int version = signature_version(action->signature_version).value_or(newest_signature_version);
    const auto add = MemberAdd::from_detail(action->detail);
    if (add && action->conversation_id) {
        fuzz::expect(fuzz::every_signed_part_counts(
            *add, [&](const MemberAdd& changed, int v) { return payload_of(*action, changed.to_detail(), v); }));
        one_payload_is_one_event(*action, *add, payload_of(*action, add->to_detail(), version));
    }
    return fuzz::accepted_if(!at(version).empty());
}
