#include "conformance/handed_on.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "conformance/response_contract.h"
#include "conformance/shown_text.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

// One event as a server hands it on, with what stands around it in the list of events.
struct Copy {
    Event event;
    Bytes bytes;
    std::optional<std::string> sender_id;
    std::optional<std::string> conversation_id;
};

struct Copies {
    std::multimap<std::string, Copy> by_message_id;
    std::size_t unreadable = 0;

    std::vector<const Copy*> of(const std::string& message_id) const {
        std::vector<const Copy*> found;
        const auto [first, last] = by_message_id.equal_range(message_id);
        for (auto copy = first; copy != last; ++copy) found.push_back(&copy->second);
        return found;
    }

    void add(const std::string& encoded, std::optional<std::string> sender_id,
             std::optional<std::string> conversation_id) {
        const auto bytes = read_base64(encoded);
        auto event = bytes ? Event::read(*bytes) : std::unexpected(bytes.error());
        if (!event) {
            ++unreadable;
            return;
        }
        const std::string message_id = event->message_id.value_or("");
        by_message_id.emplace(message_id,
                              Copy{std::move(*event), *bytes, std::move(sender_id), std::move(conversation_id)});
    }
};

std::optional<std::string> text_at(const JsonValue& event, std::string_view member) {
    const JsonValue* value = event.find(member);
    return value ? std::optional(value->text) : std::nullopt;
}

Copies copies_among_events(const GroupView& view) {
    Copies copies;
    for (const JsonValue& event : view.events)
        copies.add(text_at(event, "encoded_event").value_or(""), text_at(event, "sender_id"),
                   text_at(event, "conversation_id"));
    return copies;
}

Copies copies_among_key_events(const GroupView& view) {
    Copies copies;
    for (const JsonValue& event : view.key_events) copies.add(event.text, std::nullopt, std::nullopt);
    return copies;
}

std::string shown_or_nothing(const std::optional<std::string>& text) { return text ? shown_bytes(*text) : "nothing"; }

// Whether a user's key opens what a key change holds for that user; nothing when it holds nothing that opens.
std::optional<ConversationKey> opened(const KeyChange& change, const std::string& user_id, const PrivateKeys& keys) {
    for (const DetailParticipantKey& wrapped : change.participant_keys) {
        if (wrapped.user_id != user_id) continue;
        const auto blob = read_base64(wrapped.encrypted_conversation_key);
        auto key = blob ? unwrap_key(*blob, keys.identity) : std::unexpected(blob.error());
        if (key) return *key;
    }
    return std::nullopt;
}

const PrivateKeys* keys_of(const std::string& user_id, const Users& users) {
    const User* user = find_user(users, user_id);
    return user && user->private_keys ? &*user->private_keys : nullptr;
}

class HandingOn {
  public:
    HandingOn(const GroupView& view, std::span<const AcceptedAdd> adds, const Users& users)
        : path_(conversation_path(view.group) + "/events"),
          adds_(adds),
          users_(users),
          events_(copies_among_events(view)),
          key_events_(copies_among_key_events(view)) {}

    std::vector<Breach> faults() && {
        for (const AcceptedAdd& add : adds_) {
            for (const ActionSignature& action : *add.request.action_signatures) judge_action(add, action);
            judge_keys_of_before(add);
        }
        for (std::size_t i = 1; i < adds_.size(); ++i) judge_order(adds_[i - 1], adds_[i]);
        return std::move(breaches_);
    }

  private:
    // ---- each action stands there once

    void judge_action(const AcceptedAdd& add, const ActionSignature& action) {
        const Bytes detail = *read_base64(*action.encoded_message_event_detail);
        const std::string name = fmt::format("{} {}", name_of(detail), *action.message_id);
        const auto copies = events_.of(*action.message_id), among_keys = key_events_.of(*action.message_id);
        const std::size_t times = std::max(copies.size(), among_keys.size());
        if (times != 1)
            tell(always::takes_effect, add, name, "once among the events",
                 times == 0 ? nothing_found() : fmt::format("{} times", times));
        for (const Copy* copy : copies) judge_copy(add, action, detail, *copy, name);
        for (const Copy* copy : among_keys) judge_copy(add, action, detail, *copy, name + " (conversation_key_events)");
    }

    static std::string_view name_of(ByteView detail) {
        const auto value = read_thrift(detail, message_event_detail_schema);
        return value->find(arm::key_change) ? "key change" : "member add";
    }

    std::string nothing_found() const {
        const std::size_t unreadable = events_.unreadable + key_events_.unreadable;
        return unreadable == 0 ? "nothing" : fmt::format("nothing, but {} that can't be read", unreadable);
    }

    // ---- as it was sent

    void judge_copy(const AcceptedAdd& add, const ActionSignature& action, ByteView detail, const Copy& copy,
                    const std::string& name) {
        const Event& event = copy.event;
        const RequestSignature& sent = *action.message_event_signature;
        compare(add, name + ", sender_id", add.sender, event.sender_id);
        compare(add, name + ", conversation_id", add.update.group, event.conversation_id);
        compare(add, name + ", signature", sent.signature, event.signature.signature);
        compare(add, name + ", public_key_version", sent.public_key_version, event.signature.public_key_version);
        compare(add, name + ", signature_version", sent.signature_version, event.signature.signature_version);
        if (copy.sender_id) compare(add, name + ", sender_id beside it", add.sender, copy.sender_id);
        if (copy.conversation_id)
            compare(add, name + ", conversation_id beside it", add.update.group, copy.conversation_id);
        judge_detail(add, detail, copy, name);
    }

    void compare(const AcceptedAdd& add, const std::string& place, const std::optional<std::string>& sent,
                 const std::optional<std::string>& found) {
        if (sent != found)
            tell(always::handed_on, add, place, "as sent: " + shown_or_nothing(sent), shown_or_nothing(found));
    }

    // The detail is a part of the event's bytes, so it was not changed where its own stand among them.
    void judge_detail(const AcceptedAdd& add, ByteView detail, const Copy& copy, const std::string& name) {
        const Bytes found = write_thrift(copy.event.detail, message_event_detail_schema);
        if (std::ranges::equal(found, detail)) {
            if (!text_of(copy.bytes).contains(text_of(detail)))
                tell(always::handed_on, add, name + ", detail", "the bytes that were sent",
                     "the same fields in other bytes");
            return;
        }
        const auto [wanted, instead] = shown_apart(text_of(detail), text_of(found));
        tell(always::handed_on, add, name + ", detail", "as sent: " + wanted, instead);
        if (const auto change = KeyChange::from_detail(copy.event.detail)) judge_openings(add, *change, name);
    }

    // ---- who opens it

    void judge_openings(const AcceptedAdd& add, const KeyChange& change, const std::string& name) {
        JsonValue locked_out = json_array();
        for (const ParticipantKey& wrapped : *add.request.conversation_participant_keys) {
            const PrivateKeys* keys = keys_of(*wrapped.user_id, users_);
            if (keys && opened(change, *wrapped.user_id, *keys) != add.update.key)
                locked_out.elements.push_back(json_string(*wrapped.user_id));
        }
        if (!locked_out.elements.empty())
            tell(always::handed_on, add, name, "opens to the new key for every member",
                 "not for " + shown(&locked_out));
    }

    // Those of the adds were compared with what was sent, and only an order that is wrong puts a later one before.
    void judge_keys_of_before(const AcceptedAdd& add) {
        const std::optional<std::string> joined = sequence_of(add);
        if (!joined) return;
        for (const Copies* copies : {&events_, &key_events_})
            for (const auto& [message_id, copy] : copies->by_message_id)
                if (!is_of_an_add(message_id) && copy.event.sequence_id &&
                    compare_versions(*copy.event.sequence_id, *joined) < 0)
                    judge_key_of_before(add, copy.event);
    }

    bool is_of_an_add(const std::string& message_id) const {
        return std::ranges::any_of(adds_, [&](const AcceptedAdd& add) {
            return std::ranges::find(*add.request.action_signatures, message_id, &ActionSignature::message_id) !=
                   add.request.action_signatures->end();
        });
    }

    void judge_key_of_before(const AcceptedAdd& add, const Event& event) {
        const auto change = KeyChange::from_detail(event.detail);
        if (!change) return;
        for (const std::string& id : add.update.added)
            if (const PrivateKeys* keys = keys_of(id, users_); keys && opened(*change, id, *keys))
                tell(always::handed_on, add, "key change " + shown_or_nothing(event.message_id),
                     fmt::format("nothing that opens for {}, who was added later", id), "a key that opens");
    }

    // ---- their order

    void judge_order(const AcceptedAdd& earlier, const AcceptedAdd& later) {
        const auto before = sequence_of(earlier), after = sequence_of(later);
        if (earlier.turn == later.turn || !before || !after || compare_versions(*before, *after) < 0) return;
        tell(always::handed_on, later, "key changes", "in the order in which they were accepted",
             fmt::format("sequence id {} before {}", shown_bytes(*after), shown_bytes(*before)));
    }

    // That of the add's key change; nothing where it can't be found.
    std::optional<std::string> sequence_of(const AcceptedAdd& add) const {
        for (const ActionSignature& action : *add.request.action_signatures)
            for (const Copies* copies : {&events_, &key_events_})
                for (const Copy* copy : copies->of(*action.message_id))
                    if (copy->event.detail.find(arm::key_change)) return copy->event.sequence_id;
        return std::nullopt;
    }

    void tell(std::string_view requirement, const AcceptedAdd& add, const std::string& place, std::string expected,
              std::string found) {
        Breach fault{std::string(requirement),
                     add.exchange,
                     {fmt::format("GET {}, {}", path_, place), std::move(expected), std::move(found)}};
        const bool is_told = std::ranges::any_of(breaches_, [&](const Breach& told) {
            return told.exchange == fault.exchange && told.difference == fault.difference;
        });
        if (!is_told) breaches_.push_back(std::move(fault));
    }

    std::string path_;
    std::span<const AcceptedAdd> adds_;
    const Users& users_;
    Copies events_;
    Copies key_events_;
    std::vector<Breach> breaches_;
};

}  // namespace

std::vector<Breach> faults_of_handing_on(const GroupView& view, std::span<const AcceptedAdd> adds, const Users& users) {
    return HandingOn(view, adds, users).faults();
}

}  // namespace keyturn
