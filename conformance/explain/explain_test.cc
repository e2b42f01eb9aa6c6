#include "conformance/explain/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "conformance/explain/explain_test_support.h"
#include "conformance/explain/words.h"
#include "conformance/vectors/sample_test_support.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

const std::string& text_at(std::string_view pointer) { return sample_at(pointer).text; }
std::string captured_body() { return to_json(sample_at("/request_capture/body")); }

constexpr const char* minimal_detail =
    "GroupChangeEvent.GroupMemberAddChange\n"
    "  new members: 3333\n"
    "  members before: 1111, 2222 (2 users)\n"
    "  admins: 1111\n"
    "  pending: nobody\n"
    "  title: not set\n"
    "  avatar URL: not set\n"
    "  ttl: not set\n"
    "  screen capture blocking: not set\n"
    "  conversation key version: 1700000000123 (2023-11-14 22:13:20.123 UTC)\n";

TEST(Explain, a_request_body) {
    const auto explanation = explain(captured_body()).value();
    EXPECT_EQ(explanation.kind, "request body");
    EXPECT_EQ(explanation.sender, "1111");
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(explanation.decoded.find("details")->elements.size(), 2u);
    EXPECT_EQ(joined(explanation.lines),
              "new members: 3333\n"
              "conversation key version: 1700000000123 (2023-11-14 22:13:20.123 UTC)\n"
              "keys wrapped for: 1111, 3333, 2222 (3 users)\n"
              "title: sealed, 4 bytes of text\n"
              "avatar URL: not in the request\n"
              "action 1: ConversationKeyChangeEvent, message id \"106f9f47-a2c3-4f3f-8e7b-a56c03f53a69\"\n"
              "  conversation key version: 1700000000123 (2023-11-14 22:13:20.123 UTC)\n"
              "  keys wrapped for: 1111, 3333, 2222 (3 users)\n"
              "  signature version \"7\", by the sender's key of version \"1\"\n"
              "  payload not shown\n"
              "action 2: GroupChangeEvent.GroupMemberAddChange, message id \"8dec73dd-c2b4-46a6-800e-5fe6ce63f4b3\"\n"
              "  new members: 3333\n"
              "  members before: 1111, 2222 (2 users)\n"
              "  admins: 1111\n"
              "  pending: 4444\n"
              "  title: \"Team\"\n"
              "  avatar URL: not set\n"
              "  ttl: 86400000 ms\n"
              "  screen capture blocking: off\n"
              "  conversation key version: 1700000000123 (2023-11-14 22:13:20.123 UTC)\n"
              "  signature version \"7\", by the sender's key of version \"1\"\n"
              "  payload shown; says it is by \"1111\"\n");
}

TEST(Explain, a_detail_in_every_encoding) {
    const std::string hexadecimal = text_at("/member_add/0/detail_hex");
    const Bytes bytes = from_hex(hexadecimal).value();
    for (const std::string& input : {hexadecimal, " \t\r\n" + hexadecimal + "\n", base64(bytes),
                                     base64_unpadded(bytes) + "\n", std::string(text_of(bytes))}) {
        const auto explanation = explain(input).value();
        EXPECT_EQ(explanation.kind, "event detail");
        EXPECT_EQ(explanation.name, "detail");
        EXPECT_EQ(joined(explanation.could_be), "");
        EXPECT_EQ(joined(explanation.lines), minimal_detail);
        EXPECT_EQ(joined(explanation.oddities), "");
        EXPECT_EQ(explanation.sender, "");
        EXPECT_NE(explanation.decoded.find("group_change_event"), nullptr);
    }
}

TEST(Explain, an_event) {
    const auto explanation = explain(text_at("/member_add/0/event_b64")).value();
    EXPECT_EQ(explanation.kind, "event");
    EXPECT_EQ(explanation.sender, "1111");
    EXPECT_EQ(joined(explanation.oddities), "");
    const std::string lines = joined(explanation.lines), detail = minimal_detail;
    const std::size_t name_end = detail.find('\n') + 1;
    EXPECT_EQ(lines, detail.substr(0, name_end) +
                         "message id: \"00000000-0000-4000-8000-000000000001\"\n"
                         "sender: \"1111\"\n"
                         "conversation: \"g1700000000000000001\"\n"
                         "created at: 1700000000000 (2023-11-14 22:13:20.000 UTC)\n" +
                         detail.substr(name_end) +
                         "signature version \"7\", by the sender's key of version \"1\"\n"
                         "signs \"GroupChangeEvent.GroupMemberAddChange,00000000-0000-4000-8000-000000000001,1111…\n");
}

TEST(Explain, an_event_of_another_action_by_its_fields) {
    EXPECT_TRUE(lines_of(text_at("/other/1/event_hex"))
                    .contains("  group_change_event.group_change.title.title: \"New\" (string)\n"));
    const ThriftValue deletion =
        thrift_struct({{arm::message_delete, thrift_struct({{1, thrift_texts({"5", "6"})}, {2, thrift_i32(1)}})}});
    EXPECT_EQ(lines_of(hex(write_thrift(deletion, message_event_detail_schema))),
              "MessageDeleteEvent\n"
              "  message_delete_event.sequence_ids[0]: \"5\" (string)\n"
              "  message_delete_event.sequence_ids[1]: \"6\" (string)\n"
              "  message_delete_event.action: 1 (number)\n");
}

TEST(Explain, a_long_list_is_cut) {
    const ThriftValue deletion =
        thrift_struct({{arm::message_delete, thrift_struct({{1, thrift_texts(std::vector<std::string>(101, "5"))}})}});
    const auto lines = explain(hex(write_thrift(deletion, message_event_detail_schema))).value().lines;
    EXPECT_EQ(lines.size(), 101u);
    EXPECT_EQ(lines.back(), "  message_delete_event.sequence_ids[99]: \"5\" (string)");
}

TEST(Explain, a_signature_struct) {
    const auto explanation = explain(text_at("/member_add/0/message_event_signature_thrift_hex")).value();
    EXPECT_EQ(explanation.kind, "event signature");
    EXPECT_EQ(joined(explanation.lines), "signature version \"7\", by the sender's key of version \"1\"\n");
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(explanation.decoded.find("signature_version")->text, "7");
}

TEST(Explain, an_event_without_a_detail) {
    const Event event = {
        .sequence_id = "1", .message_id = {}, .sender_id = {}, .conversation_id = {}, .created_at_msec = "x"};
    const auto explanation = explain(hex(event.write())).value();
    EXPECT_EQ(explanation.kind, "event");
    EXPECT_EQ(joined(explanation.oddities),
              "created at \"x\" is no decimal number of 64 bits\n"
              "no message id\n"
              "no sender\n"
              "no conversation id: a strict recipient refuses the event\n"
              "signature version not set is not one of 2 to 7\n"
              "the signature is no base64 of 64 bytes\n");
}

TEST(Explain, what_is_never_signed_is_odd_in_a_signed_event) {
    Event event = Event::read_base64(text_at("/member_add/0/event_b64")).value();
    event.detail = thrift_struct({{arm::typing, thrift_struct({{1, thrift_text("g1")}})}});
    EXPECT_EQ(oddities_of(hex(event.write())), "MessageTypingEvent is not signed\n");
    EXPECT_EQ(oddities_of(text_at("/key_change/0/event_b64")), "");
    EXPECT_TRUE(lines_of(text_at("/key_change/0/event_b64"))
                    .contains("payload: from version 6 a key change signs the conversation key"));
}

TEST(Explain, escapes_what_a_terminal_would_act_on) {
    for (const char control : {'\x1b', '\x07'})
        EXPECT_FALSE(joined(explain("GroupChangeEvent.\x1b[31m,\x07,\x1b")->lines).contains(control));
    JsonValue body = sample_at("/request_capture/body");
    body.set("user_ids", json_array({json_string("\x1b[31m"), json_string("\x1b[31m")}));
    body.set("conversation_key_version", json_string("\x1b"));
    resolve(body, "/action_signatures/0")->set("message_id", json_string("\x1b"));
    resolve(body, "/conversation_participant_keys/0")->set("user_id", json_string("\x1b"));
    const auto explanation = explain(to_json(body)).value();
    EXPECT_FALSE((joined(explanation.lines) + joined(explanation.oddities)).contains('\x1b'));
}

// The oddities of the captured body after a change to it.
std::string oddities_with(const auto& change) {
    JsonValue body = sample_at("/request_capture/body");
    change(body);
    return oddities_of(to_json(body));
}

void set(JsonValue& body, std::string_view object, std::string_view field, JsonValue value) {
    resolve(body, object)->set(field, std::move(value));
}

TEST(ExplainRequest, oddities_of_the_body) {
    EXPECT_EQ(oddities_with([](JsonValue& body) { set(body, "", "encrypted_title", json_string(base64(Bytes(39)))); }),
              "title is no base64 of a nonce, a tag and a text\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) { set(body, "", "encrypted_title", json_string(base64(Bytes(40)))); }),
              "");
    EXPECT_EQ(oddities_with([](JsonValue& body) { set(body, "", "encrypted_avatar_url", json_string("-")); }),
              "avatar URL is no base64 of a nonce, a tag and a text\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) {
                  set(body, "", "user_ids",
                      json_array({json_string("3333"), json_string("3333"), json_string("3333")}));
              }),
              "\"3333\" stands in user_ids more than once\n"
              "the member add signs other users than user_ids\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) {
                  set(body, "/conversation_participant_keys/0", "encrypted_conversation_key", json_string("AA=="));
              }),
              "the key wrapped for \"1111\" has 1 bytes, not 113\n"
              "the key change holds other wrapped keys than the request\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) {
                  set(body, "/conversation_participant_keys/0", "user_id", json_string("2222"));
              }),
              "\"2222\" stands in the wrapped keys more than once\n"
              "the key change holds other wrapped keys than the request\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) { body.set("conversation_key_version", json_string("17")); }),
              "the key change is of another key version than the request's\n"
              "the member add signs another key version than the request's\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) { body.set("user_ids", json_string("3333")); }),
              "the member add signs other users than user_ids\n"
              "\"/user_ids\": expected an array of text, found \"3333\" (string)\n");
    EXPECT_EQ(oddities_of("[]"),
              "0 actions, 0 of them key changes and 0 member adds: not one of each\nthe body: expected a JSON "
              "object, found [] (array)\n");
}

TEST(ExplainRequest, oddities_of_actions) {
    const char* first = "/action_signatures/0";
    const char* first_signature = "/action_signatures/0/message_event_signature";
    EXPECT_EQ(
        oddities_with([&](JsonValue& body) { set(body, first_signature, "signature_version", json_string("8")); }),
        "action 1: signature version \"8\" is not one of 2 to 7\n");
    EXPECT_EQ(oddities_with([&](JsonValue& body) { set(body, first_signature, "signature", json_string("AAAA")); }),
              "action 1: the signature is no base64 of 64 bytes\n");
    EXPECT_EQ(oddities_with([&](JsonValue& body) {
                  set(body, first, "encoded_message_event_detail", json_string("A"));
              }).substr(0, 40),
              "action 1: the detail is no base64: a las");
    EXPECT_EQ(
        oddities_with([&](JsonValue& body) { set(body, first, "encoded_message_event_detail", json_string("AAAA")); }),
        "action 1: the detail can't be read: MessageEventDetail is a union and has no arm at byte 0\n"
        "2 actions, 0 of them key changes and 1 member adds: not one of each\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) { body.find("action_signatures")->elements.pop_back(); }),
              "1 actions, 1 of them key changes and 0 member adds: not one of each\n");
    EXPECT_EQ(oddities_with([](JsonValue& body) {
                  auto& all = body.find("action_signatures")->elements;
                  all[0] = all[1];
              }),
              "2 actions, 0 of them key changes and 2 member adds: not one of each\n");
    const auto three = oddities_with([](JsonValue& body) {
        auto& all = body.find("action_signatures")->elements;
        all.push_back(all[1]);
    });
    EXPECT_EQ(three, "3 actions, 1 of them key changes and 2 member adds: not one of each\n");
}

TEST(ExplainRequest, a_detail_that_is_not_canonical_is_odd) {
    const Bytes swapped = *from_hex(
        "0c00040c00010c00020b00020000000131"
        "0b0001000000034e6577000000"
        "00");
    EXPECT_EQ(oddities_of(hex(swapped)), "the bytes are not canonical: a writer would make others\n");
    const auto with_swapped = oddities_with([&](JsonValue& body) {
        set(body, "/action_signatures/0", "encoded_message_event_detail", json_string(base64(swapped)));
    });
    EXPECT_TRUE(with_swapped.starts_with("action 1: the detail is not canonical: a writer would make other bytes\n"))
        << with_swapped;
}

TEST(ExplainRequest, only_the_first_actions_are_told) {
    JsonValue body = sample_at("/request_capture/body");
    auto& actions = body.find("action_signatures")->elements;
    actions.assign(11, actions[1]);
    const std::string lines = lines_of(to_json(body));
    EXPECT_TRUE(lines.contains("action 10: "));
    EXPECT_FALSE(lines.contains("action 11: "));
    EXPECT_TRUE(lines.contains("and 1 more actions\n"));
    EXPECT_TRUE(oddities_of(to_json(body)).contains("11 actions, "));
}

std::string oddities_of_add(const MemberAdd& add) {
    return oddities_of(hex(write_thrift(add.to_detail(), message_event_detail_schema)));
}

MemberAdd member_add() {
    return MemberAdd::from_detail(
               read_thrift(*from_hex(text_at("/member_add/0/detail_hex")), message_event_detail_schema).value())
        .value();
}

TEST(ExplainDetail, oddities_of_a_member_add) {
    const auto with = [](const auto& change) {
        MemberAdd add = member_add();
        change(add);
        return oddities_of_add(add);
    };
    EXPECT_EQ(with([](MemberAdd&) {}), "");
    EXPECT_EQ(with([](MemberAdd& add) { add.new_members.clear(); }), "the detail: nobody is added\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.new_members = {"2222", "2222"}; }),
              "the detail: \"2222\" stands in new members more than once\n"
              "the detail: \"2222\" is added and a member already\n"
              "the detail: \"2222\" is added and a member already\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.current_members = {"1111", "1111"}; }),
              "the detail: \"1111\" stands in members before more than once\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.current_admins = {"5", "5"}; }),
              "the detail: \"5\" stands in admins more than once\nthe detail: the admin \"5\" is no member\nthe "
              "detail: the admin \"5\" is no member\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.pending_members = {"5", "5"}; }),
              "the detail: \"5\" stands in pending more than once\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.title = ""; }),
              "the detail: title is set and empty: no signer issues that\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.title = "null"; }),
              "the detail: title is the text null, which is signed like an unset one\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.avatar_url = "a,b"; }),
              "the detail: avatar URL contains a comma, so it can't be signed\n");
    for (const char* text : {"a\x01", "\x1f", "\x7f"})
        EXPECT_EQ(with([&](MemberAdd& add) { add.title = text; }), "the detail: title contains control characters\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.title = "a\t\n b\xc3\xbc"; }), "");
    EXPECT_EQ(with([](MemberAdd& add) { add.ttl_msec = -1; }), "the detail: the ttl is negative\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.ttl_msec = 0; }), "");
    EXPECT_EQ(with([](MemberAdd& add) { add.conversation_key_version = "007"; }),
              "the detail: conversation key version \"007\" is no decimal number of 64 bits\n");
    EXPECT_EQ(with([](MemberAdd& add) { add.invite = GroupInvite{}; }),
              "the detail: carries an invite, which no signer writes here\n");
}

TEST(ExplainDetail, screen_capture_and_ttl_in_words) {
    MemberAdd add = member_add();
    add.screen_capture_blocking = true;
    add.ttl_msec = 5;
    const std::string lines = lines_of(hex(write_thrift(add.to_detail(), message_event_detail_schema)));
    EXPECT_TRUE(lines.contains("  screen capture blocking: on\n"));
    EXPECT_TRUE(lines.contains("  ttl: 5 ms\n"));
}

TEST(ExplainDetail, oddities_of_a_key_change) {
    const std::string point_off_curve = base64(Bytes(113, 4));
    const KeyChange change = {
        "x",
        {{"1", "-", "1"}, {"1", "AAAA", "1"}, {"2", point_off_curve, "1"}, {"3", text_at("/ecies/0/blob_b64"), "1"}}};
    EXPECT_EQ(oddities_of(hex(write_thrift(change.to_detail(), message_event_detail_schema))),
              "the detail: conversation key version \"x\" is no decimal number of 64 bits\n"
              "the detail: \"1\" stands in keys wrapped for more than once\n"
              "the detail: the key wrapped for \"1\" is no base64: " +
                  read_base64("-").error().reason +
                  "\n"
                  "the detail: the key wrapped for \"1\" has 3 bytes, not 113\n"
                  "the detail: the key wrapped for \"2\" does not begin with a point of the curve\n");
}

TEST(Explain, keeps_the_first_hundred_oddities) {
    const auto told = [](std::size_t wrong_keys) {
        KeyChange change = {"1", {}};
        for (std::size_t i = 0; i < wrong_keys; ++i) change.participant_keys.push_back({std::to_string(i), "", "1"});
        return explain(hex(write_thrift(change.to_detail(), message_event_detail_schema))).value();
    };
    EXPECT_EQ(told(100).oddities.size(), 100u);
    EXPECT_EQ(told(100).oddities_left_out, 0u);
    EXPECT_EQ(told(103).oddities.size(), 100u);
    EXPECT_EQ(told(103).oddities_left_out, 3u);
}

TEST(Explain, refuses_what_is_nothing_of_the_protocol) {
    const auto as_detail = [](ByteView bytes) {
        return read_thrift(bytes, message_event_detail_schema).error().reason;
    };
    const auto as_event = [](ByteView bytes) { return read_thrift(bytes, message_event_schema).error().reason; };
    EXPECT_EQ(refusal_of(""), "none of the kinds that are known, read as bytes of 0 bytes (as a detail: " +
                                  as_detail({}) + " at byte 0; as an event: " + as_event({}) + " at byte 0)");
    EXPECT_TRUE(refusal_of("00").contains("read as hexadecimal of 1 byte ("));
    EXPECT_TRUE(refusal_of("00").contains("as an event: it is empty"));
    EXPECT_TRUE(refusal_of("AA==").contains("read as base64 of 1 byte ("));
    EXPECT_TRUE(refusal_of("what?").contains("MessageEvent has no field"));
    EXPECT_EQ(refusal_of("  {\"a\" 1}"), "looks like JSON, but: " + parse_json("{\"a\" 1}").error().reason);
    EXPECT_EQ(explain("  {\"a\" 1}").error().offset, parse_json("{\"a\" 1}").error().offset + 2);
    EXPECT_TRUE(refusal_of("[1").starts_with("looks like JSON, but: "));
    EXPECT_FALSE(explain("[1\n"));
}

TEST(Explain, what_stands_in_quotes) {
    EXPECT_EQ(explained("\"MessageDeleteEvent,m,1,g,2\"\n").kind, "signature payload");
    EXPECT_EQ(explained("\"" + text_at("/member_add/0/detail_hex") + "\"").kind, "event detail");
    EXPECT_FALSE(explain("\"MessageDeleteEvent,m,1"));
    EXPECT_FALSE(explain("\"\\\"MessageDeleteEvent,m,1\\\"\"")) << "once is enough";
}

TEST(Explain, kinds_by_name) {
    std::set<std::string_view> names;
    for (const ExplainKind& kind : explain_kinds()) {
        EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
        EXPECT_NE(kind.title, "");
        EXPECT_NE(kind.summary, "");
    }
    EXPECT_EQ(names.size(), 18u);
    EXPECT_TRUE(refusal_of("x", {.kind = "frob", .target = {}, .sender = {}, .conversation_id = {}})
                    .starts_with("there is no kind 'frob'; there are detail, event, "));
}

TEST(Explain, a_forced_kind_keeps_other_readings_out) {
    const std::string detail = text_at("/member_add/0/detail_hex");
    EXPECT_EQ(explained_as("detail", detail).name, "detail");
    EXPECT_EQ(refusal_of(detail, {.kind = "event", .target = {}, .sender = {}, .conversation_id = {}}),
              read_thrift(*from_hex(detail), message_event_schema).error().reason);
    EXPECT_EQ(refusal_of("?", {.kind = "event-signature", .target = {}, .sender = {}, .conversation_id = {}}),
              read_thrift(bytes_of("?"), message_event_signature_schema).error().reason);
    EXPECT_EQ(refusal_of("?", {.kind = "detail", .target = {}, .sender = {}, .conversation_id = {}}),
              read_thrift(bytes_of("?"), message_event_detail_schema).error().reason);
    EXPECT_EQ(explained_as("payload", "no payload").kind, "signature payload");
    EXPECT_EQ(explained_as("body", R"({"exchanges": []})").kind, "request body");
    EXPECT_TRUE(refusal_of("text", {.kind = "body", .target = {}, .sender = {}, .conversation_id = {}})
                    .starts_with("looks like JSON, but: "));
}

TEST(Words, times_in_utc) {
    EXPECT_EQ(utc_text(0), "1970-01-01 00:00:00.000 UTC");
    EXPECT_EQ(utc_text(951'827'696'789), "2000-02-29 12:34:56.789 UTC");
    EXPECT_EQ(utc_text(253'402'300'799'999), "9999-12-31 23:59:59.999 UTC");
    EXPECT_EQ(utc_text(253'402'300'800'000), std::nullopt);
    EXPECT_EQ(version_in_words("253402300800000"), "253402300800000 (later than the year 9999)");
    EXPECT_EQ(version_in_words("x\n"), "\"x\\n\"");
}

TEST(Words, numbers_and_flags) {
    EXPECT_EQ(in_words(std::optional<std::int64_t>(5)), "5 ms");
    EXPECT_EQ(in_words(std::optional<std::int64_t>()), "not set");
    EXPECT_EQ(in_words(std::optional(true)), "on");
    EXPECT_EQ(in_words(std::optional(false)), "off");
    EXPECT_EQ(in_words(std::optional<bool>()), "not set");
    EXPECT_EQ(counted(1, "key"), "1 key");
    EXPECT_EQ(counted(0, "key"), "0 keys");
}

TEST(Words, what_grows_has_bounds) {
    Explanation explanation;
    SecretTexts secrets;
    const ExplainOptions options;
    Words words(explanation, secrets, options);
    for (std::size_t i = 0; i <= Explanation::most_lines; ++i) words.say("x");
    EXPECT_EQ(explanation.lines.size(), Explanation::most_lines);
    for (std::size_t i = 0; i < Explanation::most_checks; ++i) {
        EXPECT_TRUE(words.may_check());
        words.check("x", true);
    }
    EXPECT_FALSE(words.may_check());
    words.check("x", true);
    EXPECT_EQ(explanation.checks.size(), Explanation::most_checks);
}

TEST(Words, parts_within_parts) {
    Explanation explanation;
    SecretTexts secrets;
    const ExplainOptions options;
    Words words(explanation, secrets, options);
    Words inner = words.within("a").within("b");
    inner.say("line");
    inner.find_odd("odd");
    inner.check("held", Result<void>());
    inner.check("not held", Result<void>(refuse("why")));
    inner.find_problems({{"", "", "x", "y"}, {"", "/p", "x", "y"}}, "the whole");
    EXPECT_EQ(explanation.lines.front(), "    line");
    EXPECT_EQ(joined(explanation.oddities),
              "a, b: odd\na, b: the whole: expected x, found y\n"
              "a, b: \"/p\": expected x, found y\n");
    EXPECT_EQ(checks_of(explanation), "a, b, held: yes\na, b, not held: no: why\n");
    EXPECT_TRUE(explanation.is_any_check_broken());
    explanation.checks = {{"x", true, ""}, {"y", std::nullopt, ""}};
    EXPECT_FALSE(explanation.is_any_check_broken());
}

TEST(Words, users) {
    EXPECT_EQ(users_in_words({}), "nobody");
    EXPECT_EQ(users_in_words({"7"}), "7");
    EXPECT_EQ(users_in_words({"7", "x"}), "7, \"x\" (2 users)");
    EXPECT_EQ(users_in_words({"1", "2", "3", "4", "5", "6", "7", "8"}), "1, 2, 3, 4, 5, 6, 7, 8 (8 users)");
    EXPECT_EQ(users_in_words({"1", "2", "3", "4", "5", "6", "7", "8", "9"}),
              "1, 2, 3, 4, 5, 6, 7, 8 and 1 more (9 users)");
}

}  // namespace
}  // namespace keyturn
