#include "properties/verification.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/event_draft.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

Action action_of(ThriftValue detail, int version) {
    return {.detail = std::move(detail),
            .message_id = "m1",
            .sender = "1111",
            .conversation_id = "g1700000000000000001",
            .signature_version = std::to_string(version),
            .key = 3};
}

Action key_change(int version, std::size_t keys = 2) {
    KeyChange change = {"17", {}};
    for (std::size_t i = 0; i < keys; ++i) change.participant_keys.push_back({std::to_string(i + 1), "AAAA", "1"});
    return action_of(change.to_detail(), version);
}

Action member_add(int version) {
    MemberAdd add;
    add.new_members = {"3333"};
    add.conversation_key_version = "17";
    return action_of(add.to_detail(), version);
}

Action group_create() {
    GroupCreate create;
    create.members = {"1111"};
    create.conversation_key_version = "17";
    return action_of(create.to_detail(), 7);
}

ThriftValue with_text(std::int16_t event, std::int16_t field, std::string text) {
    return thrift_struct({{event, thrift_struct({{field, thrift_text(std::move(text))}})}});
}

Action message() {
    ThriftValue detail = with_text(arm::message_create, 101, "17");
    detail.find(arm::message_create)->set(100, thrift_binary("c"));
    return action_of(detail, 7);
}

Action deletion() { return action_of(with_text(arm::conversation_delete, 1, "g2"), 7); }

Action unread() { return action_of(with_text(arm::mark_unread, 1, "5"), 7); }

std::unique_ptr<Library> verifies(decltype(LibraryFunctions::verify_event) verify_event) {
    return reference_but([&](LibraryFunctions& f) { f.verify_event = verify_event; });
}

// The variants that this event has not.
std::string not_of(const Action& action) {
    std::vector<std::string_view> names;
    for (const EventVariant& variant : event_variants())
        if (!varied({action, std::string(variant.name), 0})) names.push_back(variant.name);
    return fmt::format("{}", fmt::join(names, "; "));
}

TEST(VerificationOracle, every_kind_of_event_has_the_variants_that_it_can_have) {
    const std::string of_member_adds =
        "an invite added at version 7; an invite added below version 7; an empty title signed as unset; a negative ttl "
        "signed as unset";
    const std::string of_deletions =
        "; a deletion that names another conversation; a deletion in another conversation than it names";
    const std::string of_key_changes =
        "another key version; another conversation key; wrapped keys in another order up to version 5; wrapped keys in "
        "another order from version 6";
    EXPECT_EQ(not_of(key_change(7)), "wrapped keys in another order up to version 5; " + of_member_adds + of_deletions);
    EXPECT_EQ(not_of(key_change(6)), not_of(key_change(7)));
    EXPECT_EQ(not_of(key_change(5)), "another conversation key; wrapped keys in another order from version 6; " +
                                         of_member_adds + of_deletions);
    EXPECT_EQ(not_of(member_add(7)), of_key_changes + "; an invite added below version 7" + of_deletions);
    EXPECT_EQ(not_of(member_add(6)), of_key_changes + "; an invite added at version 7" + of_deletions);
    EXPECT_EQ(not_of(group_create()),
              "another conversation id; no conversation id; " + of_key_changes + "; " + of_member_adds + of_deletions);
    const std::string without_flag =
        "another key version; another conversation key; detail out of order; wrapped keys in another order up to "
        "version 5; wrapped keys in another order from version 6; " +
        of_member_adds;
    EXPECT_EQ(not_of(unread()), without_flag + of_deletions + "; the flag for_key_rotation set");
    EXPECT_EQ(not_of(deletion()), without_flag + "; the flag for_key_rotation set");
}

TEST(VerificationOracle, some_variants_need_something_to_vary) {
    Action nameless = member_add(7);
    nameless.message_id = "17";
    nameless.sender = "9999";
    EXPECT_TRUE(not_of(nameless).starts_with("the message id in upper case; another sender; another key version"));
    EXPECT_TRUE(not_of(nameless).contains("signed by another registered user"));
    EXPECT_TRUE(not_of(key_change(7, 1)).contains("wrapped keys in another order from version 6"));
    Action without_id = member_add(7);
    without_id.conversation_id.reset();
    EXPECT_TRUE(not_of(without_id).starts_with("another conversation id; no conversation id; "));
    Action deletion_without_id = deletion();
    deletion_without_id.conversation_id.reset();
    EXPECT_TRUE(not_of(deletion_without_id).contains("a deletion that names another conversation"));
    EXPECT_FALSE(varied({member_add(7), "no such", 0}));
    EXPECT_FALSE(varied({member_add(8), "another message id", 0}));
}

// The reference judges every variant as it must, and a library that says the opposite is told of.
void expect_judged(const Action& action, const EventVariant& variant, std::uint64_t at) {
    const VariedEvent input = {action, std::string(variant.name), at};
    const auto sent = varied(input);
    if (!sent) return;
    EXPECT_NE(sent->bytes(), draft_of(sent->action)->bytes()) << variant.name;
    EXPECT_EQ(told(varied_event_is_judged(*reference_library(), input)), "") << variant.name;
    EXPECT_TRUE(told(varied_event_is_judged(*verifies(always(!variant.verifies)), input))
                    .starts_with(fmt::format("{} a ", variant.requirement)))
        << variant.name;
}

TEST(VerificationOracle, every_variant_changes_what_is_sent_and_is_judged) {
    for (const EventVariant& variant : event_variants())
        for (const Action& action :
             {key_change(7), key_change(5), member_add(7), member_add(5), group_create(), unread(), deletion()})
            for (const std::uint64_t at : {0u, 63u, 64u, 511u})
                if (variant.name != "another conversation key") expect_judged(action, variant, at);
}

// What the verifier is given stands beside the event.
TEST(VerificationOracle, another_conversation_key_is_what_the_verifier_gets) {
    const VariedEvent input = {key_change(7), "another conversation key", 0};
    EXPECT_EQ(varied(input)->key, 4u);
    EXPECT_EQ(told(varied_event_is_judged(*reference_library(), input)), "");
    EXPECT_EQ(told(varied_event_is_judged(*verifies(always(true)), input)),
              "AM-SIG-032 a ConversationKeyChangeEvent of signature version 7, another conversation key, verifies");
}

TEST(VerificationOracle, honest_events_verify) {
    for (const Action& action : {key_change(7), key_change(5), member_add(7), group_create(), message()})
        EXPECT_EQ(told(honest_event_verifies(*reference_library(), action)), "");
    const std::string does_not = "AM-SIG-047 a ConversationKeyChangeEvent of signature version 7 does not verify";
    EXPECT_EQ(told(honest_event_verifies(*verifies(always(false)), key_change(7))), does_not);
    EXPECT_EQ(told(honest_event_verifies(*verifies(refusing<bool>()), key_change(7))), does_not);
    EXPECT_EQ(told(honest_event_verifies(*verifies(lacking<bool>()), key_change(7))), "");
    EXPECT_EQ(told(honest_event_verifies(*verifies(always(false)), key_change(8))), "");
}

TEST(VerificationOracle, a_message_that_does_not_open_may_be_refused_but_not_judged_wrongly) {
    const VariedEvent input = {message(), "a relay's time", 0};
    EXPECT_EQ(told(honest_event_verifies(*verifies(refusing<bool>()), message())), "");
    EXPECT_EQ(told(varied_event_is_judged(*verifies(refusing<bool>()), input)), "");
    EXPECT_EQ(told(honest_event_verifies(*verifies(always(false)), message())),
              "AM-SIG-047 a MessageCreateEvent of signature version 7 does not verify");
    EXPECT_EQ(told(varied_event_is_judged(*verifies(always(false)), input)),
              "AM-SIG-047 a MessageCreateEvent of signature version 7, a relay's time, does not verify");
}

TEST(VerificationOracle, what_is_never_signed_never_verifies) {
    const Action typing = action_of(with_text(arm::typing, 1, "1111"), 7);
    const Action title = action_of(
        thrift_struct({{arm::group_change, thrift_struct({{1, with_text(arm::title_change, 1, "Team")}})}}), 7);
    for (const Action& action : {typing, title})
        EXPECT_EQ(told(unsigned_event_never_verifies(*reference_library(), action)), "");
    EXPECT_EQ(told(unsigned_event_never_verifies(*verifies(always(true)), typing)).substr(0, 10), "AM-SIG-043");
    EXPECT_EQ(told(unsigned_event_never_verifies(*verifies(always(true)), title)).substr(0, 10), "AM-SIG-044");
    EXPECT_EQ(told(unsigned_event_never_verifies(*verifies(always(true)), key_change(7))), "");
}

}  // namespace
}  // namespace keyturn
