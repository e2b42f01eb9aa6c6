#include "properties/key_history.h"

#include <algorithm>
#include <map>

#include "properties/answers.h"
#include "properties/event_draft.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

constexpr KeyNumber first_key = 0, forged_key = 1'000'000;
constexpr std::string_view other_group = "g1700000000000000002", this_group = "g1700000000000000001";

constexpr DeliveryTwist twists[] = {
    {"none", "AM-ROT-025", true},
    {"twice", "AM-ROT-025", true},
    {"again with the twin signature", "AM-SIG-040", true},
    {"wrapped keys in another order", "AM-KEY-026", true},
    {"unsigned", "AM-ROT-029", false},
    {"wrong signature", "AM-ROT-029", false},
    {"signed by a stranger", "AM-ROT-029", false},
    {"wrapped another key than signed", "AM-ROT-029", false},
    {"foreign conversation", "AM-ROT-030", false},
    {"no conversation id", "AM-SIG-039", false},
    {"not wrapped for us", "AM-ROT-024", false},
    {"a day and an hour ahead", "AM-ROT-027", false},
    {"version beyond 64 bits", "AM-ROT-027", false},
    {"version that is no number", "AM-ROT-027", false},
    {"message id of the first change", "AM-SIG-067", false},
    {"another key of the first version", "AM-ROT-028", false},
    {"detail out of order", "AM-SIG-036", false},
    {"by a user outside the group", "AM-ROT-036", false},
};

constexpr std::uint64_t hour_msec = 3'600'000;

// A delivery as it goes over the wire.
struct Sent {
    const DeliveryTwist* twist;
    std::string version;
    KeyNumber key;
    std::vector<std::string> events;
};

std::string version_sent(const KeyDelivery& delivery) {
    if (delivery.twist == "a day and an hour ahead") return std::to_string(property_now_msec + 25 * hour_msec);
    if (delivery.twist == "version beyond 64 bits") return "18446744073709551616";
    if (delivery.twist == "version that is no number") return "v" + delivery.version;
    if (delivery.twist == "another key of the first version") return std::string(history_first_version);
    return delivery.version;
}

KeyChange key_change_for(std::string version, KeyNumber key, std::string_view twist) {
    KeyChange change = {std::move(version), {}};
    Entropy entropy("history of key changes", key);
    for (const std::string_view user : history_users) {
        if (user == history_user && twist == "not wrapped for us") continue;
        const PublicKey member = registered_keys(user, signing_version).identity.public_key();
        change.participant_keys.push_back({std::string(user),
                                           base64(wrap_key(numbered_conversation_key(key), member, entropy)),
                                           std::string(signing_version)});
    }
    if (twist == "wrapped keys in another order") std::ranges::reverse(change.participant_keys);
    return change;
}

std::optional<std::string> conversation_of(std::string_view twist) {
    if (twist == "no conversation id") return std::nullopt;
    return std::string(twist == "foreign conversation" ? other_group : this_group);
}

void bend_signature(EventDraft& draft, std::string_view twist) {
    if (twist == "unsigned") draft.event.signature = {};
    if (twist == "signed by a stranger") draft.sign_with(numbered_private_key(forged_key));
    if (twist == "wrong signature") {
        Signature signature = *read_signature(*draft.event.signature.signature);
        signature[0] ^= 1;
        draft.event.signature.signature = signature_text(signature);
    }
    draft.is_detail_out_of_order = twist == "detail out of order";
}

std::string with_twin_signature(EventDraft draft) {
    draft.event.signature.signature = signature_text(twin(*read_signature(*draft.event.signature.signature)));
    return base64(draft.bytes());
}

constexpr std::string_view first_sender = "2222", first_message_id = "m0", outsider = "4444";

std::string sender_of(const KeyDelivery& delivery) {
    if (delivery.twist == "message id of the first change") return std::string(first_sender);
    return delivery.twist == "by a user outside the group" ? std::string(outsider) : delivery.sender;
}

// The group with its members, so that a recipient can tell who is outside.
std::string creation() {
    const GroupCreate create = {.members = {std::begin(history_users), std::end(history_users)},
                                .admins = {std::string(first_sender)},
                                .title = {},
                                .avatar_url = {},
                                .conversation_key_version = std::string(history_first_version),
                                .is_legacy_upgrade = {},
                                .ttl_msec = {}};
    const auto draft = draft_of({.detail = create.to_detail(),
                                 .message_id = "creation",
                                 .sender = std::string(first_sender),
                                 .conversation_id = std::string(this_group),
                                 .signature_version = "7",
                                 .key = {}});
    return base64(draft->bytes());
}

Sent sent(const KeyDelivery& delivery, const std::string& message_id) {
    const bool uses_id_again = delivery.twist == "message id of the first change";
    const auto twist = std::ranges::find(twists, delivery.twist, &DeliveryTwist::name);
    Sent sent = {twist == std::end(twists) ? twists : twist, version_sent(delivery), delivery.key, {}};
    const KeyNumber wrapped = delivery.twist == "wrapped another key than signed" ? forged_key : delivery.key;
    auto draft = draft_of({.detail = key_change_for(sent.version, wrapped, delivery.twist).to_detail(),
                           .message_id = uses_id_again ? std::string(first_message_id) : message_id,
                           .sender = sender_of(delivery),
                           .conversation_id = conversation_of(delivery.twist),
                           .signature_version = "7",
                           .key = delivery.key});
    if (!draft) return sent;  // a sender or version that can't stand in a payload
    bend_signature(*draft, delivery.twist);
    sent.events.push_back(base64(draft->bytes()));
    if (delivery.twist == "twice") sent.events.push_back(sent.events.front());
    if (delivery.twist == "again with the twin signature") sent.events.push_back(with_twin_signature(*draft));
    sent.key = wrapped;
    return sent;
}

std::vector<Sent> all_sent(const KeyHistory& history) {
    std::vector<Sent> all = {sent({std::string(history_first_version), first_key, std::string(first_sender), "none"},
                                  std::string(first_message_id))};
    for (const KeyDelivery& delivery : history.deliveries)
        all.push_back(sent(delivery, "m" + std::to_string(all.size())));
    return all;
}

OpenChange question_about(const std::vector<Sent>& all) {
    OpenChange question = {.events = {creation()},
                           .user = std::string(history_user),
                           .private_keys = private_bytes(registered_keys(history_user, signing_version)),
                           .signing_keys = {}};
    for (const Sent& one : all) question.events.insert(question.events.end(), one.events.begin(), one.events.end());
    for (const std::string_view user : {history_users[0], history_users[1], history_users[2], outsider})
        question.signing_keys[std::string(user)].keys.push_back(registration(user, std::string(signing_version)));
    return question;
}

using Keys = std::map<std::string, Bytes>;

Bytes bytes_of_number(KeyNumber key) { return bytes_of_key(numbered_conversation_key(key)); }

// The first acceptable change of each version brings its key.
Keys expected_keys(const std::vector<Sent>& all) {
    Keys keys;
    for (const Sent& one : all)
        if (one.twist->is_acceptable && !one.events.empty()) keys.emplace(one.version, bytes_of_number(one.key));
    return keys;
}

// Why a key that the library holds should not be there.
Violation wrongly_held(const std::string& version, const Bytes& key, const std::vector<Sent>& all) {
    for (const Sent& one : all)
        if (!one.twist->is_acceptable && one.version == version && bytes_of_number(one.key) == key)
            return violated(std::string(one.twist->requirement),
                            fmt::format("the key of version {} was taken from a change with this wrong: {}", version,
                                        one.twist->name));
    return violated("AM-ROT-028", fmt::format("version {} has another key than its first change brought", version));
}

std::optional<Violation> latest_is_highest(const OpenedKeys& opened, const Keys& expected) {
    const auto highest = std::ranges::max_element(
        expected, [](const auto& a, const auto& b) { return compare_versions(a.first, b.first) < 0; });
    if (opened.latest_version == highest->first) return std::nullopt;
    const std::string latest = opened.latest_version.value_or("none");
    const bool went_down = expected.contains(latest);
    return violated(
        went_down ? "AM-ROT-026" : "AM-ROT-029",
        fmt::format("the version to encrypt with is {}, the highest verified one {}", latest, highest->first));
}

}  // namespace

std::span<const DeliveryTwist> delivery_twists() { return twists; }

std::optional<Violation> only_verified_keys_count(Library& library, const KeyHistory& input) {
    const std::vector<Sent> all = all_sent(input);
    const auto opened = library.open_change(question_about(all), surroundings());
    if (!opened) return unless_refused(opened, "AM-ROT-025", "a list of events with an honest key change in front");
    const Keys expected = expected_keys(all);
    for (const auto& [version, key] : opened->keys) {
        const auto right = expected.find(version);
        if (right == expected.end() || right->second != key) return wrongly_held(version, key, all);
    }
    for (const Sent& one : all)
        if (one.twist->is_acceptable && !one.events.empty() && !opened->keys.contains(one.version))
            return violated(std::string(one.twist->requirement),
                            fmt::format("the key of version {} is missing ({})", one.version, one.twist->name));
    return latest_is_highest(*opened, expected);
}

}  // namespace keyturn
