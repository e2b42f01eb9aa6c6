#include "protocol/recipient.h"

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::uint64_t farthest_ahead_msec = 24u * 60 * 60 * 1000;

namespace message_field {
constexpr std::int16_t contents = 100, key_version = 101;
}
constexpr std::int16_t change_inside = 1;

struct Refused {
    EventVerdict verdict;
    std::string reason;
};

template <class T>
using Judged = std::expected<T, Refused>;

std::unexpected<Refused> refused(EventVerdict verdict, std::string reason) {
    return std::unexpected(Refused{verdict, std::move(reason)});
}

// An event where it arrived.
struct Arrival {
    const Event& event;
    std::string conversation_id;  // canonical
    const Users& users;
    std::optional<std::uint64_t> now_msec;
};

using NewKey = std::pair<std::uint64_t, ConversationKey>;

// What an accepted event changes.
struct Change {
    EventOrigin origin;
    Sha256 digest;
    std::optional<NewKey> key = {};
    std::optional<KnownGroup> group = {};
    std::optional<Bytes> message_contents = {};
};

const ConversationView& view_of(const RecipientState& state, const Arrival& arrival) {
    static const ConversationView nothing_known;
    const auto found = state.conversations.find(arrival.conversation_id);
    return found == state.conversations.end() ? nothing_known : found->second;
}

// The canonical form of the id an event carries; "" when it carries none.
std::string named_conversation(const Event& event) {
    return canonical_conversation_id(event.conversation_id.value_or(""), event.sender_id.value_or(""));
}

Judged<void> arrived_where_it_belongs(const Arrival& arrival) {
    const Event& event = arrival.event;
    if (!event.conversation_id) return refused(EventVerdict::no_conversation_id, "the event has no conversation id");
    if (named_conversation(event) != arrival.conversation_id)
        return refused(EventVerdict::foreign_conversation, "the event names another conversation");
    return {};
}

Judged<std::uint64_t> acceptable_version(const KeyChange& change, std::optional<std::uint64_t> now_msec) {
    const auto version = read_key_version(change.conversation_key_version);
    if (!version) return refused(EventVerdict::bad_key_version, "the key version is no decimal number of 64 bits");
    if (now_msec && *version > *now_msec && *version - *now_msec > farthest_ahead_msec)
        return refused(EventVerdict::key_version_far_ahead, "the key version is more than 24 hours ahead");
    return *version;
}

Judged<ConversationKey> own_key(const KeyChange& change, const RecipientState& state) {
    const auto is_ours = [&](const DetailParticipantKey& key) { return key.user_id == state.user_id; };
    if (std::ranges::count_if(change.participant_keys, is_ours) != 1)
        return refused(EventVerdict::not_wrapped_for_us, "not exactly one key is wrapped for this user");
    const auto wrapped = std::ranges::find_if(change.participant_keys, is_ours);
    const auto blob = read_base64(wrapped->encrypted_conversation_key);
    if (!blob) return refused(EventVerdict::wrapped_key_unreadable, blob.error().reason);
    for (const PrivateKey& identity : state.identity_keys)
        if (const auto key = unwrap_key(*blob, identity)) return *key;
    return refused(EventVerdict::wrapped_key_unreadable, "no identity key of this user opens the wrapped key");
}

// The key that an event claims to bring; nothing when it is no key change.
Judged<std::optional<NewKey>> claimed_key(const RecipientState& state, const Arrival& arrival) {
    const auto change = KeyChange::from_detail(arrival.event.detail);
    if (!change) return std::nullopt;
    const auto version = acceptable_version(*change, arrival.now_msec);
    if (!version) return std::unexpected(version.error());
    const auto key = own_key(*change, state);
    if (!key) return std::unexpected(key.error());
    return NewKey{*version, *key};
}

// The kind of change inside a verified group event; 0 for any other event.
std::int16_t group_change_kind(const Event& event) {
    const ThriftValue* change = event.detail.find(arm::group_change);
    return change ? change->find(change_inside)->fields.front().first : std::int16_t{0};
}

bool is_one_of_pair(std::string_view conversation_id, std::size_t colon, std::string_view user) {
    return user == conversation_id.substr(0, colon) || user == conversation_id.substr(colon + 1);
}

// Whoever has registered a key can sign; only who takes part may say something.
bool takes_part(const ConversationView& view, const Arrival& arrival) {
    const std::string& id = arrival.conversation_id;
    if (const std::size_t colon = id.find(':'); colon != id.npos)
        return is_one_of_pair(id, colon, *arrival.event.sender_id);
    return !view.group.members || view.group.members->contains(*arrival.event.sender_id);
}

Judged<void> may_say_this(const ConversationView& view, const Arrival& arrival) {
    const std::int16_t kind = group_change_kind(arrival.event);
    if (kind != 0 && !is_group_id(arrival.conversation_id))
        return refused(EventVerdict::contradicts_group, "the conversation is no group");
    const bool states_its_members = kind == arm::group_create, comes_from_outside = kind == arm::join_request;
    if (!states_its_members && !comes_from_outside && !takes_part(view, arrival))
        return refused(EventVerdict::sender_outside, "the sender does not take part in the conversation");
    return {};
}

// The signature is left out on purpose: (r, s) and (r, n-s) are one signature (invariant 28). The detail stands first,
// for it tells where it ends.
Sha256 digest_of(const Arrival& arrival) {
    return sha256(write_thrift(arrival.event.detail, message_event_detail_schema), bytes_of(arrival.conversation_id));
}

Judged<void> is_new(const RecipientState& state, const Change& change) {
    const auto seen = state.accepted_events.find(change.origin);
    if (seen == state.accepted_events.end()) return {};
    if (seen->second == change.digest) return refused(EventVerdict::repeated, "the event was accepted before");
    return refused(EventVerdict::message_id_reused, "the sender used this message id for another event");
}

Judged<void> is_only_key(const ConversationView& view, const NewKey& key) {
    const auto known = view.keys.find(key.first);
    if (known == view.keys.end() || known->second == key.second) return {};
    return refused(EventVerdict::second_key, "the version has another key already");
}

Judged<Bytes> opened_message(const ConversationView& view, const ThriftValue& message) {
    const auto version = read_key_version(*message.text_at(message_field::key_version));
    const auto key = version ? view.keys.find(*version) : view.keys.end();
    if (key == view.keys.end())
        return refused(EventVerdict::no_message_key, "no key of the message's version is verified");
    auto contents = open_sealed(key->second, bytes_of(message.find(message_field::contents)->text));
    if (!contents) return refused(EventVerdict::message_unreadable, contents.error().reason);
    return std::move(*contents);
}

Judged<KnownGroup> changed_group(const ConversationView& view, const Event& event) {
    auto group =
        group_after(view.group, event.detail, *signature_version(*event.signature.signature_version), *event.sender_id);
    if (!group) return refused(EventVerdict::contradicts_group, group.error().reason);
    return std::move(*group);
}

// What a verified event, new and from a participant, brings besides a key.
Judged<Change> with_content(Change change, const ConversationView& view, const Event& event) {
    if (const ThriftValue* message = event.detail.find(arm::message_create)) {
        auto contents = opened_message(view, *message);
        if (!contents) return std::unexpected(contents.error());
        change.message_contents = std::move(*contents);
    }
    if (event.detail.find(arm::group_change) || event.detail.find(arm::metadata_change)) {
        auto group = changed_group(view, event);
        if (!group) return std::unexpected(group.error());
        change.group = std::move(*group);
    }
    return change;
}

// Everything is judged on a state that can't be changed here.
Judged<Change> judge(const RecipientState& state, const Arrival& arrival) {
    const Event& event = arrival.event;
    if (auto ok = arrived_where_it_belongs(arrival); !ok) return std::unexpected(ok.error());
    const auto key = claimed_key(state, arrival);
    if (!key) return std::unexpected(key.error());
    if (auto ok = verify_event(event, arrival.users, *key ? &(*key)->second : nullptr); !ok)
        return refused(EventVerdict::unverified, ok.error().reason);
    const ConversationView& view = view_of(state, arrival);
    Change change = {{*event.sender_id, *event.message_id}, digest_of(arrival), *key};
    if (auto ok = is_new(state, change); !ok) return std::unexpected(ok.error());
    if (auto ok = may_say_this(view, arrival); !ok) return std::unexpected(ok.error());
    if (change.key)
        if (auto ok = is_only_key(view, *change.key); !ok) return std::unexpected(ok.error());
    return with_content(std::move(change), view, event);
}

RecipientState changed(RecipientState state, const Arrival& arrival, Change change) {
    ConversationView& view = state.conversations[arrival.conversation_id];
    if (change.key) view.keys.insert(*change.key);
    if (change.group) view.group = std::move(*change.group);
    state.accepted_events.emplace(std::move(change.origin), change.digest);
    return state;
}

Result<Event> read_event(std::string_view text) {
    const auto bytes = read_base64(text);
    if (!bytes) return std::unexpected(bytes.error());
    return read_canonical_event(*bytes);
}

}  // namespace

std::optional<std::uint64_t> ConversationView::latest_version() const {
    return keys.empty() ? std::nullopt : std::optional(keys.rbegin()->first);
}

const ConversationKey* ConversationView::key_to_encrypt_with() const {
    return keys.empty() ? nullptr : &keys.rbegin()->second;
}

const ConversationView* RecipientState::find_conversation(std::string_view id) const {
    const auto found = conversations.find(canonical_conversation_id(id, user_id));
    return found == conversations.end() ? nullptr : &found->second;
}

EventApplied apply_event(RecipientState state, const Event& event, std::string_view conversation_id, const Users& users,
                         std::optional<std::uint64_t> now_msec) {
    const Arrival arrival = {event, canonical_conversation_id(conversation_id, state.user_id), users, now_msec};
    auto change = judge(state, arrival);
    if (!change) return {std::move(state), {change.error().verdict, std::move(change.error().reason), {}}};
    Outcome outcome = {EventVerdict::accepted, "", std::move(change->message_contents)};
    return {changed(std::move(state), arrival, std::move(*change)), std::move(outcome)};
}

OpenedChange open_change(std::span<const std::string> events, std::string_view user_id,
                         std::vector<PrivateKey> identity_keys, const Users& users,
                         std::optional<std::uint64_t> now_msec) {
    RecipientState state = {std::string(user_id), std::move(identity_keys)};
    std::optional<std::string> conversation;
    OpenedChange opened;
    for (std::size_t index = 0; index < events.size(); ++index) {
        const auto event = read_event(events[index]);
        if (!event) {
            opened.refusals.push_back({index, EventVerdict::malformed, event.error().reason});
            continue;
        }
        const std::string arrived_in = conversation.value_or(named_conversation(*event));
        auto [after, outcome] = apply_event(std::move(state), *event, arrived_in, users, now_msec);
        state = std::move(after);
        if (outcome.verdict == EventVerdict::accepted)
            conversation = arrived_in;
        else if (outcome.verdict != EventVerdict::repeated)
            opened.refusals.push_back({index, outcome.verdict, std::move(outcome.reason)});
    }
    if (!state.conversations.empty()) opened.conversation = std::move(state.conversations.begin()->second);
    return opened;
}

}  // namespace keyturn
