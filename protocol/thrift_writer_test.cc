#include <gtest/gtest.h>

#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

// The fact sheet's own example: 1111 adds 3333 to a group of 1111 and 2222.
const Bytes example = wire(
    "0c0004 0c0001 0c0005"
    "0f0001 0b 00000001 00000004 33333333"
    "0f0002 0b 00000002 00000004 31313131 00000004 32323232"
    "0f0003 0b 00000001 00000004 31313131"
    "0b0004 00000004 5465616d"
    "0b0006 0000000d 31373030303030303030313233"
    "0a0007 0000000005265c00"
    "0f0008 0b 00000000"
    "00 00 020002 00 00 00");

const ThriftValue example_detail = detail_of(R"({"group_change_event": {
    "group_change": {"member_add": {"member_ids": ["3333"], "current_member_ids": ["1111", "2222"],
        "current_admin_ids": ["1111"], "current_title": "Team", "conversation_key_version": "1700000000123",
        "current_ttl_msec": 86400000, "current_pending_member_ids": []}},
    "for_key_rotation": false}})");

TEST(ThriftWriter, the_example_of_the_fact_sheet_is_written_byte_for_byte_and_read_back) {
    EXPECT_EQ(hex(write_thrift(example_detail, message_event_detail_schema)), hex(example));
    EXPECT_EQ(read_thrift(example, message_event_detail_schema), example_detail);
}

TEST(ThriftWriter, numbers_booleans_and_bytes_stand_big_endian_under_their_types) {
    const ThriftValue message = thrift_struct({
        {100, thrift_binary(std::string("\x00\xff", 2))},
        {102, thrift_boolean(true)},
        {103, thrift_i64(-2)},
        {106, thrift_i32(0x01020304)},
        {107, thrift_list({thrift_i32(-1), thrift_i32(5)})},
    });
    EXPECT_EQ(hex(write_thrift(message, struct_named("MessageCreateEvent"))),
              hex(wire("0b0064 00000002 00ff  020066 01  0a0067 fffffffffffffffe  08006a 01020304"
                       "0f006b 08 00000002 ffffffff 00000005  00")));
}

TEST(ThriftWriter, an_empty_list_still_names_the_type_of_its_elements) {
    EXPECT_EQ(hex(write_thrift(thrift_struct({{2, thrift_list({})}}), struct_named("ConversationKeyChangeEvent"))),
              hex(wire("0f0002 0c 00000000 00")));
    EXPECT_EQ(hex(write_thrift(thrift_struct({{107, thrift_list({})}}), struct_named("MessageCreateEvent"))),
              hex(wire("0f006b 08 00000000 00")));
}

TEST(ThriftWriter, what_is_written_is_read_back_for_every_struct) {
    for (const ThriftStructSchema* schema : thrift_structs())
        for (const ThriftValue& value : samples_of(*schema)) {
            const Bytes bytes = write_thrift(value, *schema);
            EXPECT_EQ(read_thrift(bytes, *schema), value) << schema->name << " " << hex(bytes);
            EXPECT_TRUE(is_canonical(bytes, *schema));
        }
}

TEST(ThriftWriter, only_ascending_fields_are_canonical) {
    const ThriftStructSchema& invite = struct_named("GroupInviteEnable");
    const Bytes ascending = wire("0b0002 00000001 61 0b0003 00000001 62 00");
    const Bytes descending = wire("0b0003 00000001 62 0b0002 00000001 61 00");
    EXPECT_EQ(read_thrift(ascending, invite).value(), read_thrift(descending, invite).value());
    EXPECT_TRUE(is_canonical(ascending, invite));
    EXPECT_FALSE(is_canonical(descending, invite));
    EXPECT_FALSE(is_canonical(wire("0b0002"), invite));
}

}  // namespace
}  // namespace keyturn
