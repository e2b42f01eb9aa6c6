// A stream of events as JSON, see oracles/event_stream.h, applied one after the other. The state only changes by what
// is accepted, keys stay, conversations are apart; what was accepted verifies, and changes nothing when it comes again,
// in any order; who opens the events of one conversation at once learns the same.
#include "protocol/recipient.h"

#include "fuzz/oracles/event_stream.h"
#include "fuzz/oracles/recipient_laws.h"
#include "fuzz/target.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/identifiers.h"

using namespace keyturn;

namespace {

struct Arrived {
    std::string in;
    Event event;
};

EventApplied apply(RecipientState state, const Arrived& arrived) {
    return apply_event(std::move(state), arrived.event, arrived.in, fuzz::stream_users(), property_now_msec);
}

void what_was_accepted_verifies(const RecipientState& state, const Arrived& arrived) {
    const auto change = KeyChange::from_detail(arrived.event.detail);
    const ConversationView* view = state.find_conversation(arrived.in);
    const auto version = change ? read_key_version(change->conversation_key_version) : std::nullopt;
    const ConversationKey* key = version ? &view->keys.at(*version) : nullptr;
    fuzz::expect(verify_event(arrived.event, fuzz::stream_users(), key).has_value(), "what was accepted verifies");
}

std::vector<Arrived> arrived_from(const fuzz::EventStream& stream) {
    std::vector<Arrived> all;
    for (const fuzz::Delivery& delivery : stream.deliveries)
        if (auto event = fuzz::event_of(delivery)) all.push_back({delivery.in, std::move(*event)});
    return all;
}

void all_at_once_is_the_same(const RecipientState& state, const std::vector<Arrived>& all) {
    std::vector<std::string> events;
    for (const Arrived& arrived : all) {
        if (arrived.in != all.front().in || arrived.event.conversation_id != arrived.in) return;
        events.push_back(base64(arrived.event.write()));
    }
    const auto opened =
        open_change(events, state.user_id, state.identity_keys, fuzz::stream_users(), property_now_msec);
    const ConversationView* view = state.find_conversation(all.front().in);
    fuzz::expect(opened.conversation == (view ? *view : ConversationView{}), "all at once is the same");
    events.push_back("!");
    const auto with_another =
        open_change(events, state.user_id, state.identity_keys, fuzz::stream_users(), property_now_msec);
    fuzz::expect(
        with_another.conversation == opened.conversation && with_another.refusals.size() == opened.refusals.size() + 1,
        "what can't be read is refused and changes nothing");
}

void encrypts_with_the_newest_key(const RecipientState& state) {
    for (const auto& [id, view] : state.conversations) {
        const auto newest = view.latest_version();
        fuzz::expect(newest.has_value() == !view.keys.empty(), "a version is known where a key is");
        for (const auto& [version, key] : view.keys) fuzz::expect(version <= *newest, "the newest is the highest");
        fuzz::expect(view.key_to_encrypt_with() == (newest ? &view.keys.at(*newest) : nullptr), "its key encrypts");
    }
}

// What was accepted, in the order of its acceptance.
std::vector<Arrived> play(RecipientState& state, const std::vector<Arrived>& all) {
    std::vector<Arrived> accepted;
    for (const Arrived& arrived : all) {
        EventApplied applied = apply(state, arrived);
        fuzz::expect(fuzz::event_is_applied_lawfully(state, applied, arrived.in));
        fuzz::expect(fuzz::repetition_is_told(applied, apply(applied.state, arrived)));
        state = std::move(applied.state);
        if (applied.outcome.verdict != EventVerdict::accepted) continue;
        what_was_accepted_verifies(state, arrived);
        accepted.push_back(arrived);
    }
    return accepted;
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    const auto stream = document ? input_from_json<fuzz::EventStream>(*document) : std::unexpected(Problems{});
    if (!stream || stream->deliveries.size() > fuzz::most_deliveries) return fuzz::Taken::refused;
    if (!find_user(fuzz::stream_users(), stream->user)) return fuzz::Taken::refused;
    const std::vector<Arrived> all = arrived_from(*stream);
    RecipientState state{stream->user, {registered_keys(stream->user, "1").identity}};
    const std::vector<Arrived> accepted = play(state, all);
    for (std::size_t i = accepted.size(); i-- > 0;)
        fuzz::expect(apply(state, accepted[i]).state == state, "what comes again changes nothing, in any order");
    if (!all.empty()) all_at_once_is_the_same(state, all);
    encrypts_with_the_newest_key(state);
    return fuzz::accepted_if(!accepted.empty());
}
