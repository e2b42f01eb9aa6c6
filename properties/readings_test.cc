#include "properties/readings.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"

namespace keyturn {
namespace {

TwoReadings input_with(std::string_view reading) {
    return {.added = {"5555", "6666"}, .members = {"1111", "2222"}, .title = {}, .reading = std::string(reading)};
}

std::unique_ptr<Library> verifies(bool answer) {
    return reference_but([&](LibraryFunctions& f) { f.verify_event = always(answer); });
}

TEST(ReadingsOracle, one_signature_over_two_events_is_a_limit_of_the_protocol) {
    for (const OtherReading& reading : other_readings()) {
        const auto found = signature_stands_for_one_event(*reference_library(), input_with(reading.name));
        ASSERT_TRUE(found) << reading.name;
        EXPECT_TRUE(found->limit_of_protocol);
        EXPECT_TRUE(told(found).starts_with(std::string(reading.requirement) +
                                            " one signature verifies over two events, the other one with " +
                                            std::string(reading.name) + ": both have the payload \"GroupChangeEvent."))
            << told(found);
    }
}

TEST(ReadingsOracle, some_events_have_no_such_reading) {
    const auto limit = [](const TwoReadings& input) {
        return signature_stands_for_one_event(*reference_library(), input).has_value();
    };
    TwoReadings one_member = input_with("the first member as a new one");
    one_member.members = {"1111"};
    EXPECT_FALSE(limit(one_member));
    one_member.reading = "the last member as an admin";
    EXPECT_FALSE(limit(one_member));
    TwoReadings one_added = input_with("the last new member as a current one");
    one_added.added = {"5555"};
    EXPECT_FALSE(limit(one_added));
    TwoReadings titled = input_with("an unset title as the text null");
    titled.title = "Team";
    EXPECT_FALSE(limit(titled));
    EXPECT_FALSE(limit(input_with("no such")));
    EXPECT_FALSE(limit({.added = {}, .members = {"1111"}, .title = {}, .reading = "an unset title as the text null"}));
    EXPECT_FALSE(limit({.added = {"5555"}, .members = {}, .title = {}, .reading = "an unset title as the text null"}));
}

TEST(ReadingsOracle, without_two_verified_events_there_is_no_limit) {
    EXPECT_EQ(told(signature_stands_for_one_event(*verifies(false), input_with("the last member as an admin"))), "");
}

bool is_signed(const std::string& event) {
    return read_canonical_event(*read_base64(event))->signature.signature.has_value();
}

// Takes whatever is signed, however little it agrees with the group.
std::unique_ptr<Library> takes_whatever_is_signed() {
    return reference_but([](LibraryFunctions& f) {
        f.open_change = [](const OpenChange& question, const Surroundings&) -> Answer<OpenedKeys> {
            OpenedKeys opened;
            for (const std::string& event : question.events)
                if (!is_signed(event)) opened.errors.push_back("there is no signature");
            return opened;
        };
    });
}

TEST(ReadingsOracle, a_recipient_that_does_not_look_at_the_group_takes_another_reading) {
    for (const OtherReading& reading : other_readings()) {
        const TwoReadings input = input_with(reading.name);
        EXPECT_EQ(told(recipient_accepts_one_reading(*reference_library(), input)), "") << reading.name;
        const std::string accepted = std::string(reading.requirement) +
                                     " a recipient that knows the group accepts the event with " +
                                     std::string(reading.name);
        EXPECT_EQ(told(recipient_accepts_one_reading(*takes_whatever_is_signed(), input)),
                  reading.contradicts_group ? accepted : "");
    }
}

TEST(ReadingsOracle, a_recipient_that_forgets_the_texts_takes_another_title) {
    TwoReadings input = input_with("");
    EXPECT_EQ(told(known_title_must_agree(*reference_library(), input)), "");
    EXPECT_EQ(told(known_title_must_agree(*defective("texts-forgotten"), input)),
              "AM-SIG-038 a recipient that knows the title unset accepts a member add with the title \"another\"");
    input.title = "Team";
    EXPECT_EQ(
        told(known_title_must_agree(*defective("texts-forgotten"), input)),
        "AM-SIG-038 a recipient that knows the title \"Team\" accepts a member add with the title \"Teamanother\"");
    input.members.clear();
    EXPECT_EQ(told(known_title_must_agree(*defective("texts-forgotten"), input)), "");
}

TEST(ReadingsOracle, a_twin_signature_is_the_same_event_again) {
    const TwoReadings input = input_with("");
    EXPECT_EQ(told(twin_is_a_repetition(*reference_library(), input)), "");
    EXPECT_EQ(told(twin_is_a_repetition(*defective("twin-is-another-event"), input)),
              "AM-SIG-040 an event that comes again with (r, n-s) for (r, s) is refused, though its repetition is not");
    EXPECT_EQ(told(twin_is_a_repetition(*defective("twin-is-another-event"), {})), "");
}

// Takes so many events, and no more, of what it is given.
std::unique_ptr<Library> refuses_after(std::size_t taken) {
    return reference_but([taken](LibraryFunctions& f) {
        f.open_change = [taken](const OpenChange& question, const Surroundings&) -> Answer<OpenedKeys> {
            OpenedKeys opened;
            opened.errors.resize(question.events.size() > taken ? question.events.size() - taken : 0);
            return opened;
        };
    });
}

TEST(ReadingsOracle, who_does_not_tell_what_is_taken_is_not_judged) {
    const TwoReadings input = input_with("the last member as an admin");
    for (const std::size_t taken : {0u, 1u, 2u}) {
        EXPECT_EQ(told(recipient_accepts_one_reading(*refuses_after(taken), input)), "");
        EXPECT_EQ(told(known_title_must_agree(*refuses_after(taken), input)), "");
        EXPECT_EQ(told(twin_is_a_repetition(*refuses_after(taken), input)), "");
    }
}

}  // namespace
}  // namespace keyturn
