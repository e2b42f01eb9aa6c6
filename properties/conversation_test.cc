#include "properties/conversation.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/named_keys.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

Step step(std::string act, std::string by, std::string user = "", std::uint64_t group = 0, std::uint64_t event = 0) {
    return {.act = std::move(act), .group = group, .by = std::move(by), .user = std::move(user), .event = event};
}

// A group's creation is its event 0, its first key change event 1.
const Step creation = step("create", "1111", "2222"), other_creation = step("create", "2222", "1111", 1);

Step delivery(std::string to, std::uint64_t event) { return step("deliver", std::move(to), "", 0, event); }

ConversationModel model_after(const std::vector<Step>& steps) {
    ConversationModel model;
    for (const Step& one : steps) {
        EXPECT_TRUE(model.allows(one)) << in_words(one);
        model.apply(one);
    }
    return model;
}

TEST(ConversationModel, a_group_is_created_once_by_and_with_two_users_of_the_cast) {
    const ConversationModel none, one = model_after({creation});
    EXPECT_FALSE(one.allows(creation));
    EXPECT_TRUE(one.allows(other_creation));
    EXPECT_FALSE(none.allows(step("create", "1111", "1111")));
    EXPECT_FALSE(none.allows(step("create", "1111", "9999")));
    EXPECT_FALSE(none.allows(step("create", "9999", "1111")));
    EXPECT_FALSE(none.allows(step("create", "1111", "2222", 2)));
    EXPECT_FALSE(none.allows(step("no such act", "1111")));
    EXPECT_TRUE(none.allows(step("register", "1111")));
    EXPECT_EQ(one.group(0).members, (std::vector<std::string>{"1111", "2222"}));
    EXPECT_EQ(one.group(0).admins, std::vector<std::string>{"1111"});
}

TEST(ConversationModel, admins_add_remove_and_promote) {
    const ConversationModel model = model_after({creation});
    EXPECT_TRUE(model.allows(step("add", "1111", "3333")));
    EXPECT_FALSE(model.allows(step("add", "2222", "3333")));
    EXPECT_FALSE(model.allows(step("add", "1111", "2222")));
    EXPECT_FALSE(model.allows(step("add", "1111", "9999")));
    EXPECT_TRUE(model.allows(step("remove", "1111", "2222")));
    EXPECT_FALSE(model.allows(step("remove", "1111", "1111")));
    EXPECT_FALSE(model.allows(step("remove", "1111", "3333")));
    EXPECT_FALSE(model.allows(step("remove", "2222", "1111")));
    EXPECT_TRUE(model.allows(step("promote", "1111", "2222")));
    EXPECT_FALSE(model.allows(step("promote", "2222", "1111")));
    EXPECT_TRUE(model.allows(step("rotate", "2222")));
    EXPECT_FALSE(model.allows(step("rotate", "3333")));
    EXPECT_FALSE(model_after({creation, step("promote", "1111", "2222")}).allows(step("promote", "1111", "2222")));
}

TEST(ConversationModel, every_change_of_the_roster_is_followed_by_a_key_for_who_is_in_it) {
    const ConversationModel model = model_after({creation, step("register", "2222"), step("add", "1111", "3333"),
                                                 step("promote", "1111", "3333"), step("remove", "3333", "1111")});
    const auto& events = model.group(0).events;
    ASSERT_EQ(events.size(), 7u);
    using Readers = std::map<std::string, std::string>;
    EXPECT_EQ(events[1].readers, (Readers{{"1111", "1"}, {"2222", "1"}}));
    EXPECT_EQ(events[3].readers, (Readers{{"1111", "1"}, {"2222", "2"}, {"3333", "1"}}));
    EXPECT_EQ(events[6].readers, (Readers{{"2222", "2"}, {"3333", "1"}}));
    EXPECT_EQ(events[2].members, (std::vector<std::string>{"1111", "2222"}));
    EXPECT_EQ(events[6].key_version, "1700000000007");
    EXPECT_EQ(model.group(0).admins, std::vector<std::string>{"3333"});
    EXPECT_EQ(model.registrations("2222"), 2u);
    EXPECT_EQ(model.registrations("1111"), 1u);
}

TEST(ConversationModel, events_are_counted_modulo_what_there_is) {
    const ConversationModel model = model_after({creation, delivery("2222", 3), step("tamper", "2222", "", 0, 2)});
    const auto& arrivals = model.arrivals("2222", 0);
    ASSERT_EQ(arrivals.size(), 2u);
    EXPECT_EQ(arrivals[0].event, 1u);
    EXPECT_FALSE(arrivals[0].is_tampered);
    EXPECT_EQ(arrivals[1].event, 0u);
    EXPECT_TRUE(arrivals[1].is_tampered);
    EXPECT_TRUE(model.arrivals("1111", 0).empty());
    EXPECT_FALSE(ConversationModel().allows(delivery("1111", 0)));
    EXPECT_FALSE(ConversationModel().allows(step("tamper", "1111")));
}

TEST(ConversationModel, events_of_another_group_are_misrouted_only_to_who_has_seen_the_creation_of_this_one) {
    const Step misroute = step("misroute", "1111");
    EXPECT_FALSE(model_after({creation, other_creation}).allows(misroute));
    EXPECT_FALSE(model_after({creation, other_creation, delivery("1111", 1), step("tamper", "1111")}).allows(misroute));
    EXPECT_FALSE(model_after({creation, delivery("1111", 0)}).allows(misroute));
    const ConversationModel model = model_after({creation, other_creation, delivery("1111", 0), misroute});
    EXPECT_EQ(model.arrivals("1111", 0).back().group, 1u);
    EXPECT_FALSE(model.allows(step("misroute", "1111", "", 1)));
}

TEST(Conversation, a_script_reads_as_a_story) {
    std::string story;
    for (const std::string_view act : script_acts)
        story += in_words(step(std::string(act), "1111", "2222", 1, 5)) + "\n";
    EXPECT_EQ(
        story,
        "1111 creates group 1 with 2222\n1111 adds 2222 to group 1\n1111 removes 2222 from group 1\n"
        "1111 makes 2222 an admin of group 1\n1111 rotates the key of group 1\n1111 registers a new identity key\n"
        "event 5 of group 1 reaches 1111\nevent 5 of group 1 reaches 1111, tampered with\n"
        "event 5 of the other group reaches 1111 in group 1\n");
}

Bytes key_of(std::uint64_t version) { return bytes_of_key(numbered_conversation_key(version)); }

// What the oracle says of the script when 2222 holds these keys, and nobody else any.
std::string told_when_held(std::vector<Step> steps, OpenedKeys held) {
    const auto library = reference_but([&](LibraryFunctions& f) {
        f.open_change = [held](const OpenChange& asked, const Surroundings&) -> Answer<OpenedKeys> {
            return asked.user == "2222" ? held : OpenedKeys();
        };
    });
    return told(everyone_reads_what_they_may(*library, {std::move(steps)}));
}

constexpr std::uint64_t first = 1'700'000'000'002, second = 1'700'000'000'003;
const std::string first_version = "1700000000002", second_version = "1700000000003";
const std::vector<Step> two_keys_delivered = {creation, step("rotate", "1111"), delivery("2222", 0),
                                              delivery("2222", 1), delivery("2222", 2)};

std::string what_is_told(const std::string& found) { return found.substr(0, found.find(": ")); }

TEST(ConversationOracle, finds_nothing_in_the_reference) {
    EXPECT_EQ(told(everyone_reads_what_they_may(*reference_library(), {two_keys_delivered})), "");
    EXPECT_EQ(told_when_held(two_keys_delivered,
                             {second_version, {{first_version, key_of(first)}, {second_version, key_of(second)}}, {}}),
              "");
}

TEST(ConversationOracle, a_finding_tells_the_script) {
    EXPECT_EQ(
        told_when_held({creation, delivery("2222", 0), delivery("2222", 1)}, {}),
        "AM-ROT-025 2222 in group 0 lacks the key of version 1700000000002: 1111 creates group 0 with 2222; event 0 "
        "of group 0 reaches 2222; event 1 of group 0 reaches 2222");
}

TEST(ConversationOracle, what_came_before_its_time_need_not_be_read) {
    EXPECT_EQ(told_when_held({creation, delivery("2222", 1)}, {}), "");
    EXPECT_EQ(
        told_when_held({creation, delivery("2222", 0), delivery("2222", 0), delivery("2222", 1)}, {}).substr(0, 10),
        "AM-ROT-025");
}

TEST(ConversationOracle, the_latest_is_the_highest_of_what_is_held) {
    const std::map<std::string, Bytes> both = {{first_version, key_of(first)}, {second_version, key_of(second)}};
    EXPECT_EQ(what_is_told(told_when_held(two_keys_delivered, {first_version, both, {}})),
              "AM-ROT-026 2222 in group 0 does not encrypt with the highest version");
    EXPECT_EQ(what_is_told(told_when_held(two_keys_delivered, {std::nullopt, both, {}})).substr(0, 10), "AM-ROT-026");
}

// The requirement that a held key breaks.
std::string broken_by_key(std::vector<Step> more, std::uint64_t key) {
    std::vector<Step> steps = {creation, other_creation, delivery("2222", 0)};
    steps.insert(steps.end(), more.begin(), more.end());
    const std::string version = std::to_string(key);
    return what_is_told(told_when_held(steps, {version, {{version, key_of(key)}}, {}}));
}

TEST(ConversationOracle, a_key_that_was_not_for_this_user_is_told_by_where_it_came_from) {
    const std::string holds = " 2222 in group 0 holds a key of version ";
    EXPECT_EQ(broken_by_key({step("tamper", "2222", "", 0, 1)}, first), "AM-ROT-029" + holds + first_version);
    EXPECT_EQ(broken_by_key({step("misroute", "2222", "", 0, 1)}, first + 2), "AM-ROT-030" + holds + "1700000000004");
    EXPECT_EQ(broken_by_key({}, first), "AM-ROT-028" + holds + first_version);
    EXPECT_EQ(broken_by_key({step("remove", "1111", "2222"), delivery("2222", 3)}, first + 4),
              "AM-ROT-024" + holds + "1700000000006");
}

TEST(ConversationOracle, a_version_has_the_key_that_was_sent) {
    EXPECT_EQ(what_is_told(told_when_held(two_keys_delivered, {first_version, {{first_version, key_of(second)}}, {}})),
              "AM-ROT-024 2222 in group 0 holds a key of version 1700000000002");
}

TEST(ConversationOracle, an_older_registered_key_opens_what_was_wrapped_for_it) {
    const std::vector<Step> steps = {
        creation,           step("register", "2222"), step("rotate", "1111"), delivery("2222", 0), delivery("2222", 1),
        delivery("2222", 2)};
    EXPECT_EQ(told(everyone_reads_what_they_may(*reference_library(), {steps})), "");
}

TEST(ConversationOracle, what_a_script_must_not_do_is_passed_over) {
    const Script script = {{creation, step("misroute", "1111", "", 1, 0), step("misroute", "1111", "", 1, 1)}};
    EXPECT_EQ(told(everyone_reads_what_they_may(*reference_library(), script)), "");
}

}  // namespace
}  // namespace keyturn
