#include "fuzz/mutators/encoded_mutations.h"

#include <gtest/gtest.h>

#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t ample = 4096;

Bytes some_detail() {
    const MemberAdd add{{"4444"}, {"1111"}, {"1111"}, "Team", {}, "9", 5, {}, false, {}};
    return write_thrift(add.to_detail(), message_event_detail_schema);
}

Bytes some_event() {
    return Event{.sequence_id = "1", .message_id = "m", .detail = KeyChange{"1", {}}.to_detail()}.write();
}

// How many of 1000 mutants are canonical and how many can't be read.
std::pair<int, int> canonical_and_broken(const Bytes& bytes, const ThriftStructSchema& schema) {
    int canonical = 0, broken = 0;
    Draws draws(1);
    for (int i = 0; i < 1000; ++i) {
        const Bytes mutant = edited_thrift(bytes, draws, ample);
        canonical += mutant != bytes && is_canonical(mutant, schema);
        broken += !read_thrift(mutant, schema);
    }
    return {canonical, broken};
}

TEST(EncodedMutations, details_and_events_mostly_stay_canonical_and_some_break) {
    const auto [details, broken_details] = canonical_and_broken(some_detail(), message_event_detail_schema);
    EXPECT_GT(details, 500);
    EXPECT_GT(broken_details, 50);
    EXPECT_LT(broken_details, 400);
    const auto [events, broken_events] = canonical_and_broken(some_event(), message_event_schema);
    EXPECT_GT(events, 500);
    EXPECT_GT(broken_events, 50);
}

TEST(EncodedMutations, other_bytes_are_mutated_as_bytes) {
    Draws draws(1);
    int changed = 0;
    for (int i = 0; i < 100; ++i) changed += edited_thrift(Bytes{0xff, 0xfe}, draws, ample) != Bytes{0xff, 0xfe};
    EXPECT_GT(changed, 80);
}

TEST(EncodedMutations, nothing_grows_past_its_room) {
    Draws draws(1);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_LE(edited_thrift(some_detail(), draws, 3).size(), some_detail().size() + 3);
        const std::string text = base64(some_detail());
        EXPECT_LE(edited_base64(text, draws, 12)->size(), text.size() + 12);
        EXPECT_LE(edited_base64(text, draws, 1)->size(), text.size());
    }
}

TEST(EncodedMutations, padding_stays_as_it_was) {
    Draws draws(1);
    for (int i = 0; i < 200; ++i) {
        EXPECT_EQ(edited_base64("AAAAAA==", draws, ample)->size() % 4, 0u);
        EXPECT_FALSE(edited_base64("AAAAAA", draws, ample)->contains('='));
    }
}

TEST(EncodedMutations, what_is_no_base64_or_nothing_has_nothing_to_edit) {
    Draws draws(1);
    for (const char* text : {"", "A", "no base64", "AA-_"}) EXPECT_FALSE(edited_base64(text, draws, ample)) << text;
    EXPECT_TRUE(edited_base64("AA", draws, ample));
}

}  // namespace
}  // namespace keyturn::fuzz
