#include "protocol/recipient.h"

#include <gtest/gtest.h>

#include "protocol/add_members_change.h"
#include "protocol/recipient_test_support.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'700'000'000'000;
const std::string version = "1700000000123";
const ConversationKey old_key = conversation_key(3), new_key = conversation_key(4);

RecipientState recipient(const std::string& user = "2222") { return {user, {identity_of(user)}}; }

RecipientState member(const std::string& user = "2222") {
    RecipientState state = recipient(user);
    state.conversations[group_id].group = known_group(group_before());
    return state;
}

// A recipient and the events that reach it.
struct Mailbox {
    RecipientState state = member();
    Outcome last = {};

    EventVerdict receive(const Event& event, std::string_view conversation_id = group_id,
                         std::optional<std::uint64_t> now = now_msec) {
        const RecipientState before = state;
        auto [after, outcome] = apply_event(std::move(state), event, conversation_id, cast(), now);
        state = std::move(after);
        last = std::move(outcome);
        EXPECT_EQ(last.reason.empty(), last.verdict == EventVerdict::accepted);
        if (last.verdict != EventVerdict::accepted) {
            EXPECT_EQ(state, before) << "a refused event changed something";
        }
        return last.verdict;
    }

    const ConversationView& group() const { return *state.find_conversation(group_id); }
};

Event key_change_event(const std::string& key_version, const ConversationKey& key, Signing as = {},
                       const std::vector<std::string>& users = {"1111", "2222"}) {
    as.key = &key;
    return signed_event(key_change(key_version, key, users).to_detail(), as);
}

Event key_event(const std::string& key_version, const ConversationKey& key, const std::string& message_id) {
    return key_change_event(key_version, key, {.message_id = message_id});
}

Event message_event(const std::string& key_version, const ConversationKey& key, std::string_view text, Signing as) {
    const Bytes sealed = seal(key, bytes_of(text), {});
    ThriftValue message =
        thrift_struct({{100, thrift_binary(std::string(text_of(sealed)))}, {101, thrift_text(key_version)}});
    return signed_event(thrift_struct({{arm::message_create, std::move(message)}}), as);
}

std::string key_text(const ConversationKey* key) { return key ? hex(key->reveal()) : "none"; }

TEST(Recipient, knows_nothing_of_a_conversation_without_events) {
    EXPECT_EQ(recipient().find_conversation(group_id), nullptr);
    const ConversationView nothing;
    EXPECT_EQ(nothing.latest_version(), std::nullopt);
    EXPECT_EQ(nothing.key_to_encrypt_with(), nullptr);
}

TEST(Recipient, opens_the_golden_key_changes_for_each_of_the_cast) {
    for (const char* user : {"1111", "2222", "3333"})
        for (const char* name : {"key_change/v7", "key_change/v5"}) {
            Mailbox mailbox = {recipient(user)};
            EXPECT_EQ(mailbox.receive(golden_event("key_change", name)), EventVerdict::accepted);
            EXPECT_EQ(mailbox.group().latest_version(), 1700000000123u);
            EXPECT_EQ(key_text(mailbox.group().key_to_encrypt_with()),
                      text_at(golden().at("key_change_plain"), "conversation_key_hex"));
        }
}

TEST(Recipient, learns_the_group_from_every_golden_member_add) {
    for (const auto& entry : golden().at("member_add")) {
        Mailbox mailbox = {recipient("3333")};
        EXPECT_EQ(mailbox.receive(Event::read_base64(text_at(entry, "event_b64")).value()), EventVerdict::accepted);
        EXPECT_EQ(mailbox.group().group.members, (UserIds{"1111", "2222", "3333"})) << entry.at("name");
    }
}

TEST(Recipient, accepts_no_negative_golden_event) {
    for (const auto& entry : golden().at("negative_events"))
        if (const auto event = Event::read_base64(text_at(entry, "event_b64"))) {
            EXPECT_EQ(Mailbox{recipient("3333")}.receive(*event), EventVerdict::unverified) << entry.at("name");
        }
}

TEST(Recipient, counts_an_event_once) {
    const ThriftValue add = member_add().to_detail();
    Mailbox mailbox;
    for (const Event& event : {key_event(version, new_key, "m1"), signed_event(add, {.message_id = "m2"})}) {
        EXPECT_EQ(mailbox.receive(event), EventVerdict::accepted);
        EXPECT_EQ(mailbox.receive(event), EventVerdict::repeated);
        EXPECT_EQ(mailbox.receive(with_twin_signature(event)), EventVerdict::repeated);
    }
    EXPECT_EQ(mailbox.receive(signed_event(add, {.message_id = "m2", .version = 5})), EventVerdict::repeated);
    EXPECT_EQ(mailbox.receive(key_event(version, new_key, "m1")), EventVerdict::repeated);
}

TEST(Recipient, takes_one_event_under_a_message_id_of_a_sender) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(key_event("17", old_key, "m1")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(key_event("18", new_key, "m1")), EventVerdict::message_id_reused);
    EXPECT_EQ(mailbox.receive(key_change_event("18", new_key, {.sender = "2222", .message_id = "m1"})),
              EventVerdict::accepted);
}

TEST(Recipient, takes_a_group_create_in_one_conversation_although_it_signs_none) {
    Event create = golden_event("other", "group_create/v7");
    Mailbox mailbox = {recipient()};
    EXPECT_EQ(mailbox.receive(create), EventVerdict::accepted);
    create.conversation_id = "g5";
    EXPECT_EQ(mailbox.receive(create, "g5"), EventVerdict::message_id_reused);
}

TEST(Recipient, refuses_an_event_without_its_conversation_id_or_with_another) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(key_change_event(version, new_key, {.conversation_id = std::nullopt})),
              EventVerdict::no_conversation_id);
    EXPECT_EQ(mailbox.receive(key_change_event(version, new_key, {.conversation_id = "g5"})),
              EventVerdict::foreign_conversation);
    EXPECT_EQ(mailbox.receive(key_change_event(version, new_key, {.conversation_id = ""})),
              EventVerdict::foreign_conversation);
    Event relabelled = key_change_event(version, new_key, {.conversation_id = "g5"});
    relabelled.conversation_id = group_id;
    EXPECT_EQ(mailbox.receive(relabelled), EventVerdict::unverified);
}

TEST(Recipient, reads_the_id_of_a_pair_in_any_form) {
    for (const char* arrives_in : {"1111:2222", "2222-1111", "1111"})
        for (const char* signed_id : {"1111:2222", "1111-2222", "2222"}) {
            Mailbox mailbox = {recipient()};
            const Event event = key_change_event("17", old_key, {.conversation_id = signed_id});
            EXPECT_EQ(mailbox.receive(event, arrives_in), EventVerdict::accepted) << arrives_in << ' ' << signed_id;
            EXPECT_EQ(mailbox.state.find_conversation("2222-1111")->latest_version(), 17u);
        }
}

TEST(Recipient, keeps_conversations_apart) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(key_event("17", old_key, "m1")), EventVerdict::accepted);
    const ConversationView before = mailbox.group();
    EXPECT_EQ(mailbox.receive(key_change_event("18", new_key, {.message_id = "m2", .conversation_id = "g5"}), "g5"),
              EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(key_change_event("17", new_key, {.message_id = "m3", .conversation_id = "g5"}), "g5"),
              EventVerdict::accepted);
    EXPECT_EQ(mailbox.group(), before);
    EXPECT_EQ(key_text(mailbox.state.find_conversation("g5")->key_to_encrypt_with()), hex(new_key.reveal()));
}

TEST(Recipient, encrypts_with_the_key_of_the_highest_verified_version_as_a_number) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(key_event("1000", new_key, "m1")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(key_event("999", old_key, "m2")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.group().latest_version(), 1000u);
    EXPECT_EQ(key_text(mailbox.group().key_to_encrypt_with()), hex(new_key.reveal()));
    EXPECT_EQ(key_text(&mailbox.group().keys.at(999)), hex(old_key.reveal()));
}

TEST(Recipient, reads_key_versions_of_64_bits_in_one_spelling) {
    for (const char* text : {"", "01", "+1", "1 ", "0x1", "18446744073709551616"})
        EXPECT_EQ(Mailbox().receive(key_event(text, new_key, "m1"), group_id, std::nullopt),
                  EventVerdict::bad_key_version)
            << text;
    for (const char* text : {"0", "18446744073709551615"})
        EXPECT_EQ(Mailbox().receive(key_event(text, new_key, "m1"), group_id, std::nullopt), EventVerdict::accepted);
}

TEST(Recipient, refuses_versions_more_than_a_day_ahead_so_that_they_block_none) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(key_event("18446744073709551615", old_key, "m1")), EventVerdict::key_version_far_ahead);
    EXPECT_EQ(mailbox.receive(key_event("1700086400001", old_key, "m1")), EventVerdict::key_version_far_ahead);
    EXPECT_EQ(mailbox.last.reason, "the key version is more than 24 hours ahead");
    EXPECT_EQ(mailbox.receive(key_event("1.7e12", old_key, "m1")), EventVerdict::bad_key_version);
    EXPECT_EQ(mailbox.last.reason, "the key version is no decimal number of 64 bits");
    EXPECT_EQ(mailbox.receive(key_event("1700000000000", new_key, "m2")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(key_event("1700086400000", new_key, "m3")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(key_event("18446744073709551615", new_key, "m4"), group_id,
                              std::numeric_limits<std::uint64_t>::max() - 1),
              EventVerdict::accepted);
}

TEST(Recipient, takes_one_key_for_a_version) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(key_event("17", old_key, "m1")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(key_event("17", new_key, "m2")), EventVerdict::second_key);
    EXPECT_EQ(mailbox.receive(key_event("17", old_key, "m3")), EventVerdict::accepted);
    EXPECT_EQ(key_text(mailbox.group().key_to_encrypt_with()), hex(old_key.reveal()));
    EXPECT_EQ(mailbox.group().keys.size(), 1u);
}

TEST(Recipient, stores_no_key_of_a_change_that_does_not_verify) {
    for (int signature_version = 2; signature_version <= 7; ++signature_version) {
        Event event = key_change_event("17", new_key, {.version = signature_version});
        event.signature.signature = sign_payload(signing_key_of("9999"), "");
        EXPECT_EQ(Mailbox().receive(event), EventVerdict::unverified);
    }
    Event rewrapped = key_change_event("17", new_key);
    rewrapped.detail = key_change("17", old_key, {"1111", "2222"}).to_detail();
    EXPECT_EQ(Mailbox().receive(rewrapped), EventVerdict::unverified);
}

TEST(Recipient, says_when_no_key_is_wrapped_for_it) {
    EXPECT_EQ(Mailbox().receive(key_change_event("17", new_key, {}, {"1111", "3333"})),
              EventVerdict::not_wrapped_for_us);
    EXPECT_EQ(Mailbox().receive(key_change_event("17", new_key, {}, {})), EventVerdict::not_wrapped_for_us);
    EXPECT_EQ(Mailbox().receive(key_change_event("17", new_key, {}, {"2222", "2222"})),
              EventVerdict::not_wrapped_for_us);
    EXPECT_EQ(Mailbox().receive(key_change_event("17", new_key, {}, {"2222"})), EventVerdict::accepted);
}

TEST(Recipient, says_when_its_wrapped_key_does_not_open) {
    const auto receive_with_wrap = [](const std::string& wrap) {
        KeyChange change = key_change("17", new_key, {"1111", "2222"});
        change.participant_keys[1].encrypted_conversation_key = wrap;
        return Mailbox().receive(signed_event(change.to_detail(), {.key = &new_key}));
    };
    const KeyChange change = key_change("17", new_key, {"1111", "2222"});
    const std::string wrap = change.participant_keys[1].encrypted_conversation_key;
    EXPECT_EQ(receive_with_wrap(wrap), EventVerdict::accepted);
    EXPECT_EQ(receive_with_wrap(change.participant_keys[0].encrypted_conversation_key),
              EventVerdict::wrapped_key_unreadable);
    EXPECT_EQ(receive_with_wrap(wrap + "="), EventVerdict::wrapped_key_unreadable);
    EXPECT_EQ(receive_with_wrap(wrap.substr(4)), EventVerdict::wrapped_key_unreadable);
    EXPECT_EQ(receive_with_wrap(""), EventVerdict::wrapped_key_unreadable);
}

TEST(Recipient, opens_with_whichever_of_its_identity_keys_fits) {
    Mailbox mailbox = {{"2222", {scalar_key(9), identity_of("2222"), scalar_key(10)}}};
    EXPECT_EQ(mailbox.receive(key_event("17", new_key, "m1")), EventVerdict::accepted);
    Mailbox without_keys = {{"2222", {}}};
    EXPECT_EQ(without_keys.receive(key_event("17", new_key, "m1")), EventVerdict::wrapped_key_unreadable);
}

TEST(Recipient, hears_members_only_once_it_knows_them) {
    const auto change_by = [](const char* sender) {
        return key_change_event("17", new_key, {.sender = sender}, {"1111", "2222", "3333", "9999"});
    };
    EXPECT_EQ(Mailbox().receive(change_by("9999")), EventVerdict::sender_outside);
    EXPECT_EQ(Mailbox().receive(change_by("2222")), EventVerdict::accepted);
    EXPECT_EQ(Mailbox{recipient()}.receive(change_by("9999")), EventVerdict::accepted);

    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(change_by("3333")), EventVerdict::sender_outside);
    EXPECT_EQ(mailbox.receive(signed_event(member_add().to_detail(), {})), EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(change_by("3333")), EventVerdict::accepted);
}

TEST(Recipient, hears_the_two_of_a_pair_only) {
    for (const char* sender : {"1111", "2222", "9999"}) {
        const Event event = key_change_event("17", new_key, {.sender = sender, .conversation_id = "1111:2222"});
        EXPECT_EQ(Mailbox{recipient()}.receive(event, "1111:2222") == EventVerdict::accepted,
                  sender != std::string("9999"));
    }
}

TEST(Recipient, hears_from_outside_only_who_wants_to_join) {
    const auto change = [](const char* json, const char* sender) {
        return signed_event(detail_of(json),
                            {.sender = sender, .message_id = std::string(action_name(detail_of(json)))});
    };
    const char* const join = R"({"group_change_event": {"group_change": {"join_request": {"user_id": "9999"}}}})";
    const char* const title = R"({"group_change_event": {"group_change": {"title": {"title": "New",
        "conversation_key_version": "1"}}}})";
    const char* const unread = R"({"mark_conversation_unread_event": {}})";
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(change(join, "9999")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.receive(change(title, "9999")), EventVerdict::sender_outside);
    EXPECT_EQ(mailbox.receive(change(unread, "9999")), EventVerdict::sender_outside);
    EXPECT_EQ(mailbox.receive(change(unread, "1111")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.group().group, known_group(group_before()));
}

TEST(Recipient, follows_the_changes_of_the_group) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(golden_event("other", "title_change")), EventVerdict::accepted);
    EXPECT_EQ(mailbox.group().group.title.value(), "New");
    const auto blocking = detail_of(R"({"conversation_metadata_change_event":
        {"conversation_metadata_change": {"enable_screen_capture_blocking": {}}}})");
    EXPECT_EQ(mailbox.receive(signed_event(blocking, {})), EventVerdict::accepted);
    EXPECT_EQ(mailbox.group().group.screen_capture_blocking.value(), true);
    MemberAdd add = member_add();
    EXPECT_EQ(mailbox.receive(signed_event(add.to_detail(), {.message_id = "m2"})), EventVerdict::contradicts_group);
    add.title = "New";
    add.screen_capture_blocking = true;
    EXPECT_EQ(mailbox.receive(signed_event(add.to_detail(), {.message_id = "m2"})), EventVerdict::accepted);
    EXPECT_EQ(mailbox.group().group.members, (UserIds{"1111", "2222", "3333"}));
}

TEST(Recipient, refuses_a_well_signed_add_of_a_stale_roster) {
    Mailbox mailbox;
    EXPECT_EQ(mailbox.receive(signed_event(member_add().to_detail(), {})), EventVerdict::accepted);
    MemberAdd stale = member_add();
    stale.new_members = {"5555"};
    EXPECT_EQ(mailbox.receive(signed_event(stale.to_detail(), {.message_id = "m2"})), EventVerdict::contradicts_group);
    EXPECT_EQ(mailbox.last.reason, "what it states as members is not the group's");
}

TEST(Recipient, judges_a_create_by_its_sender_and_its_signature_version) {
    const ThriftValue create = detail_of(R"({"group_change_event": {"group_change": {"create":
        {"member_ids": ["1111", "2222"], "title": "Team", "conversation_key_version": "17"}}}})");
    EXPECT_EQ((Mailbox{recipient()}.receive(signed_event(create, {.sender = "9999"}))),
              EventVerdict::contradicts_group);
    for (const int signature_version : {3, 4}) {
        Mailbox mailbox = {recipient()};
        EXPECT_EQ(mailbox.receive(signed_event(create, {.version = signature_version})), EventVerdict::accepted);
        EXPECT_EQ(mailbox.group().group.title.has_value(), signature_version == 4);
    }
}

TEST(Recipient, knows_that_a_pair_is_no_group) {
    Mailbox mailbox = {recipient()};
    EXPECT_EQ(mailbox.receive(signed_event(member_add().to_detail(), {.conversation_id = "1111:2222"}), "1111:2222"),
              EventVerdict::contradicts_group);
    EXPECT_EQ(mailbox.last.reason, "the conversation is no group");
    const auto ttl = detail_of(R"({"conversation_metadata_change_event":
        {"conversation_metadata_change": {"message_duration_change": {"ttl_msec": 5}}}})");
    EXPECT_EQ(mailbox.receive(signed_event(ttl, {.conversation_id = "1111:2222"}), "1111:2222"),
              EventVerdict::accepted);
    EXPECT_EQ(mailbox.state.find_conversation("1111:2222")->group.ttl_msec.value(), 5);
}

TEST(Recipient, opens_the_golden_message) {
    const auto& entry = golden().at("message_create");
    const Event event = Event::read_base64(text_at(entry, "event_b64")).value();
    Mailbox mailbox = {recipient()};
    EXPECT_EQ(mailbox.receive(event, "2222-1111"), EventVerdict::no_message_key);
    mailbox.state.conversations["1111:2222"].keys[1001] =
        sized<ConversationKey>(bytes_at(entry, "conversation_key_hex"));
    EXPECT_EQ(mailbox.receive(event, "2222-1111"), EventVerdict::accepted);
    EXPECT_EQ(hex(mailbox.last.message_contents.value()), "0c00010c00010b0001000000026869000000");
    EXPECT_EQ(mailbox.receive(event, "2222-1111"), EventVerdict::repeated);
    EXPECT_EQ(mailbox.last.message_contents, std::nullopt);
}

TEST(Recipient, opens_a_message_with_the_verified_key_of_its_version) {
    Mailbox mailbox;
    mailbox.receive(key_event("17", old_key, "m1"));
    mailbox.receive(key_event("18", new_key, "m2"));
    EXPECT_EQ(mailbox.last.message_contents, std::nullopt);
    EXPECT_EQ(mailbox.receive(message_event("17", old_key, "old", {.message_id = "m3"})), EventVerdict::accepted);
    EXPECT_EQ(text_of(mailbox.last.message_contents.value()), "old");
    EXPECT_EQ(mailbox.receive(message_event("18", new_key, "", {.message_id = "m4"})), EventVerdict::accepted);
    EXPECT_EQ(text_of(mailbox.last.message_contents.value()), "");
    EXPECT_EQ(mailbox.receive(message_event("18", old_key, "x", {.message_id = "m5"})),
              EventVerdict::message_unreadable);
    for (const char* key_version : {"19", "017", "", "latest"})
        EXPECT_EQ(mailbox.receive(message_event(key_version, new_key, "x", {.message_id = "m5"})),
                  EventVerdict::no_message_key);
    Event forged = message_event("18", new_key, "x", {.message_id = "m5"});
    forged.sender_id = "2222";
    EXPECT_EQ(mailbox.receive(forged), EventVerdict::unverified);
}

// A change of the real composer as the events that its requests become.
std::vector<std::string> events_of(const AddMembersChange& change, const std::string& sender) {
    std::vector<std::string> events;
    for (const ActionSignature& action : *change.request.action_signatures) {
        const RequestSignature& carried = *action.message_event_signature;
        const Event event = {.message_id = action.message_id,
                             .sender_id = sender,
                             .conversation_id = group_id,
                             .detail = read_thrift(read_base64(*action.encoded_message_event_detail).value(),
                                                   message_event_detail_schema)
                                           .value(),
                             .signature = {carried.signature, carried.public_key_version, carried.signature_version}};
        events.push_back(base64(event.write()));
    }
    return events;
}

struct Composed {
    AddMembersChange change;
    std::vector<std::string> events;  // the key change, then the member add
};

Composed composed_add(std::uint64_t seed = 1, std::uint64_t at_msec = now_msec) {
    Entropy entropy("recipient", seed);
    Group group = group_before();
    auto change =
        make_change(plan_add_members(group, cast(), "1111", {"3333"}, at_msec).value(), signing_key_of("1111"), entropy)
            .value();
    auto events = events_of(change, "1111");
    return {std::move(change), std::move(events)};
}

OpenedChange opened_by(const std::string& user, const std::vector<std::string>& events) {
    return open_change(events, user, {identity_of(user)}, cast(), now_msec);
}

using Refusals = std::vector<std::pair<std::size_t, EventVerdict>>;

Refusals refusals(const OpenedChange& opened) {
    Refusals found;
    for (const EventRefusal& refusal : opened.refusals) {
        EXPECT_NE(refusal.reason, "");
        found.emplace_back(refusal.index, refusal.verdict);
    }
    return found;
}

TEST(OpenChange, gives_every_member_the_same_key_and_an_outsider_none) {
    const auto [change, events] = composed_add();
    for (const char* user : {"1111", "2222", "3333"})
        for (const auto& delivered : {events, {events[1], events[0]}, {events[0], events[1], events[0], events[1]}}) {
            const OpenedChange opened = opened_by(user, delivered);
            EXPECT_EQ(refusals(opened), Refusals{});
            EXPECT_EQ(opened.conversation.latest_version(), now_msec);
            EXPECT_EQ(key_text(opened.conversation.key_to_encrypt_with()), hex(change.conversation_key.reveal()));
            EXPECT_EQ(opened.conversation.group.members, (UserIds{"1111", "2222", "3333"}));
        }
    const OpenedChange outside = opened_by("9999", events);
    EXPECT_EQ(refusals(outside), (Refusals{{0, EventVerdict::not_wrapped_for_us}}));
    EXPECT_EQ(outside.conversation.key_to_encrypt_with(), nullptr);
}

TEST(OpenChange, gives_a_new_member_no_older_key) {
    const Event before = key_event("17", old_key, "m1");
    std::vector<std::string> events = {base64(before.write())};
    for (const std::string& event : composed_add().events) events.push_back(event);
    EXPECT_EQ(opened_by("2222", events).conversation.keys.size(), 2u);
    const OpenedChange newcomer = opened_by("3333", events);
    EXPECT_EQ(newcomer.conversation.keys.size(), 1u);
    EXPECT_EQ(refusals(newcomer), (Refusals{{0, EventVerdict::not_wrapped_for_us}}));
}

TEST(OpenChange, says_which_event_is_none) {
    std::vector<std::string> events = composed_add().events;
    events.insert(events.begin(), "not base64");
    events.push_back(base64(Bytes{1, 2, 3}));
    // Fields 2 and 1 of the group event stand in this order.
    events.push_back(base64(wire("0c0007 0c0004 020002 00 0c0001 0c0002 0b0001 00000001 41 00 00 00 00 00")));
    const OpenedChange opened = opened_by("3333", events);
    EXPECT_EQ(refusals(opened),
              (Refusals{{0, EventVerdict::malformed}, {3, EventVerdict::malformed}, {4, EventVerdict::malformed}}));
    EXPECT_EQ(opened.conversation.latest_version(), now_msec);
}

TEST(OpenChange, stays_in_the_conversation_of_the_first_accepted_event) {
    const std::string refused_first =
        base64(key_change_event("1", old_key, {.sender = "1111", .conversation_id = "g5"}, {"1111"}).write());
    const std::string foreign = base64(key_change_event("1700000000001", old_key, {.conversation_id = "g6"}).write());
    const std::string nowhere = base64(key_change_event("17", old_key, {.conversation_id = std::nullopt}).write());
    const auto [change, events] = composed_add();
    const OpenedChange opened = opened_by("2222", {refused_first, nowhere, events[0], foreign, events[1]});
    EXPECT_EQ(refusals(opened), (Refusals{{0, EventVerdict::not_wrapped_for_us},
                                          {1, EventVerdict::no_conversation_id},
                                          {3, EventVerdict::foreign_conversation}}));
    EXPECT_EQ(opened.conversation.latest_version(), now_msec);
    EXPECT_EQ(opened.conversation.keys.size(), 1u);
}

TEST(OpenChange, reads_the_id_of_a_pair_from_its_events) {
    const std::string event = base64(key_change_event("17", old_key, {.conversation_id = "2222"}).write());
    const OpenedChange opened = opened_by("2222", {event});
    EXPECT_EQ(refusals(opened), Refusals{});
    EXPECT_EQ(opened.conversation.latest_version(), 17u);
}

TEST(OpenChange, of_nothing_is_nothing) {
    const OpenedChange opened = opened_by("2222", {});
    EXPECT_EQ(opened.conversation, ConversationView{});
    EXPECT_EQ(refusals(opened), Refusals{});
}

TEST(OpenChange, judges_versions_by_the_clock_if_there_is_one) {
    const std::vector<std::string> events = composed_add(1, 9'700'000'000'000).events;
    EXPECT_EQ(refusals(opened_by("2222", events)), (Refusals{{0, EventVerdict::key_version_far_ahead}}));
    EXPECT_EQ(refusals(open_change(events, "2222", {identity_of("2222")}, cast(), std::nullopt)), Refusals{});
}

TEST(OpenChange, survives_every_flipped_bit_without_another_key) {
    const auto [change, events] = composed_add();
    const Bytes event = read_base64(events[0]).value();
    for (std::size_t bit = 0; bit < event.size() * 8; bit += 7) {
        const OpenedChange opened = opened_by("2222", {base64(with_bit_flipped(event, bit))});
        for (const auto& [opened_version, key] : opened.conversation.keys) {
            EXPECT_EQ(opened_version, now_msec) << bit;
            EXPECT_EQ(key, change.conversation_key) << bit;
        }
    }
}

}  // namespace
}  // namespace keyturn
