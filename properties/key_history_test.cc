#include "properties/key_history.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/named_keys.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

const std::string first(history_first_version), newer = "1700000000005";

KeyDelivery delivery(std::string_view twist, KeyNumber key = 7, std::string version = newer) {
    return {std::move(version), key, "3333", std::string(twist)};
}

Bytes bytes_of_number(KeyNumber key) { return bytes_of_key(numbered_conversation_key(key)); }

// Holds these keys, whatever it was sent, and keeps what that was.
std::string told_when_held(std::vector<KeyDelivery> deliveries, OpenedKeys held, OpenChange* asked = nullptr) {
    const auto library = reference_but([&](LibraryFunctions& f) {
        f.open_change = [=](const OpenChange& question, const Surroundings&) -> Answer<OpenedKeys> {
            if (asked) *asked = question;
            return held;
        };
    });
    return told(only_verified_keys_count(*library, {std::move(deliveries)}));
}

OpenedKeys keys_of(std::string latest, std::map<std::string, Bytes> keys) {
    return {std::move(latest), std::move(keys), {}};
}

TEST(KeyHistoryOracle, finds_nothing_in_the_reference_whatever_is_delivered) {
    for (const DeliveryTwist& twist : delivery_twists())
        EXPECT_EQ(told(only_verified_keys_count(*reference_library(), {{delivery(twist.name)}})), "") << twist.name;
    EXPECT_EQ(told(only_verified_keys_count(*reference_library(), {})), "");
    EXPECT_EQ(told(only_verified_keys_count(*reference_library(), {{delivery("none", 7, "not,signable")}})), "");
}

std::string version_sent_under(std::string_view twist) {
    if (twist == "a day and an hour ahead") return std::to_string(property_now_msec + 90'000'000);
    if (twist == "version beyond 64 bits") return "18446744073709551616";
    if (twist == "version that is no number") return "v" + newer;
    return twist == "another key of the first version" ? first : newer;
}

TEST(KeyHistoryOracle, a_key_of_a_change_with_something_wrong_is_told_by_its_requirement) {
    for (const DeliveryTwist& twist : delivery_twists()) {
        if (twist.is_acceptable) continue;
        const std::string version = version_sent_under(twist.name);
        const KeyNumber wrapped = twist.name == "wrapped another key than signed" ? 1'000'000 : 7;
        auto held = keys_of(first, {{first, bytes_of_number(0)}});
        held.keys[version] = bytes_of_number(wrapped);
        OpenChange asked;
        EXPECT_EQ(told_when_held({delivery(twist.name)}, held, &asked),
                  std::string(twist.requirement) + " the key of version " + version +
                      " was taken from a change with this wrong: " + std::string(twist.name));
        EXPECT_EQ(asked.events.size(), 3u) << twist.name;
    }
}

TEST(KeyHistoryOracle, a_key_that_an_acceptable_change_brought_is_there) {
    for (const DeliveryTwist& twist : delivery_twists()) {
        if (!twist.is_acceptable) continue;
        EXPECT_EQ(told_when_held({delivery(twist.name)}, keys_of(first, {{first, bytes_of_number(0)}})),
                  std::string(twist.requirement) + " the key of version 1700000000005 is missing (" +
                      std::string(twist.name) + ")");
    }
    EXPECT_EQ(told_when_held({}, {}), "AM-ROT-025 the key of version 1700000000000 is missing (none)");
}

TEST(KeyHistoryOracle, a_version_has_the_key_of_its_first_change) {
    const auto held = keys_of(newer, {{first, bytes_of_number(0)}, {newer, bytes_of_number(7)}});
    EXPECT_EQ(told_when_held({delivery("none", 7), delivery("none", 8)}, held), "");
    EXPECT_EQ(told_when_held({delivery("none", 8), delivery("none", 7)}, held),
              "AM-ROT-028 version 1700000000005 has another key than its first change brought");
}

TEST(KeyHistoryOracle, the_latest_is_the_highest_that_is_held) {
    const std::map<std::string, Bytes> keys = {{first, bytes_of_number(0)}, {newer, bytes_of_number(7)}};
    EXPECT_EQ(told_when_held({delivery("none")}, keys_of(newer, keys)), "");
    EXPECT_EQ(told_when_held({delivery("none")}, keys_of(first, keys)),
              "AM-ROT-026 the version to encrypt with is 1700000000000, the highest verified one 1700000000005");
    EXPECT_EQ(told_when_held({delivery("none")}, keys_of("1800000000000", keys)),
              "AM-ROT-029 the version to encrypt with is 1800000000000, the highest verified one 1700000000005");
    EXPECT_EQ(told_when_held({delivery("none")}, {std::nullopt, keys, {}}),
              "AM-ROT-029 the version to encrypt with is none, the highest verified one 1700000000005");
    EXPECT_EQ(told_when_held({delivery("none", 7, "999")},
                             keys_of(first, {{first, bytes_of_number(0)}, {"999", bytes_of_number(7)}})),
              "");
}

TEST(KeyHistoryOracle, what_is_delivered_twice_arrives_twice) {
    OpenChange plain, twice, twin;
    told_when_held({delivery("none")}, {}, &plain);
    told_when_held({delivery("twice")}, {}, &twice);
    told_when_held({delivery("again with the twin signature")}, {}, &twin);
    ASSERT_EQ(plain.events.size(), 3u);
    ASSERT_EQ(twice.events.size(), 4u);
    ASSERT_EQ(twin.events.size(), 4u);
    EXPECT_EQ(twice.events[2], plain.events[2]);
    EXPECT_EQ(twice.events[3], plain.events[2]);
    EXPECT_EQ(twin.events[2], plain.events[2]);
    EXPECT_NE(twin.events[3], plain.events[2]);
}

TEST(KeyHistoryOracle, the_recipient_is_asked_with_its_own_keys_and_those_of_all_senders) {
    OpenChange asked;
    told_when_held({}, {}, &asked);
    EXPECT_EQ(asked.user, "1111");
    EXPECT_EQ(asked.private_keys, private_bytes(registered_keys("1111", "1")));
    EXPECT_EQ(asked.signing_keys.size(), 4u);
    EXPECT_TRUE(asked.signing_keys.contains("4444"));
}

TEST(KeyHistoryOracle, events_with_an_honest_change_in_front_are_not_refused) {
    const auto with = [](auto open_change) {
        return told(
            only_verified_keys_count(*reference_but([&](LibraryFunctions& f) { f.open_change = open_change; }), {}));
    };
    EXPECT_EQ(with(refusing<OpenedKeys>()),
              "AM-ROT-025 a list of events with an honest key change in front was refused: no");
    EXPECT_EQ(with(lacking<OpenedKeys>()), "");
}

}  // namespace
}  // namespace keyturn
