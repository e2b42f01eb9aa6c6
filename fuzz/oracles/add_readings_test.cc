#include "fuzz/oracles/add_readings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "protocol/known_group.h"
#include "protocol/signature_payload.h"

namespace keyturn::fuzz {
namespace {

using Texts = std::vector<std::string>;

std::string payload_of(const AddReading& reading) {
    return signature_payload({reading.add.to_detail(), "m", "1111", "g1"}, reading.signature_version).value_or("");
}

// Behind the action, its message, sender and conversation.
Texts read_components(const AddReading& reading) {
    Texts components = components_of(payload_of(reading));
    components.erase(components.begin(), components.begin() + 4);
    return components;
}

MemberAdd honest_add() {
    MemberAdd add;
    add.new_members = {"3333"};
    add.current_members = {"1111", "2222"};
    add.current_admins = {"1111"};
    add.title = "Team";
    add.conversation_key_version = "1700000000123";
    add.ttl_msec = 86'400'000;
    return add;
}

std::map<int, std::size_t> counted_by_version(const std::vector<AddReading>& readings) {
    std::map<int, std::size_t> counts;
    for (const AddReading& reading : readings) ++counts[reading.signature_version];
    return counts;
}

TEST(Components, are_what_stands_between_commas) {
    EXPECT_EQ(components_of(""), Texts{""});
    EXPECT_EQ(components_of("a"), Texts{"a"});
    EXPECT_EQ(components_of(",a,,b,"), (Texts{"", "a", "", "b", ""}));
}

TEST(AddReadings, every_reading_has_the_payload) {
    for (const int version : {2, 3, 5, 7}) {
        MemberAdd add = honest_add();
        add.invite = GroupInvite{5, "url", {}};
        const Texts components = read_components({add, version});
        const auto readings = add_readings(components, add);
        EXPECT_FALSE(readings.empty());
        for (const AddReading& reading : readings) EXPECT_EQ(read_components(reading), components);
    }
}

TEST(AddReadings, the_honest_one_is_among_them) {
    MemberAdd add = honest_add();
    add.pending_members = {"4444"};
    add.screen_capture_blocking = true;
    for (const int version : {2, 3, 5, 7}) {
        const auto readings = add_readings(read_components({add, version}), add);
        EXPECT_EQ(std::ranges::count(readings, add, &AddReading::add), 1) << version;
    }
}

TEST(AddReadings, every_border_between_the_lists_is_tried) {
    const Texts two_ids = {"1", "2", "T", "A", "null", "5", "true"};
    EXPECT_EQ(counted_by_version(add_readings(two_ids, {})),
              (std::map<int, std::size_t>{{2, 20}, {3, 40}, {5, 10}, {7, 6}}));
    EXPECT_EQ(add_readings(Texts{"T", "A", "null", "5"}, {}).size(), 2u);
    EXPECT_TRUE(add_readings(Texts{"T", "A", "null"}, {}).empty());
}

TEST(AddReadings, there_are_none_of_too_many_ids) {
    Texts components(most_listed_ids, "1");
    components.insert(components.end(), {"T", "A", "1", "5"});
    EXPECT_FALSE(add_readings(components, {}).empty());
    components.insert(components.begin(), "1");
    EXPECT_TRUE(add_readings(components, {}).empty());
}

std::size_t readings_of_tail(const Texts& tail) { return add_readings(tail, {}).size(); }

TEST(AddReadings, the_text_null_is_a_text_and_unset) {
    const std::size_t one = readings_of_tail({"T", "A", "1", "5"});
    EXPECT_EQ(readings_of_tail({"null", "A", "1", "5"}), 2 * one);
    EXPECT_EQ(readings_of_tail({"null", "null", "1", "5"}), 4 * one);
    EXPECT_EQ(readings_of_tail({"T", "A", "null", "5"}), one);
    EXPECT_EQ(readings_of_tail({"", "", "1", "5"}), one);
}

TEST(AddReadings, a_number_or_flag_that_is_none_is_no_reading) {
    EXPECT_EQ(readings_of_tail({"T", "A", "x", "5"}), 0u);
    EXPECT_EQ(readings_of_tail({"T", "A", "01", "5"}), 0u);
    EXPECT_EQ(readings_of_tail({"T", "A", "1x", "5"}), 0u);
    EXPECT_EQ(readings_of_tail({"T", "A", "", "5"}), 0u);
    EXPECT_EQ(readings_of_tail({"T", "A", "-9223372036854775808", "5"}), 2u);
    EXPECT_EQ(readings_of_tail({"T", "A", "9223372036854775808", "5"}), 0u);
    EXPECT_EQ(counted_by_version(add_readings(Texts{"T", "A", "1", "5", "false"}, {})),
              (std::map<int, std::size_t>{{2, 3}, {3, 4}, {5, 1}, {7, 1}}));
    EXPECT_EQ(counted_by_version(add_readings(Texts{"T", "A", "1", "5", "maybe"}, {})),
              (std::map<int, std::size_t>{{2, 3}, {3, 4}}));
}

TEST(AddReadings, an_invite_stands_behind_everything) {
    const auto readings = add_readings(Texts{"T", "A", "1", "5", "null", "url", "null", "7"}, {});
    const auto is_invite = [](const AddReading& reading) { return reading.add.invite.has_value(); };
    EXPECT_EQ(std::ranges::count_if(readings, is_invite), 2);
    const auto found = std::ranges::find_if(readings, is_invite);
    EXPECT_EQ(found->add.invite, (GroupInvite{7, "url", {}}));
}

TEST(AddReadings, what_is_not_covered_is_as_it_is_otherwise) {
    MemberAdd otherwise;
    otherwise.pending_members = {"4444"};
    otherwise.screen_capture_blocking = false;
    const auto readings = add_readings(Texts{"T", "A", "1", "5"}, otherwise);
    ASSERT_EQ(readings.size(), 2u);
    EXPECT_EQ(readings[0].add.pending_members, Texts{"4444"});
    EXPECT_EQ(readings[0].add.screen_capture_blocking, false);
    EXPECT_EQ(readings[1].add.pending_members, Texts{});
}

TEST(OneReading, is_accepted_by_who_knows_the_group) {
    const MemberAdd add = honest_add();
    const KnownGroup known = known_group({.id = "g1",
                                          .members = add.current_members,
                                          .admins = add.current_admins,
                                          .pending = {},
                                          .title = add.title,
                                          .avatar_url = {},
                                          .ttl_msec = add.ttl_msec,
                                          .screen_capture_blocking = {},
                                          .conversation_key_version = {}});
    std::vector<int> accepted;
    const auto knowing = [&](const AddReading& reading) {
        const bool fits = group_after(known, reading.add.to_detail(), reading.signature_version, "1111").has_value();
        if (fits) accepted.push_back(reading.signature_version);
        return fits;
    };
    EXPECT_EQ(one_reading_is_accepted(add_readings(read_components({add, 7}), add), knowing), std::nullopt);
    EXPECT_EQ(accepted, (std::vector<int>{5, 7}));  // one event: nobody is pending
}

TEST(OneReading, a_recipient_who_accepts_two_is_found) {
    const auto readings = add_readings(read_components({honest_add(), 7}), honest_add());
    EXPECT_EQ(one_reading_is_accepted(readings, [](const AddReading&) { return true; }),
              "AM-SIG-037: one payload is accepted as two events, at versions 2 and 2");
    EXPECT_EQ(one_reading_is_accepted(readings, [](const AddReading&) { return false; }), std::nullopt);
}

TEST(OneReading, the_same_event_at_two_versions_is_one) {
    const AddReading two_versions[] = {{honest_add(), 2}, {honest_add(), 3}};
    EXPECT_EQ(one_reading_is_accepted(two_versions, [](const AddReading&) { return true; }), std::nullopt);
}

}  // namespace
}  // namespace keyturn::fuzz
