#include <gtest/gtest.h>

#include "protocol/test_support.h"
#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

struct Case {
    const char* schema;
    const char* bytes;
    const char* reason;
    std::size_t offset;
};

void expect_refused(const Case& expected, const ThriftLimits& limits = {}) {
    const auto read = read_thrift(wire(expected.bytes), struct_named(expected.schema), limits);
    ASSERT_FALSE(read) << expected.bytes;
    EXPECT_EQ(read.error().reason, expected.reason) << expected.bytes;
    EXPECT_EQ(read.error().offset, expected.offset) << expected.bytes;
}

TEST(ThriftReader, an_input_that_ends_early_is_refused_at_its_end) {
    const char* const reason = "the input ends inside the struct";
    for (const Case& early : {
             Case{"GroupInviteEnable", "", reason, 0},
             Case{"GroupInviteEnable", "0b", reason, 1},
             Case{"GroupInviteEnable", "0b00", reason, 1},
             Case{"GroupInviteEnable", "0b0002 000000", reason, 3},
             Case{"GroupInviteEnable", "0b0002 00000001 61", reason, 8},
             Case{"GroupInviteEnable", "0a0001 00000000000000", reason, 3},
             Case{"MessageDeleteEvent", "080002 000000", reason, 3},
             Case{"MessageDeleteEvent", "0f0001", reason, 3},
             Case{"MessageDeleteEvent", "0f0001 0b 000000", reason, 4},
             Case{"MessageDeleteEvent", "0f0001 0b 00000001 00000000", reason, 12},
             Case{"GroupAdminSettings", "020001", reason, 3},
             Case{"GroupChange", "0c0005", reason, 3},
         })
        expect_refused(early);
}

TEST(ThriftReader, no_beginning_of_a_struct_is_a_struct) {
    for (const ThriftValue& value : samples_of(message_event_schema)) {
        const Bytes whole = write_thrift(value, message_event_schema);
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_FALSE(read_thrift(ByteView(whole).first(size), message_event_schema));
    }
}

TEST(ThriftReader, bytes_after_the_end_are_refused) {
    expect_refused({"GroupInviteEnable", "00 00", "bytes after the end of the struct", 1});
    expect_refused({"GroupInviteEnable", "0b0002 00000001 61 00 0b", "bytes after the end of the struct", 9});
}

TEST(ThriftReader, a_field_must_be_one_of_the_schema_and_there_once) {
    expect_refused({"GroupInviteEnable", "0b0004 00000000 00", "GroupInviteEnable has no field 4", 0});
    expect_refused({"GroupInviteEnable", "0b0002 00000000 0b0000", "GroupInviteEnable has no field 0", 7});
    expect_refused({"GroupInviteEnable", "0bffff", "GroupInviteEnable has no field -1", 0});
    expect_refused({"RatchetTreeChange", "0b0001", "RatchetTreeChange has no field 1", 0});
    expect_refused(
        {"GroupInviteEnable", "0b0002 00000000 0b0002 00000000 00", "GroupInviteEnable.invite_url is there twice", 7});
    EXPECT_TRUE(read_thrift(wire("00"), struct_named("RatchetTreeChange")));
}

TEST(ThriftReader, a_type_that_is_not_the_schemas_is_refused) {
    expect_refused({"GroupInviteEnable", "0a0002 0000000000000000 00",
                    "GroupInviteEnable.invite_url has type 10 instead of 11", 0});
    for (const ThriftStructSchema* schema : thrift_structs())
        for (const ThriftValue& value : samples_of(*schema)) {
            if (value.fields.empty()) continue;
            const Bytes right = write_thrift(value, *schema);
            for (std::uint8_t type = 1; type < 20; ++type) {
                Bytes wrong = right;
                wrong[0] = type;
                EXPECT_EQ(read_thrift(wrong, *schema).has_value(), type == right[0])
                    << schema->name << " " << hex(wrong);
            }
        }
}

TEST(ThriftReader, a_union_has_exactly_one_arm) {
    const char* const title_arm = "0c0002 00";
    EXPECT_TRUE(read_thrift(wire(std::string(title_arm) + "00"), struct_named("GroupChange")));
    expect_refused({"GroupChange", "00", "GroupChange is a union and has no arm", 0});
    expect_refused({"GroupChangeEvent", "0c0001 00 00", "GroupChange is a union and has no arm", 3});
    expect_refused({"GroupChange", "0c0002 00 0c0003 00 00", "GroupChange is a union and has more than one arm", 4});
    expect_refused({"GroupChange", "0c0002 00 0c0002 00 00", "GroupChange.title is there twice", 4});
}

TEST(ThriftReader, a_boolean_is_0_or_1) {
    EXPECT_EQ(read_thrift(wire("020001 00 020002 01 00"), struct_named("GroupAdminSettings")),
              thrift_struct({{1, thrift_boolean(false)}, {2, thrift_boolean(true)}}));
    expect_refused({"GroupAdminSettings", "020001 02 00", "edit_group_info: a boolean that is neither 0 nor 1", 3});
    expect_refused({"GroupAdminSettings", "020001 ff 00", "edit_group_info: a boolean that is neither 0 nor 1", 3});
}

TEST(ThriftReader, a_text_is_utf8_and_a_binary_is_anything) {
    expect_refused({"GroupInviteEnable", "0b0002 00000002 61ff 00", "invite_url: a text that is not UTF-8", 7});
    expect_refused({"GroupJoinReject", "0f0001 0b 00000001 00000001 80 00", "user_ids: a text that is not UTF-8", 12});
    EXPECT_EQ(read_thrift(wire("0b0064 00000002 61ff 00"), struct_named("MessageCreateEvent"))->text_at(100), "a\xff");
}

TEST(ThriftReader, a_size_is_not_negative_and_not_past_the_end_or_the_limit) {
    expect_refused({"GroupInviteEnable", "0b0002 80000000 00", "invite_url: a negative size", 3});
    expect_refused({"GroupInviteEnable", "0b0002 ffffffff 00", "invite_url: a negative size", 3});
    expect_refused({"GroupInviteEnable", "0b0002 00000003 6161", "invite_url: a size past the end of the input", 3});
    expect_refused({"GroupInviteEnable", "0b0002 06400000 00", "invite_url: a size past the end of the input", 3});
    expect_refused({"GroupInviteEnable", "0b0002 06400001 00", "invite_url: more than 104857600 bytes in one text", 3});
    expect_refused({"GroupInviteEnable", "0b0002 7fffffff 00", "invite_url: more than 104857600 bytes in one text", 3});
    expect_refused({"GroupInviteEnable", "0b0002 00000003 616161 00", "invite_url: more than 2 bytes in one text", 3},
                   {.text_bytes = 2});
    EXPECT_TRUE(read_thrift(wire("0b0002 00000002 6161 00"), struct_named("GroupInviteEnable"), {.text_bytes = 2}));
}

TEST(ThriftReader, the_elements_of_a_list_have_the_schemas_type_also_when_there_are_none) {
    expect_refused({"GroupJoinReject", "0f0001 0c 00000000 00", "user_ids: elements of type 12 instead of 11", 3});
    expect_refused({"ConversationKeyChangeEvent", "0f0002 0b 00000000 00",
                    "conversation_participant_keys: elements of type 11 instead of 12", 3});
    expect_refused(
        {"MessageCreateEvent", "0f006b 0a 00000000 00", "additional_action_list: elements of type 10 instead of 8", 3});
}

TEST(ThriftReader, a_count_is_compared_with_the_fewest_bytes_its_elements_take) {
    const char* const texts = "user_ids: more elements than the rest of the input can hold";
    expect_refused({"GroupJoinReject", "0f0001 0b 00000002 00000000 000000", texts, 4});
    expect_refused({"GroupJoinReject", "0f0001 0b 00000002 00000000 00000000", "the input ends inside the struct", 16});
    const char* const numbers = "additional_action_list: more elements than the rest of the input can hold";
    expect_refused({"MessageCreateEvent", "0f006b 08 00000002 00000000 000000", numbers, 4});
    expect_refused(
        {"MessageCreateEvent", "0f006b 08 00000002 00000000 00000000", "the input ends inside the struct", 16});
    const char* const structs = "conversation_participant_keys: more elements than the rest of the input can hold";
    expect_refused({"ConversationKeyChangeEvent", "0f0002 0c 00000003 00 00", structs, 4});
    expect_refused({"ConversationKeyChangeEvent", "0f0002 0c 00000002 00 00", "the input ends inside the struct", 10});
}

// Were room made for what is declared before it is compared with the rest, these would end in bad_alloc.
TEST(ThriftReader, hostile_counts_are_refused_without_room_being_made_for_them) {
    const ThriftLimits none = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
    const char* const reason = "user_ids: more elements than the rest of the input can hold";
    expect_refused({"GroupJoinReject", "0f0001 0b 3fffffff 00", reason, 4}, none);
    expect_refused({"GroupJoinReject", "0f0001 0b 7fffffff 00", reason, 4}, none);
    expect_refused({"GroupInviteEnable", "0b0002 7fffffff 00", "invite_url: a size past the end of the input", 3},
                   none);
    expect_refused({"GroupJoinReject", "0f0001 0b 3fffffff 00", "user_ids: more than 10000 elements in one list", 4});
    expect_refused({"GroupJoinReject", "0f0001 0b 80000000 00", "user_ids: a negative number of elements", 4}, none);
    expect_refused({"GroupJoinReject", "0f0001 0b ffffffff 00", "user_ids: a negative number of elements", 4}, none);
}

Bytes member_add_of(std::size_t members, std::size_t current, std::size_t admins) {
    const auto empty_texts = [](std::size_t count) { return thrift_texts(std::vector<std::string>(count)); };
    return write_thrift(thrift_struct({{1, empty_texts(members)}, {2, empty_texts(current)}, {3, empty_texts(admins)}}),
                        struct_named("GroupMemberAddChange"));
}

TEST(ThriftReader, a_list_has_up_to_10000_elements) {
    const ThriftStructSchema& schema = struct_named("GroupMemberAddChange");
    EXPECT_EQ(read_thrift(member_add_of(10'000, 0, 0), schema)->texts_at(1).size(), 10'000u);
    EXPECT_EQ(reason(read_thrift(member_add_of(10'001, 0, 0), schema)),
              "member_ids: more than 10000 elements in one list");
}

TEST(ThriftReader, all_lists_together_declare_up_to_100000_elements) {
    const ThriftStructSchema& schema = struct_named("GroupMemberAddChange");
    const ThriftLimits long_lists = {.elements_per_list = 50'000};
    EXPECT_EQ(read_thrift(member_add_of(50'000, 50'000, 0), schema, long_lists)->texts_at(2).size(), 50'000u);
    EXPECT_EQ(reason(read_thrift(member_add_of(50'000, 50'000, 1), schema, long_lists)),
              "current_admin_ids: more than 100000 elements in all lists");
}

}  // namespace
}  // namespace keyturn
