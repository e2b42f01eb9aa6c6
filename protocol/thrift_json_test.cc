#include <gtest/gtest.h>

#include "protocol/test_support.h"
#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

TEST(ThriftJson, every_struct_reads_back_from_its_json_text) {
    for (const ThriftStructSchema* schema : thrift_structs())
        for (const ThriftValue& value : samples_of(*schema)) {
            const std::string json = to_json(thrift_to_json(value, *schema));
            EXPECT_EQ(thrift_from_json(parse_json(json).value(), *schema), value) << json;
        }
}

TEST(ThriftJson, fields_stand_under_their_names_in_the_order_of_their_ids) {
    const ThriftValue message = thrift_struct({
        {100, thrift_binary(std::string("\x00\xff", 2))},
        {101, thrift_text("1\"2")},
        {102, thrift_boolean(false)},
        {103, thrift_i64(std::numeric_limits<std::int64_t>::min())},
        {106, thrift_i32(-6)},
        {107, thrift_list({thrift_i32(1), thrift_i32(2)})},
    });
    EXPECT_EQ(
        to_json(thrift_to_json(message, struct_named("MessageCreateEvent"))),
        R"({"contents":"AP8=","conversation_key_version":"1\"2","should_notify":false,"ttl_msec":-9223372036854775808,)"
        R"("priority":-6,"additional_action_list":[1,2]})");
}

struct Case {
    const char* schema;
    const char* json;
    const char* reason;
    std::size_t offset;
};

TEST(ThriftJson, what_the_schema_lacks_is_refused_at_its_place) {
    for (const Case& expected : {
             Case{"GroupInviteEnable", "[]", "GroupInviteEnable: expected an object, found array", 0},
             Case{"GroupInviteEnable", R"( {"url": ""})", "GroupInviteEnable has no field of this name", 2},
             Case{"GroupInviteEnable", R"({"invite_url": "", "invite_url": ""})",
                  "GroupInviteEnable.invite_url is there twice", 19},
             Case{"GroupInviteEnable", R"({"invite_url": null})", "invite_url: expected a string, found null", 15},
             Case{"GroupInviteEnable", R"({"expires_at_msec": "1"})",
                  "expires_at_msec: expected a number, found string", 20},
             Case{"GroupInviteEnable", R"({"expires_at_msec": 1.0})", "expires_at_msec: expected an integer of 64 bits",
                  20},
             Case{"GroupInviteEnable", R"({"expires_at_msec": 9223372036854775808})",
                  "expires_at_msec: expected an integer of 64 bits", 20},
             Case{"MessageDeleteEvent", R"({"action": 2147483648})", "action: expected an integer of 32 bits", 11},
             Case{"MessageDeleteEvent", R"({"sequence_ids": "1"})", "sequence_ids: expected an array, found string",
                  17},
             Case{"MessageDeleteEvent", R"({"sequence_ids": ["1", 2]})",
                  "sequence_ids: expected a string, found number", 23},
             Case{"GroupAdminSettings", R"({"add_member": 1})", "add_member: expected a boolean, found number", 15},
             Case{"MessageCreateEvent", R"({"contents": 1})", "contents: expected base64 in a string, found number",
                  13},
             Case{"GroupChange", R"( {})", "GroupChange is a union and needs exactly one arm", 1},
             Case{"GroupChange", R"({"title": {}, "avatar": {}})", "GroupChange is a union and needs exactly one arm",
                  0},
             Case{"GroupChangeEvent", R"({"group_change": {"title": 1}})",
                  "GroupTitleChange: expected an object, found number", 27},
         }) {
        const auto value = thrift_from_json(parse_json(expected.json).value(), struct_named(expected.schema));
        ASSERT_FALSE(value) << expected.json;
        EXPECT_EQ(value.error().reason, expected.reason);
        EXPECT_EQ(value.error().offset, expected.offset) << expected.json;
    }
}

TEST(ThriftJson, a_binary_that_is_no_base64_is_refused_with_the_fields_name) {
    const auto value =
        thrift_from_json(parse_json(R"({"contents": "A-=="})").value(), struct_named("MessageCreateEvent"));
    EXPECT_TRUE(reason(value).starts_with("contents: ")) << reason(value);
    EXPECT_EQ(value.error().offset, 13u);
}

TEST(ThriftJson, integers_go_to_the_ends_of_their_range) {
    const auto value = thrift_from_json(parse_json(R"({"expires_at_msec": 9223372036854775807})").value(),
                                        struct_named("GroupInviteEnable"));
    EXPECT_EQ(value->number_at(1), std::numeric_limits<std::int64_t>::max());
    const auto action =
        thrift_from_json(parse_json(R"({"action": -2147483648})").value(), struct_named("MessageDeleteEvent"));
    EXPECT_EQ(action->number_at(2), std::numeric_limits<std::int32_t>::min());
}

}  // namespace
}  // namespace keyturn
