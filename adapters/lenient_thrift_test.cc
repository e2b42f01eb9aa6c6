#include "adapters/lenient_thrift.h"

#include <gtest/gtest.h>

#include "adapters/sample_change.h"

namespace keyturn {
namespace {

// MarkConversationReadEvent {1: "5"} as a detail.
constexpr std::string_view mark_read = "0c000c0b000100000001350000";

constexpr Leniency everything = {true, true, true, true, true, true};

std::string read_as(std::string_view digits, const Leniency& leniency) {
    const auto value = read_leniently(*from_hex(digits), message_event_detail_schema, leniency);
    return value ? hex(write_thrift(*value, message_event_detail_schema)) : value.error().reason;
}

const std::string refused = "not even a lenient reader reads this";

TEST(LenientThrift, reads_what_is_right_without_any_leniency) {
    EXPECT_EQ(read_as(mark_read, {}), mark_read);
    const ThriftValue add = *thrift_from_json(sample_detail(), message_event_detail_schema);
    const Bytes bytes = write_thrift(add, message_event_detail_schema);
    EXPECT_EQ(read_leniently(bytes, message_event_detail_schema, {}), add);
}

TEST(LenientThrift, reads_past_each_thing_only_when_told_to) {
    const std::pair<std::string_view, Leniency> samples[] = {
        {"0c000c0b00010000000135080063000000070000", {.unknown_fields = true}},
        {"0c000c0b00010000000135080002000000070000", {.other_types = true}},
        {"0c000c0b000100000001360b000100000001350000", {.repeats = true}},
        {"0c000c0b00010000000135000c000d0b0001000000013600"
         "00",
         {.several_arms = true}},
        {"0c000c0b00010000000135000000", {.trailing_bytes = true}}};
    for (const auto& [digits, leniency] : samples) {
        EXPECT_EQ(read_as(digits, leniency), mark_read) << digits;
        EXPECT_EQ(read_as(digits, {}), refused) << digits;
    }
    EXPECT_EQ(read_as("0c00030200050500"
                      "00",
                      {.any_boolean = true}),
              "0c0003020005010000");
    EXPECT_EQ(read_as("0c00030200050500"
                      "00",
                      {}),
              refused);
}

TEST(LenientThrift, skips_fields_of_every_type) {
    for (const std::string_view field : {"02006301", "0800630000000a", "0a00630000000000000001", "0b0063000000026162",
                                         "0c00630b00010000000161"
                                         "00",
                                         "0f00630b0000000100000000", "0f00630f000000010c0000000100"})
        EXPECT_EQ(read_as("0c000c0b00010000000135" + std::string(field) + "0000", everything), mark_read) << field;
}

TEST(LenientThrift, refuses_what_ends_early_nests_too_deep_or_is_no_thrift) {
    for (std::size_t length = 0; length < mark_read.size(); length += 2)
        EXPECT_EQ(read_as(mark_read.substr(0, length), everything), refused) << length;
    std::string deep = "0c000c0c0063";
    for (int level = 0; level < 70; ++level) deep += "0c0001";
    EXPECT_EQ(read_as(deep + std::string(146, '0'), everything), refused);
    EXPECT_EQ(read_as("00", everything), refused);
    EXPECT_EQ(read_as("0c000c0b000100000001ff0000", everything), refused);
    EXPECT_EQ(read_as("0c000c09006300"
                      "0000",
                      everything),
              refused);
    EXPECT_EQ(read_as("0c00070f00010800000001000000010000", everything), refused);
}

}  // namespace
}  // namespace keyturn
