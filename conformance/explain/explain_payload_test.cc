#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "conformance/explain/explanation_report.h"
#include "conformance/vectors/sample_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

const std::string& text_at(std::string_view pointer) { return sample_at(pointer).text; }

TEST(ExplainPayload, component_by_component) {
    const auto explanation = explained(text_at("/other/1/signature_payload") + "\n");
    EXPECT_EQ(explanation.kind, "signature payload");
    EXPECT_EQ(explanation.form, "text");
    EXPECT_EQ(explanation.sender, "1111");
    EXPECT_EQ(
        joined(explanation.lines),
        "action: \"GroupChangeEvent.GroupTitleChange\"\n"
        "message id: \"00000000-0000-4000-8000-000000000001\"\n"
        "sender: \"1111\"\n"
        "component: \"g1700000000000000001\"\n"
        "component: \"1700000000123\"\n"
        "component: \"New\"\n"
        "it can stand for 1 event\n"
        "a recipient that knows nothing of the group could take 1 of them\n"
        "  versions 2 to 7, conversation \"g1700000000000000001\": "
        "\"{\\\"group_change_event\\\":{\\\"group_change\\\":{\\\"title\\\":{\\\"title\\\":\\\"New\\\",\\\"conve…\n");
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(
        to_json(*explanation.decoded.find("components")),
        R"(["GroupChangeEvent.GroupTitleChange","00000000-0000-4000-8000-000000000001","1111","g1700000000000000001","1700000000123","New"])");
    EXPECT_EQ(explained("MessageDeleteEvent,m").sender, "");
    EXPECT_EQ(explained("MessageDeleteEvent,m,5").sender, "5");
}

TEST(ExplainPayload, every_payload_of_the_sample) {
    for (const char* section : {"/member_add", "/key_change", "/other"})
        for (const JsonValue& entry : sample_at(section).elements)
            EXPECT_EQ(explained(entry.find("signature_payload")->text).kind, "signature payload");
    EXPECT_EQ(explained(text_at("/message_create/signature_payload")).kind, "signature payload");
    for (const char* name : {"MarkConversationReadEvent,", "MarkConversationUnreadEvent,", "ConversationDeleteEvent,",
                             "ConversationMetadataChangeEvent.MuteConversation,"})
        EXPECT_EQ(explained(name).kind, "signature payload") << name;
    for (const char* other :
         {"MessageDeleteEvent", "MessageDeleteEvents,m", "XGroupChangeEvent.,m", "GroupChangeEvent,m", ",", ""})
        EXPECT_FALSE(explain(other)) << other;
}

TEST(ExplainPayload, what_is_no_utf8_is_base64_in_its_json_and_no_event) {
    const auto explanation = explain("GroupChangeEvent.GroupCreate,-m,11\xff,2222", {});
    ASSERT_TRUE(explanation);
    EXPECT_EQ(explanation->sender, "");
    EXPECT_EQ(to_json(explanation->decoded),
              R"({"components":["GroupChangeEvent.GroupCreate","-m",{"base64":"MTH/"},"2222"]})");
    EXPECT_TRUE(parse_json(to_json(to_json(*explanation))));
    EXPECT_EQ(explanation->oddities.back(), "it is no UTF-8, as every text of an event is, so no event has it");
}

TEST(ExplainPayload, a_long_one_is_cut) {
    std::string payload = "MessageDeleteEvent,m,s,c,1";
    for (int i = 5; i < 100; ++i) payload += ",9";
    EXPECT_EQ(explained(payload).lines[99], "component: \"9\"");
    EXPECT_EQ(explained(payload).lines[100], "it can stand for 1 event");
    EXPECT_EQ(explained(payload + ",9").lines[100], "and 1 more");
}

TEST(ExplainPayload, never_shows_a_conversation_key) {
    const std::string secret = base64_unpadded(Bytes(32, 0xa5)), name = "ConversationKeyChangeEvent,m,1111,";
    for (const std::string& payload :
         {name + "c,9," + secret, name + "9," + secret, name + "c,9," + secret + "=", name + "c,x,9," + secret,
          name + "c,9," + secret.substr(0, 42), name + "c,9,1111," + secret + ",1",
          "GroupChangeEvent.X,m,1111," + secret, "GroupChangeEvent.GroupInviteDisable,m,1111," + secret}) {
        const auto everything_of = [](const Explanation& explanation) {
            return joined(explanation.lines) + joined(explanation.oddities) + explanation.sender +
                   to_json(explanation.decoded);
        };
        const std::string shown = everything_of(explained(payload));
        EXPECT_FALSE(shown.contains(secret.substr(0, 30))) << payload;
        EXPECT_TRUE(shown.contains("(a conversation key, not shown)"));
        EXPECT_TRUE(shown.contains("it holds a conversation key, which must not leave its maker"));
        JsonValue body = sample_at("/request_capture/body");
        resolve(body, "/action_signatures/0")->set("signature_payload", json_string(payload));
        const auto explanation = explained(to_json(body));
        EXPECT_FALSE(everything_of(explanation).contains(secret.substr(0, 30)));
        EXPECT_EQ(joined(explanation.oddities),
                  "action 1, the shown payload: it holds a conversation key, which must not leave its maker\n");
    }
    EXPECT_EQ(oddities_of(text_at("/key_change/1/signature_payload")), "");
    EXPECT_EQ(oddities_of("ConversationKeyChangeEvent,m,1111,c"), "");
}

constexpr const char* many = "one signature stands for every one of these events: lists have no counts, ";

TEST(ExplainPayload, every_event_that_a_member_add_can_stand_for) {
    const std::string payload = "GroupChangeEvent.GroupMemberAddChange,m,1,g1,3,1,2,1,T,null,null,9,null";
    const Explanation explanation = explained(payload);
    EXPECT_TRUE(oddities_of(payload).starts_with(many));
    const std::string lines = joined(explanation.lines);
    EXPECT_TRUE(lines.contains("it can stand for "));
    EXPECT_TRUE(
        lines.contains("  version 7, conversation \"g1\": adds 3 to 1, 2 (2 users); admins 1; pending nobody; "
                       "title \"T\", avatar not set, ttl not set, blocking not set, no invite\n"));
    EXPECT_TRUE(
        lines.contains("  versions 5 to 6, conversation \"g1\": adds 3 to 1, 2 (2 users); admins 1; pending "
                       "nobody; title \"T\", avatar not set, ttl not set, blocking not set, no invite\n"));
    const JsonValue& readings = *explanation.decoded.find("readings");
    EXPECT_EQ(readings.elements.size(), 100u);
    EXPECT_TRUE(readings.elements.front().find("refused")->is(JsonKind::null)) << "those that are taken stand first";
    EXPECT_TRUE(readings.elements.back().find("refused")->is(JsonKind::string));
    EXPECT_GT(std::stoul(explanation.decoded.find("readings_total")->text), 100u);
}

TEST(ExplainPayload, what_the_state_leaves_of_it) {
    const MadeRequest made = made_request();
    const JsonValue body = parse_json(made.body()).value();
    std::string payload = resolve(body, "/action_signatures/1/signature_payload")->text;
    EXPECT_EQ(checks_of(explained(payload, made.options())), "one event agrees with the state: yes\n")
        << "at several versions";
    payload.insert(payload.find(",4444,"), ",5555");
    const Explanation unknown = explained(payload), known = explained(payload, made.options());
    EXPECT_TRUE(joined(known.lines).contains("a recipient that knows the group as the state has it could take "));
    EXPECT_EQ(checks_of(known), "one event agrees with the state: yes\n");
    EXPECT_EQ(checks_of(unknown), "");
    const auto taken = [](const Explanation& explanation) {
        return std::ranges::count_if(explanation.decoded.find("readings")->elements,
                                     [](const JsonValue& row) { return row.find("refused")->is(JsonKind::null); });
    };
    EXPECT_LT(taken(known), taken(unknown));
    EXPECT_GT(taken(known), 0);
    ExplainOptions elsewhere = made.options();
    elsewhere.state->groups.front().id = "g9";
    EXPECT_EQ(taken(explained(payload, elsewhere)), 0);
    EXPECT_EQ(checks_of(explained(payload, elsewhere)), "one event agrees with the state: no: 0 agree\n");
}

// Of all readings: taken or not, and why not.
std::string refusals_of(std::string_view payload) {
    std::string text;
    const Explanation explanation = explained(payload);
    for (const JsonValue& row : explanation.decoded.find("readings")->elements)
        text += (row.find("refused")->is(JsonKind::null) ? "taken" : row.find("refused")->text) + "\n";
    return text;
}

TEST(ExplainPayload, an_event_without_its_conversation_is_not_taken) {
    EXPECT_EQ(refusals_of("MarkConversationReadEvent,m,1,5,6"), "taken\nit has no conversation id\n");
    EXPECT_EQ(refusals_of("GroupChangeEvent.GroupInviteDisable,m,1,5"), "it has no conversation id\n");
    EXPECT_EQ(refusals_of("ConversationMetadataChangeEvent.MessageDurationRemove,m,1"), "it has no conversation id\n");
    EXPECT_EQ(refusals_of("ConversationMetadataChangeEvent.MessageDurationRemove,m,1,g1"), "taken\n");
    EXPECT_EQ(refusals_of("GroupChangeEvent.GroupCreate,m,1,9,1,2"), "taken\n") << "a creation signs none";
    EXPECT_EQ(refusals_of("GroupChangeEvent.GroupCreate,m,1,9,2"), "its sender is not among the members\n");
}

TEST(ExplainPayload, that_no_event_has) {
    EXPECT_EQ(oddities_of("MessageDeleteEvent,m,1,g,x"), "no event of this action has such a payload\n");
    EXPECT_EQ(explained("MessageDeleteEvent,m,1,g,x").decoded.find("readings"), nullptr);
}

TEST(ExplainPayload, of_a_large_group_the_possible_readings_are_told) {
    std::string payload = "GroupChangeEvent.GroupMemberAddChange,m,1,g1,9999";
    for (int i = 1; i <= 300; ++i) payload += "," + std::to_string(i);
    payload += ",1,T,null,null,9,null";
    EXPECT_TRUE(lines_of(payload).contains("version 7, conversation \"g1\": adds 9999 to 1, 2, 3"));
}

TEST(ExplainPayload, ten_readings_are_told) {
    EXPECT_FALSE(lines_of("GroupChangeEvent.GroupCreate,m,1,9,1").contains(" more\n"));
    const auto with_new = [](std::string_view ids) {
        return lines_of("GroupChangeEvent.GroupMemberAddChange,m,1,g1," + std::string(ids) + ",1,7,1,T,U,5,9,null");
    };
    EXPECT_FALSE(with_new("2,3,4,5,6").contains(" more\n"));
    EXPECT_TRUE(with_new("2,3,4,5,6,8").contains("\n  and 2 more\n"));
}

TEST(ExplainPayload, a_reading_is_told_once) {
    const Explanation explanation = explained("GroupChangeEvent.GroupCreate,m,1,9,1,true,t,u");
    EXPECT_EQ(explanation.decoded.find("readings_total")->text,
              std::to_string(explanation.decoded.find("readings")->elements.size()));
}

}  // namespace
}  // namespace keyturn
