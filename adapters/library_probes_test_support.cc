#include "adapters/library_probes_test_support.h"

#include <fmt/format.h>

#include "adapters/reference_library.h"
#include "adapters/sample_change.h"
#include "protocol/action_signature.h"
#include "protocol/add_members_change.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/key_wrap.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

const Surroundings now{1'700'000'000'123, {}};

std::string shown_answer(const Bytes& bytes) { return hex(bytes); }
std::string shown_answer(const std::string& text) { return text; }
std::string shown_answer(bool value) { return value ? "true" : "false"; }
std::string shown_answer(const JsonValue& value) { return to_json(value); }
std::string shown_answer(const PreparedChange& change) { return change.body + hex(change.conversation_key); }
std::string shown_answer(const OpenedKeys& opened) {
    std::string text = opened.latest_version.value_or("none") + fmt::format(" {} errors", opened.errors.size());
    for (const auto& [version, key] : opened.keys) text += ' ' + version + '=' + hex(key);
    return text;
}

template <class T>
std::string shown_answer(const Answer<T>& answer) {
    return answer ? shown_answer(*answer) : std::string(name_of(answer.error().kind));
}

// Asks twice: the answer may not depend on what was asked before.
template <class Ask>
Probe probe(std::string name, Ask ask) {
    return {std::move(name), [ask](Library& library) {
                return shown_answer(ask(library, now)) + ' ' + shown_answer(ask(library, now));
            }};
}

void probe_encodings(std::vector<Probe>& probes) {
    for (const std::string text : {"QR==", "-_--", "Q U I", "QQ====", "QUI"})
        probes.push_back(probe("decode_base64 " + text,
                               [text](Library& l, const Surroundings& s) { return l.decode_base64(text, s); }));
    const PublicKey key = PrivateKey::read(Bytes(32, 1))->public_key();
    Bytes sec1 = copy(key.sec1()), compressed(sec1.begin(), sec1.begin() + 33), hybrid = sec1, off_curve = sec1;
    compressed[0] = static_cast<std::uint8_t>(2 + sec1[64] % 2);
    hybrid[0] = static_cast<std::uint8_t>(6 + sec1[64] % 2);
    off_curve[64] ^= 1;
    for (const Bytes& bytes :
         {compressed, hybrid, off_curve, copy(key.spki()), Bytes(sec1.begin() + 1, sec1.end()), Bytes{0}})
        probes.push_back(probe("parse_public_key " + hex(bytes),
                               [bytes](Library& l, const Surroundings& s) { return l.parse_public_key(bytes, s); }));
    const Bytes above_order(32, 0xff), too_long(33, 1);
    for (const Bytes& bytes : {above_order, too_long})
        probes.push_back(
            probe("sign " + hex(bytes), [bytes](Library& l, const Surroundings& s) { return l.sign(bytes, "a", s); }));
}

void probe_identifiers(std::vector<Probe>& probes) {
    for (const std::string id : {"9-10", "22-1", "01-1", "5", "g5"})
        probes.push_back(probe("canonical " + id, [id](Library& l, const Surroundings& s) {
            return l.canonical_conversation_id(id, "9", s);
        }));
    const std::vector<std::vector<std::string>> lists = {{"9", "10", "8"},
                                                         {"9007199254740992", "9007199254740993"},
                                                         {"36893488147419103232", "36893488147419103233"},
                                                         {"9", "0008"}};
    for (const auto& versions : lists)
        probes.push_back(probe("latest " + versions.back(), [versions](Library& l, const Surroundings& s) {
            return l.latest_key_version(versions, s);
        }));
}

void probe_sealing(std::vector<Probe>& probes) {
    const PrivateKey private_key = *PrivateKey::read(Bytes(32, 1));
    const Bytes public_key = copy(private_key.public_key().sec1()), key(32, 5);
    probes.push_back(
        probe("wrap_key", [=](Library& l, const Surroundings& s) { return l.wrap_key(public_key, key, s); }));
    Bytes blob = copy(wrap_key(ConversationKey(), private_key.public_key(), private_key)), damaged = blob;
    damaged.back() ^= 1;
    blob.push_back(0);
    for (const Bytes& wrapped : {blob, damaged})
        probes.push_back(probe("unwrap_key " + hex(wrapped), [wrapped](Library& l, const Surroundings& s) {
            return l.unwrap_key(Bytes(32, 1), wrapped, s);
        }));
    for (const std::string& text : {std::string("\xF0\x9F\x91\x8B"), std::string("a\0b", 3), std::string("a "),
                                    std::string("a\r\nb"), std::string("e\xCC\x81")})
        probes.push_back(
            probe("seal_text " + text, [=](Library& l, const Surroundings& s) { return l.seal_text(key, text, s); }));
    probes.push_back(probe("open_text", [key](Library& l, const Surroundings& s) {
        Bytes sealed = *reference_library()->seal_text(key, "text", s);
        sealed[30] ^= 1;
        return l.open_text(key, sealed, s);
    }));
}

JsonValue member_add_with(std::string_view name, JsonValue value) {
    JsonValue detail = sample_detail();
    resolve(detail, "/group_change_event/group_change/member_add")->set(name, std::move(value));
    return detail;
}

JsonValue long_list() {
    JsonValue list = json_array();
    for (int id = 0; id < 200; ++id) list.elements.push_back(json_string(std::to_string(id)));
    return list;
}

void probe_encoding_of_details(std::vector<Probe>& probes) {
    const JsonValue details[] = {sample_detail(), member_add_with("current_ttl_msec", json_number("9007199254740993")),
                                 member_add_with("current_title", json_string("e\xCC\x81")),
                                 member_add_with("member_ids", json_array()),
                                 member_add_with("current_member_ids", long_list())};
    for (const JsonValue& detail : details)
        probes.push_back(probe("encode_detail " + to_json(detail),
                               [detail](Library& l, const Surroundings& s) { return l.encode_detail(detail, s); }));
}

ThriftValue detail_with_ids(std::size_t count) {
    MemberAdd add;
    add.new_members.assign(count, "1");
    return add.to_detail();
}

// The detail {12: MarkConversationReadEvent {1: "5"}}, and what no strict reader takes for it.
void probe_decoding_of_details(std::vector<Probe>& probes) {
    for (const std::string_view digits :
         {"0c000c0b000100000001350000"
          "00",                                                           // a byte behind it
          "0c000c0b0001000000013508006300000007"                          // an unknown field
          "0000",                                                         //
          "0c000c0b00010000000135080002000000070000",                     // an i32 where an i64 belongs
          "0c000c0b000100000001350b000100000001360000",                   // the field twice
          "0c000c0b00010000000135000c000d0b000100000001360000",           // a second arm
          "0c000407", "0c0001020066050000", "0c000c0b0001000000000000"})  // cut; a boolean of 5; an empty text
        probes.push_back(probe("decode_detail " + std::string(digits), [digits](Library& l, const Surroundings& s) {
            return l.decode_detail(*from_hex(digits), s);
        }));
    const ThriftValue failure = thrift_struct({{arm::message_failure, thrift_struct({{1, thrift_i32(19)}})}});
    for (const ThriftValue& detail : {failure, detail_with_ids(10'001)})
        probes.push_back(probe("decode_detail of its own",
                               [bytes = write_thrift(detail, message_event_detail_schema)](
                                   Library& l, const Surroundings& s) { return l.decode_detail(bytes, s); }));
}

void probe_payloads(std::vector<Probe>& probes) {
    const auto ask = [&](JsonValue detail, std::string version, std::optional<std::string> conversation = "g1",
                         std::optional<Bytes> key = std::nullopt) {
        const PayloadQuestion asked{std::move(detail), "m", "9", std::move(conversation), std::move(version), key};
        probes.push_back(probe("signature_payload " + to_json(asked.detail) + asked.signature_version,
                               [asked](Library& l, const Surroundings& s) { return l.signature_payload(asked, s); }));
    };
    ask(sample_detail(), "7");
    ask(sample_detail(), "7", std::nullopt);
    ask(sample_detail(), "7", "22-1");
    ask(member_add_with("current_title", json_string("")), "7");
    ask(member_add_with("current_title", json_string("a,b")), "7");
    ask(member_add_with("current_ttl_msec", json_number("-5")), "7");
    ask(member_add_with("current_ttl_msec", json_number("0")), "7");
    ask(member_add_with("current_member_ids", *parse_json(R"(["9", "10"])")), "7");
    ask(member_add_with("group_invite_enable", *parse_json(R"({"invite_url": "u", "expires_at_msec": 5})")), "7");
    ask(*parse_json(R"({"group_change_event": {"group_change": {"create": {"member_ids": ["1"],
                       "conversation_key_version": "5"}}}})"),
        "7");
    ask(*parse_json(R"({"conversation_delete_event": {"conversation_id": "g2"}})"), "7");
    ask(*parse_json(R"({"conversation_key_change_event": {"conversation_key_version": "5",
                       "conversation_participant_keys": []}})"),
        "7", "g1", Bytes(32, 0xff));
}

void probe_signing(std::vector<Probe>& probes) {
    for (const std::string payload : {"a", "b", "c", "d", "e", "f"})
        probes.push_back(probe("sign " + payload, [payload](Library& l, const Surroundings& s) {
            return l.sign(Bytes(32, 1), payload, s);
        }));
}

void probe_changes(std::vector<Probe>& probes) {
    const auto ask = [&](std::string name, void (*change)(PrepareAddMembers&)) {
        PrepareAddMembers asked = sample_change();
        change(asked);
        probes.push_back(probe("prepare " + name,
                               [asked](Library& l, const Surroundings& s) { return l.prepare_add_members(asked, s); }));
    };
    ask("the sample", [](PrepareAddMembers&) {});
    ask("another key", [](PrepareAddMembers& asked) {
        const auto& [id, user] = *asked.users.begin();
        RegisteredKey older = user.keys.front(), latest = asked.users.at("2222").keys.front();
        older.version = "9";
        latest.version = "10";
        asked.users.at("3333").keys = {older, latest, older};
        asked.users.at("3333").keys.back().version = "8";
    });
    ask("a clock that is behind",
        [](PrepareAddMembers& asked) { asked.group.conversation_key_version = "1800000000000"; });
    ask("no version", [](PrepareAddMembers& asked) { asked.group.conversation_key_version = "x"; });
    ask("members in no order", [](PrepareAddMembers& asked) { asked.group.members = {"2222", "1111"}; });
    ask("a ttl of 0", [](PrepareAddMembers& asked) { asked.group.ttl_msec = 0; });
    ask("a negative ttl", [](PrepareAddMembers& asked) { asked.group.ttl_msec = -1; });
    for (const std::string_view title : {"", "Team ", "null", "a,b", "a\rb"}) {
        PrepareAddMembers asked = sample_change();
        asked.group.title = title;
        probes.push_back(probe("prepare title " + std::string(title),
                               [asked](Library& l, const Surroundings& s) { return l.prepare_add_members(asked, s); }));
    }
    ask("a user without key", [](PrepareAddMembers& asked) { asked.users.erase("3333"); });
}

ConversationKey key_of(std::uint8_t byte) {
    return ConversationKey{std::span<const std::uint8_t, 32>(Bytes(32, byte))};
}

// Signs events, of 1111 in the group of the sample unless told otherwise.
struct Signer {
    std::optional<std::string> conversation = "g1700000000000000001";
    int version = 7;
    std::string sender = "1111";

    Event event(const ThriftValue& detail, const std::string& message_id, const ConversationKey& key) const {
        const PrivateKey signing = PrivateKeys::read(sample_private_keys(sender))->signing;
        const auto payload = signature_payload({detail, message_id, sender, conversation, &key}, version);
        return {.sequence_id = "1",
                .message_id = message_id,
                .sender_id = sender,
                .conversation_id = conversation,
                .detail = detail,
                .signature = {sign_payload(signing, payload.value_or("")), "1", std::to_string(version)}};
    }

    // Brings a key of 32 times this byte for 2222.
    Event key_change(const std::string& key_version, const std::string& message_id, std::uint8_t byte = 5) const {
        const PublicKey member = PrivateKeys::read(sample_private_keys("2222"))->identity.public_key();
        Entropy entropy("probe", byte);
        const KeyChange change{key_version, {{"2222", base64(wrap_key(key_of(byte), member, entropy)), "1"}}};
        return event(change.to_detail(), message_id, key_of(byte));
    }

    Event member_add(const std::string& message_id, std::optional<std::string> title = "Team",
                     std::optional<std::int64_t> ttl = std::nullopt) const {
        return event(detail_of_add(std::move(title), ttl).to_detail(), message_id, {});
    }

    // Behind a member_add.
    Event next_member_add(const std::string& message_id, std::optional<std::string> title) const {
        MemberAdd add = detail_of_add(std::move(title), std::nullopt);
        add.current_members.push_back("3333");
        add.new_members = {"5555"};
        return event(add.to_detail(), message_id, {});
    }

  private:
    static MemberAdd detail_of_add(std::optional<std::string> title, std::optional<std::int64_t> ttl) {
        MemberAdd add;
        add.new_members = {"3333"};
        add.current_members = {"1111", "2222"};
        add.current_admins = {"1111"};
        add.title = std::move(title);
        add.conversation_key_version = "5";
        add.ttl_msec = ttl;
        return add;
    }
};

// The wrapped key of 1111 stands behind that of 2222; the signature covers neither.
Event with_wraps_in_no_order(Event event) {
    KeyChange change = *KeyChange::from_detail(event.detail);
    change.participant_keys.push_back(change.participant_keys.front());
    change.participant_keys.back().user_id = "1111";
    event.detail = change.to_detail();
    return event;
}

std::string text_of_event(const Event& event) { return base64(event.write()); }

Signature signature_of_event(const Event& event) { return *read_signature(*event.signature.signature); }

Event resigned(Event event, const Bytes& signature) {
    event.signature.signature = base64_unpadded(signature);
    return event;
}

Bytes in_der(const Signature& signature) {
    Bytes der = {0x30, 0};
    for (const ByteView half : {ByteView(signature).first(32), ByteView(signature).last(32)}) {
        const bool sign = half.front() >= 0x80;
        der.insert(der.end(), {0x02, static_cast<std::uint8_t>(32 + sign)});
        if (sign) der.push_back(0);
        der.insert(der.end(), half.begin(), half.end());
    }
    der[1] = static_cast<std::uint8_t>(der.size() - 2);
    return der;
}

Event with_version(Event event, std::string version) {
    event.signature.signature_version = std::move(version);
    return event;
}

// 2222 says what 1111 signed for it, and the event carries the key that verifies.
std::string with_carried_key() {
    const PrivateKey signing = PrivateKeys::read(sample_private_keys("1111"))->signing;
    Event event = Signer{.sender = "2222"}.member_add("m");
    const auto payload = signature_payload({event.detail, "m", "2222", event.conversation_id}, 7);
    event.signature.signature = sign_payload(signing, *payload);
    ThriftValue value = *read_thrift(event.write(), message_event_schema);
    ThriftValue& signature = *value.find(message_event_schema.find("message_event_signature")->id);
    signature.set(message_event_signature_schema.find("signing_public_key")->id,
                  thrift_text(base64(signing.public_key().spki())));
    return base64(write_thrift(value, message_event_schema));
}

Event with_detail(const JsonValue& json) {
    Event event = Signer().member_add("m");
    event.detail = *thrift_from_json(json, message_event_detail_schema);
    return event;
}

std::vector<std::string> odd_events() {
    const Signer signer;
    const Event add = signer.member_add("abcdef");
    const Signature signature = signature_of_event(add);
    Bytes zero = copy(signature), too_long = zero;
    std::fill(zero.begin(), zero.begin() + 32, std::uint8_t{0});
    too_long.push_back(0);
    Event url_safe = add, padded = add, upper = signer.key_change("5", "abcdef");
    std::ranges::replace(*url_safe.signature.signature, '+', '-');
    std::ranges::replace(*url_safe.signature.signature, '/', '_');
    *padded.signature.signature += "==";
    upper.message_id = "Abcdef";
    std::vector<std::string> events;
    for (const Event& event :
         {add,
          resigned(add, zero),
          resigned(add, too_long),
          resigned(add, in_der(signature)),
          resigned(add, copy(twin(signature))),
          url_safe,
          padded,
          upper,
          signer.key_change("5", "abcdef"),
          with_wraps_in_no_order(signer.key_change("5", "w")),
          Signer{"g1", 2}.member_add("m"),
          with_version(Signer{"g1", 2}.member_add("m"), "1"),
          with_version(add, "+7"),
          with_version(add, "9"),
          with_version(add, "x"),
          signer.member_add("m", ""),
          signer.member_add("m", "T", -1),
          Signer{"22-1"}.member_add("m"),
          signer.event(*thrift_from_json(*parse_json(R"({"conversation_delete_event": {"conversation_id": "g2"}})"),
                                         message_event_detail_schema),
                       "m", {}),
          with_detail(*parse_json(R"({"message_typing_event": {"conversation_id": "g1"}})")),
          with_detail(*parse_json(R"({"group_change_event": {"group_change": {"admin_settings_change": {}}}})"))})
        events.push_back(text_of_event(event));
    events.push_back(with_carried_key());
    return events;
}

// In the detail, for_key_rotation stands before the group change.
std::string reordered_event() {
    std::string text = hex(Signer().member_add("m").write());
    const std::size_t detail = text.find("0c00040c0001"), flag = text.find("020002000000", detail);
    const std::string change = text.substr(detail + 6, flag - detail - 6);
    text.replace(detail + 6, change.size() + 8, "02000200" + change);
    return base64(*from_hex(text));
}

Users users_with_more_keys() {
    Users users = sample_change().users;
    RegisteredKey other = users.at("3333").keys.front();
    other.version = "2";
    users.at("1111").keys.push_back(other);
    return users;
}

void probe_verification(std::vector<Probe>& probes) {
    const auto ask = [&](const std::string& event, const Users& users, std::optional<Bytes> key) {
        const VerifyEvent asked{event, users, key};
        probes.push_back(probe("verify_event " + event,
                               [asked](Library& l, const Surroundings& s) { return l.verify_event(asked, s); }));
    };
    for (const std::string& event : odd_events()) ask(event, sample_change().users, Bytes(32, 5));
    ask(reordered_event(), sample_change().users, Bytes(32, 5));
    Event second_version = Signer().member_add("m");
    second_version.signature.public_key_version = "2";
    ask(text_of_event(second_version), users_with_more_keys(), std::nullopt);
    const std::string key_change = text_of_event(Signer().key_change("5", "id"));
    probes.push_back({"verify_event twice", [key_change](Library& l) {
                          const Users users = sample_change().users;
                          return shown_answer(l.verify_event({key_change, users, Bytes(32, 5)}, now)) +
                                 shown_answer(l.verify_event({key_change, users, Bytes(32, 6)}, now));
                      }});
}

void probe_recipients(std::vector<Probe>& probes) {
    const auto ask = [&](std::string name, const std::vector<Event>& events) {
        OpenChange asked{{}, "2222", sample_private_keys("2222"), sample_change().users};
        for (const Event& event : events) asked.events.push_back(text_of_event(event));
        probes.push_back(probe("open_change " + std::move(name),
                               [asked](Library& l, const Surroundings& s) { return l.open_change(asked, s); }));
    };
    const Signer signer;
    const Event first = signer.key_change("9", "a"), add = signer.member_add("m");
    ask("far ahead", {first, signer.key_change("1800000000000", "b")});
    ask("two keys of a version", {first, signer.key_change("9", "b", 6)});
    ask("a lower version", {signer.key_change("10", "b"), first});
    ask("another title", {add, signer.next_member_add("n", "Other")});
    ask("a title that is null", {add, signer.next_member_add("n", std::nullopt)});
    ask("one message id twice", {first, signer.key_change("10", "a", 6)});
    ask("a twin", {first, resigned(first, copy(twin(signature_of_event(first))))});
    ask("another conversation", {first, Signer{"g1"}.key_change("10", "b", 6)});
    ask("a damaged signature", {first, resigned(signer.key_change("10", "b", 6), Bytes(64, 1))});
    ask("an outsider", {add, Signer{.sender = "4444"}.key_change("10", "o", 6)});
    ask("no conversation", {first, Signer{.conversation = {}}.key_change("10", "b", 6)});
    ask("wraps in no order", {with_wraps_in_no_order(first)});
    probes.push_back(probe("open_change no event", [](Library& l, const Surroundings& s) {
        return l.open_change({{"AAAA"}, "2222", sample_private_keys("2222"), {}}, s);
    }));
}

}  // namespace

std::vector<Probe> library_probes() {
    std::vector<Probe> probes;
    probe_encodings(probes);
    probe_identifiers(probes);
    probe_sealing(probes);
    probe_encoding_of_details(probes);
    probe_decoding_of_details(probes);
    probe_payloads(probes);
    probe_signing(probes);
    probe_changes(probes);
    probe_verification(probes);
    probe_recipients(probes);
    return probes;
}

}  // namespace keyturn
