#include "fuzz/mutators/event_mutator.h"

#include <gtest/gtest.h>

#include <set>

#include "protocol/event_detail.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t ample = 1u << 16;

std::string detail_of(const ThriftValue& detail) {
    return std::string(text_of(write_thrift(detail, message_event_detail_schema)));
}

std::string member_add(const std::string& id) {
    return detail_of(MemberAdd{{id}, {"1111"}, {"1111"}, "Team " + id, {}, id, 5, {}, false, {}}.to_detail());
}

std::string key_change() { return detail_of(KeyChange{"5", {{"1111", "AAAA", "1"}}}.to_detail()); }

bool is_detail(std::string_view bytes) { return read_thrift(bytes_of(bytes), message_event_detail_schema).has_value(); }
bool is_event(std::string_view bytes) { return read_thrift(bytes_of(bytes), message_event_schema).has_value(); }

TEST(EventMutator, the_same_seed_gives_the_same_bytes_within_the_size) {
    const std::string add = member_add("4444");
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        EXPECT_EQ(mutate_event(add, seed, ample), mutate_event(add, seed, ample));
        EXPECT_EQ(cross_over_events(add, key_change(), seed, ample), cross_over_events(add, key_change(), seed, ample));
        seen.insert(mutate_event(add, seed, ample));
        for (const std::size_t most : {std::size_t{0}, std::size_t{3}, add.size()}) {
            EXPECT_LE(mutate_event(add, seed, most).size(), most);
            EXPECT_LE(cross_over_events(add, key_change(), seed, most).size(), most);
        }
    }
    EXPECT_GT(seen.size(), 150u);
}

TEST(EventMutator, details_and_events_are_made_from_nothing) {
    int details = 0, events = 0;
    for (std::uint64_t seed = 0; seed < 3200; ++seed) {
        const std::string made = mutate_event("no event", seed, ample);
        details += is_detail(made);
        events += is_event(made);
    }
    EXPECT_GT(details, 50);
    EXPECT_GT(events, 50);
    EXPECT_LT(details + events, 400);
}

TEST(EventMutator, most_mutants_of_a_detail_are_details_and_some_are_not) {
    int details = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
        details += is_detail(mutate_event(member_add("4444"), seed, ample));
    EXPECT_GT(details, 600);
    EXPECT_LT(details, 950);
}

TEST(EventMutator, crossing_takes_a_field_or_all_of_what_is_of_the_same_kind) {
    int whole = 0, titles = 0, crossed = 0, bytes = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const std::string child = cross_over_events(member_add("4444"), member_add("5555"), seed, ample);
        const auto read = read_thrift(bytes_of(child), message_event_detail_schema);
        const auto add = read ? MemberAdd::from_detail(*read) : std::nullopt;
        if (!add) {
            ++bytes;
            continue;
        }
        whole += child == member_add("5555");
        titles += add->title == "Team 5555" && add->new_members.front() == "4444";
        crossed += add->conversation_key_version == "5555" && add->title == "Team 4444";
    }
    EXPECT_GT(whole, 800);
    EXPECT_GT(titles, 20);
    EXPECT_GT(crossed, 20);
    EXPECT_GT(bytes, 100);
    EXPECT_LT(bytes, 700);
}

TEST(EventMutator, where_kinds_differ_the_common_ones_are_taken) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 300; ++seed)
        seen.insert(cross_over_events(member_add("4444"), key_change(), seed, ample));
    EXPECT_TRUE(seen.contains(key_change()));
    EXPECT_TRUE(seen.contains(member_add("4444")));
}

TEST(EventMutator, events_are_crossed_too) {
    const auto event = [](const std::string& id) {
        const Bytes bytes =
            Event{.sequence_id = id, .detail = KeyChange{id, {}}.to_detail(), .signature = {id, {}, {}}}.write();
        return std::string(text_of(bytes));
    };
    int signature_only = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const auto read = Event::read(bytes_of(cross_over_events(event("1"), event("2"), seed, ample)));
        signature_only += read && read->sequence_id == "1" && read->signature.signature == "2";
    }
    EXPECT_GT(signature_only, 50);
}

TEST(EventMutator, what_is_no_event_is_cut_and_joined) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 500; ++seed) seen.insert(cross_over_events("ab", "cd", seed, ample));
    EXPECT_EQ(seen, (std::set<std::string>{"", "cd", "d", "a", "acd", "ad", "ab", "abcd", "abd"}));
}

}  // namespace
}  // namespace keyturn::fuzz
