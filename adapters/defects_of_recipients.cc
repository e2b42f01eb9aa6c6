#include <algorithm>
#include <map>
#include <set>

#include "adapters/defect_tables.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/recipient.h"

namespace keyturn {
namespace {

// A recipient that takes event by event, and forgets or believes something in between. What it does not bend is done
// by the reference's apply_event.
class Recipient {
  public:
    Recipient(const OpenChange& asked, const Surroundings& surroundings) : asked_(asked), now_(surroundings.now_msec) {
        const ByteView keys = asked.private_keys;
        if (const auto identity = keys.size() >= 32 ? PrivateKey::read(keys.first(32)) : refuse("too short"))
            state_ = RecipientState{asked.user, {*identity}};
    }

    bool can_read() const { return state_.has_value(); }
    RecipientState& state() { return *state_; }
    void forget_the_time() { now_.reset(); }

    // Where the events belong: what the first of them names.
    std::string conversation() const {
        for (const std::string& text : asked_.events)
            if (const auto event = readable_event(text); event && event->conversation_id)
                return canonical_conversation_id(*event->conversation_id, event->sender_id.value_or(""));
        return "";
    }

    Outcome take(const Event& event, const std::string& arrived_in) {
        auto [after, outcome] = apply_event(std::move(*state_), event, arrived_in, asked_.signing_keys, now_);
        state_ = std::move(after);
        return outcome;
    }

  private:
    const OpenChange& asked_;
    std::optional<std::uint64_t> now_;
    std::optional<RecipientState> state_;
};

void add_keys(OpenedKeys& opened, const ConversationView& view) {
    for (const auto& [version, key] : view.keys)
        opened.keys.insert_or_assign(std::to_string(version), copy(key.reveal()));
}

void name_latest(OpenedKeys& opened) {
    std::optional<std::uint64_t> latest;
    for (const auto& [version, key] : opened.keys) latest = std::max(latest, read_key_version(version));
    if (latest) opened.latest_version = std::to_string(*latest);
}

void note(OpenedKeys& opened, const Outcome& outcome) {
    if (outcome.verdict != EventVerdict::accepted && outcome.verdict != EventVerdict::repeated)
        opened.errors.push_back(outcome.reason);
}

// `before` each event the recipient's state may be bent.
using BeforeEvent = void (*)(Recipient& recipient, const std::string& conversation);

OpenedKeys open_all(Recipient& recipient, const OpenChange& asked, BeforeEvent before) {
    OpenedKeys opened;
    const std::string conversation = recipient.conversation();
    for (const std::string& text : asked.events) {
        const auto event = readable_event(text);
        if (!event) {
            opened.errors.push_back("this is no event");
            continue;
        }
        before(recipient, conversation);
        note(opened, recipient.take(*event, conversation));
        if (const auto* view = recipient.state().find_conversation(conversation)) add_keys(opened, *view);
    }
    name_latest(opened);
    return opened;
}

void open_with(LibraryFunctions& library, BeforeEvent before) {
    library.open_change = [before, open = library.open_change](const OpenChange& asked,
                                                               const Surroundings& surroundings) -> Answer<OpenedKeys> {
        Recipient recipient(asked, surroundings);
        if (!recipient.can_read()) return open(asked, surroundings);
        return open_all(recipient, asked, before);
    };
}

ConversationView& view_of(Recipient& recipient, const std::string& conversation) {
    return recipient.state().conversations[conversation];
}

void forget_the_time(Recipient& recipient, const std::string&) { recipient.forget_the_time(); }

void forget_keys(Recipient& recipient, const std::string& conversation) {
    view_of(recipient, conversation).keys.clear();
}

void forget_group(Recipient& recipient, const std::string& conversation) {
    view_of(recipient, conversation).group = {};
}

void forget_members(Recipient& recipient, const std::string& conversation) {
    view_of(recipient, conversation).group.members.reset();
}

void forget_texts(Recipient& recipient, const std::string& conversation) {
    KnownGroup& group = view_of(recipient, conversation).group;
    group.title.reset();
    group.avatar_url.reset();
}

void forget_message_ids(Recipient& recipient, const std::string&) { recipient.state().accepted_events.clear(); }

// Bends what the reference answers, knowing what it was asked.
void open_before(LibraryFunctions& library, void (*change)(OpenedKeys& opened, const OpenChange& asked)) {
    library.open_change = [change, open = library.open_change](const OpenChange& asked,
                                                               const Surroundings& surroundings) {
        auto opened = open(asked, surroundings);
        if (opened) change(*opened, asked);
        return opened;
    };
}

void last_is_latest(OpenedKeys& opened, const OpenChange& asked) {
    for (const std::string& text : asked.events) {
        const auto event = readable_event(text);
        const auto change = event ? KeyChange::from_detail(event->detail) : std::nullopt;
        if (change && opened.keys.contains(change->conversation_key_version))
            opened.latest_version = change->conversation_key_version;
    }
}

void latest_as_text(OpenedKeys& opened, const OpenChange&) {
    if (!opened.keys.empty()) opened.latest_version = opened.keys.rbegin()->first;
}

void keep_latest_only(OpenedKeys& opened, const OpenChange&) {
    std::erase_if(opened.keys, [&](const auto& entry) { return entry.first != opened.latest_version; });
}

std::optional<Bytes> unwrapped_for(const OpenChange& asked, const KeyChange& change) {
    const auto identity = PrivateKey::read(ByteView(asked.private_keys).first(32));
    for (const DetailParticipantKey& wrapped : change.participant_keys) {
        const auto blob = read_base64(wrapped.encrypted_conversation_key);
        if (wrapped.user_id != asked.user || !identity || !blob) continue;
        if (const auto key = unwrap_key(*blob, *identity)) return copy(key->reveal());
    }
    return std::nullopt;
}

// Puts in the keys of the key changes that `is_trusted` says, whatever their signatures; not in place of others.
void trust_keys_of(OpenedKeys& opened, const OpenChange& asked, bool (*is_trusted)(const Event&, const OpenChange&)) {
    for (const std::string& text : asked.events) {
        const auto event = readable_event(text);
        const auto change = event ? KeyChange::from_detail(event->detail) : std::nullopt;
        if (!change || !read_key_version(change->conversation_key_version) || !is_trusted(*event, asked)) continue;
        if (const auto key = unwrapped_for(asked, *change)) opened.keys.emplace(change->conversation_key_version, *key);
    }
    name_latest(opened);
}

bool is_any(const Event&, const OpenChange&) { return true; }

bool verifies(const Event& event, const OpenChange& asked) {
    const auto change = KeyChange::from_detail(event.detail);
    const auto key = unwrapped_for(asked, *change);
    if (!key) return false;
    const ConversationKey conversation_key{std::span<const std::uint8_t, 32>(*key)};
    return verify_event(event, asked.signing_keys, &conversation_key).has_value();
}

bool verifies_without_conversation(const Event& event, const OpenChange& asked) {
    return !event.conversation_id && verifies(event, asked);
}

// Drops the events for which `is_lost` holds before anything is opened.
void lose_events(LibraryFunctions& library, bool (*is_lost)(const Event& event)) {
    library.open_change = [is_lost, open = library.open_change](OpenChange asked, const Surroundings& surroundings) {
        std::erase_if(asked.events, [&](const std::string& text) {
            const auto event = readable_event(text);
            return event && is_lost(*event);
        });
        return open(asked, surroundings);
    };
}

bool has_wraps_out_of_order(const Event& event) {
    const auto change = KeyChange::from_detail(event.detail);
    return change && !std::ranges::is_sorted(change->participant_keys, {}, &DetailParticipantKey::user_id);
}

// Tells events apart by their signatures: the twin of an accepted one is another event under a used message id.
void count_twins(OpenedKeys& opened, const OpenChange& asked) {
    std::map<EventOrigin, std::string> signatures;
    for (const std::string& text : asked.events) {
        const auto event = readable_event(text);
        if (!event || !event->message_id || !event->sender_id || !event->signature.signature) continue;
        const auto [known, is_new] =
            signatures.try_emplace({*event->sender_id, *event->message_id}, *event->signature.signature);
        if (!is_new && known->second != *event->signature.signature)
            opened.errors.push_back("the sender used this message id for another event");
    }
}

// Gives answers as a library that traps on what it can't read.
void trap_on_malformed(LibraryFunctions& library) {
    library.open_change = [open = library.open_change](const OpenChange& asked,
                                                       const Surroundings& surroundings) -> Answer<OpenedKeys> {
        for (const std::string& text : asked.events)
            if (!readable_event(text)) return std::unexpected(NoValue{NoValueKind::trapped, "unreachable"});
        return open(asked, surroundings);
    };
}

using L = LibraryFunctions;

constexpr DefectiveLibrary table[] = {
    {"far-version-accepted", "AM-ROT-027", "a key version far ahead of the clock is accepted",
     [](L& l) { open_with(l, forget_the_time); }},
    {"second-key-replaces", "AM-ROT-028", "a second key of a version takes the place of the first",
     [](L& l) { open_with(l, forget_keys); }},
    {"group-forgotten", "AM-SIG-037", "an event is not compared with what earlier ones said of the group",
     [](L& l) { open_with(l, forget_group); }},
    {"texts-forgotten", "AM-SIG-038", "a title is not compared with what earlier events said of it",
     [](L& l) { open_with(l, forget_texts); }},
    {"outsider-accepted", "AM-ROT-036", "a sender need not be a member of the group",
     [](L& l) { open_with(l, forget_members); }},
    {"message-id-reuse-accepted", "AM-SIG-067", "another event under a used message id is accepted",
     [](L& l) { open_with(l, forget_message_ids); }},

    {"version-rollback", "AM-ROT-026", "the key change that came last names the version to encrypt with",
     [](L& l) { open_before(l, last_is_latest); }},
    {"latest-version-as-text", "AM-ROT-026", "the version to encrypt with is the one that comes last as text",
     [](L& l) { open_before(l, latest_as_text); }},
    {"old-keys-dropped", "AM-ROT-025", "a new key is kept and the older ones are dropped",
     [](L& l) { open_before(l, keep_latest_only); }},
    {"unverified-key-used", "AM-ROT-029", "a key counts whether its key change verifies or not",
     [](L& l) {
         open_before(l, [](OpenedKeys& opened, const OpenChange& asked) { trust_keys_of(opened, asked, is_any); });
     }},
    {"keys-across-groups", "AM-ROT-030", "a verified key change counts in whatever conversation it arrives",
     [](L& l) {
         open_before(l, [](OpenedKeys& opened, const OpenChange& asked) { trust_keys_of(opened, asked, verifies); });
     }},
    {"no-conversation-needed", "AM-SIG-039", "a verified key change without a conversation id counts",
     [](L& l) {
         open_before(l, [](OpenedKeys& opened, const OpenChange& asked) {
             trust_keys_of(opened, asked, verifies_without_conversation);
         });
     }},
    {"wraps-must-be-sorted", "AM-KEY-026", "a key change whose wrapped keys are not in the order of user ids is lost",
     [](L& l) { lose_events(l, has_wraps_out_of_order); }},
    {"twin-is-another-event", "AM-SIG-040", "an event with (r, n-s) for (r, s) counts as another event",
     [](L& l) { open_before(l, count_twins); }},
    {"recipient-traps", "AM-SIG-041", "an event that can't be read ends in a trap", trap_on_malformed},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_recipients() { return table; }

}  // namespace keyturn
