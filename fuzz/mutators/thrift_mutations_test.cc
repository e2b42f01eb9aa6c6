#include "fuzz/mutators/thrift_mutations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

#include "protocol/event_detail.h"

namespace keyturn::fuzz {
namespace {

const ThriftStructSchema& schema_named(std::string_view name) {
    for (const ThriftStructSchema* schema : thrift_structs())
        if (schema->name == name) return *schema;
    throw std::invalid_argument(std::string(name));
}

std::set<std::string> outcomes(std::string_view name, const ThriftValue& value, const ThriftStructSchema& schema,
                               int runs = 3000) {
    const auto row = std::ranges::find(thrift_mutations(), name, &ThriftMutation::name);
    std::set<std::string> seen;
    Draws draws(1);
    for (int i = 0; i < runs; ++i) {
        ThriftValue mutant = value;
        if (row->apply(mutant, schema, draws))
            seen.insert(to_json(thrift_to_json(mutant, schema)));
        else
            EXPECT_EQ(mutant, value) << name;
    }
    return seen;
}

bool any(const std::set<std::string>& seen, std::string_view part) {
    return std::ranges::any_of(seen, [&](const std::string& text) { return text.contains(part); });
}

using Texts = std::set<std::string>;

const ThriftStructSchema& change = schema_named("ConversationKeyChangeEvent");
const ThriftStructSchema& detail = message_event_detail_schema;

TEST(ThriftMutations, fields_are_set_to_values_of_their_kind) {
    const Texts seen = outcomes("set", thrift_struct(), change);
    EXPECT_TRUE(any(seen, R"({"conversation_key_version":"18446744073709551616"})"));
    EXPECT_TRUE(any(seen, R"({"conversation_key_version":""})"));
    EXPECT_TRUE(any(seen, R"({"conversation_key_version":"4444"})"));
    EXPECT_TRUE(any(seen, R"({"conversation_key_version":"1790000000000"})"));
    EXPECT_TRUE(any(seen, "true"));
    EXPECT_TRUE(any(seen, "false"));
    EXPECT_TRUE(any(seen, "encrypted_conversation_key"));
}

TEST(ThriftMutations, fields_are_unset) {
    const ThriftValue value = thrift_struct({{1, thrift_text("1")}, {5, thrift_boolean(true)}});
    const Texts seen = outcomes("unset", value, change);
    EXPECT_EQ(seen.size(), 2u);
    EXPECT_TRUE(seen.contains(R"({"conversation_key_version":"1"})"));
    EXPECT_EQ(outcomes("unset", thrift_struct(), change), Texts{});
}

TEST(ThriftMutations, unions_take_every_arm) {
    const ThriftValue value = KeyChange{"1", {}}.to_detail();
    std::set<std::string> arms;
    for (const std::string& json : outcomes("switch_arm", value, detail)) {
        const JsonValue read = *parse_json(json);
        EXPECT_EQ(read.members.size(), 1u);
        arms.insert(read.members.front().key);
    }
    EXPECT_EQ(arms.size(), detail.fields.size());
    EXPECT_EQ(outcomes("switch_arm", thrift_struct(), change), Texts{});
}

TEST(ThriftMutations, texts_are_edited_in_fields_and_lists) {
    const ThriftStructSchema& removal = schema_named("GroupMemberRemoveChange");
    const Texts seen = outcomes("edit", thrift_struct({{1, thrift_texts({"12", "5"})}}), removal);
    EXPECT_TRUE(any(seen, R"(["13","5"])"));
    EXPECT_TRUE(any(seen, R"(["12","4"])"));
    EXPECT_TRUE(any(outcomes("edit", thrift_struct({{1, thrift_text("12")}}), change), R"("22")"));
    EXPECT_EQ(outcomes("edit", thrift_struct({{5, thrift_boolean(true)}}), change), Texts{});
    EXPECT_EQ(outcomes("edit", thrift_struct(), change), Texts{});
}

TEST(ThriftMutations, bytes_of_binaries_are_edited_too) {
    const ThriftStructSchema& message = schema_named("MessageCreateEvent");
    EXPECT_TRUE(any(outcomes("edit", thrift_struct({{100, thrift_binary("a")}}), message), R"("contents":"Yg==")"));
}

TEST(ThriftMutations, numbers_go_to_their_bounds) {
    const ThriftStructSchema& message = schema_named("MessageCreateEvent");
    const Texts shorts = outcomes("count_on", thrift_struct({{106, thrift_i32(5)}}), message);
    const Texts longs = outcomes("count_on", thrift_struct({{103, thrift_i64(5)}}), message);
    for (const char* number : {"2147483647", "-2147483648", "-1", "0"}) EXPECT_TRUE(any(shorts, number)) << number;
    for (const char* number : {"9223372036854775807", "-9223372036854775808", "9007199254740992", "4294967296"}) {
        EXPECT_TRUE(any(longs, number)) << number;
        EXPECT_FALSE(any(shorts, number)) << number;
    }
    EXPECT_EQ(outcomes("count_on", thrift_struct({{102, thrift_boolean(true)}}), message), Texts{});
    EXPECT_EQ(outcomes("count_on", thrift_struct(), message), Texts{});
}

TEST(ThriftMutations, lists_grow_by_twins_and_by_others) {
    const ThriftStructSchema& removal = schema_named("GroupMemberRemoveChange");
    const Texts seen = outcomes("grow_list", thrift_struct({{1, thrift_texts({"x", "y"})}}), removal);
    for (const char* list :
         {R"(["x","x","y"])", R"(["y","x","y"])", R"(["x","y","x"])", R"(["x","y",""])", R"(["4444","x","y"])"})
        EXPECT_TRUE(any(seen, list)) << list;
    EXPECT_TRUE(any(outcomes("grow_list", thrift_struct({{1, thrift_list({})}}), removal), R"(["4444"])"));
    EXPECT_EQ(outcomes("grow_list", thrift_struct({{1, thrift_text("1")}}), change), Texts{});
    EXPECT_EQ(outcomes("grow_list", thrift_struct(), change), Texts{});
}

TEST(ThriftMutations, lists_shrink) {
    const ThriftStructSchema& removal = schema_named("GroupMemberRemoveChange");
    const Texts seen = outcomes("shrink_list", thrift_struct({{1, thrift_texts({"x", "y"})}}), removal);
    EXPECT_EQ(seen.size(), 2u);
    EXPECT_TRUE(any(seen, R"(["x"])"));
    EXPECT_TRUE(any(seen, R"(["y"])"));
    EXPECT_EQ(outcomes("shrink_list", thrift_struct({{1, thrift_list({})}}), removal), Texts{});
    EXPECT_EQ(outcomes("shrink_list", thrift_struct(), removal), Texts{});
}

TEST(ThriftMutations, lists_change_places_or_are_reversed) {
    const ThriftStructSchema& add = schema_named("GroupMemberAddChange");
    const ThriftValue two = thrift_struct({{1, thrift_texts({"x", "y"})}, {2, thrift_texts({"z"})}});
    const Texts seen = outcomes("swap_lists", two, add);
    EXPECT_EQ(seen.size(), 2u);
    EXPECT_TRUE(any(seen, R"("member_ids":["z"],"current_member_ids":["x","y"])"));
    EXPECT_TRUE(any(seen, R"("member_ids":["y","x"],"current_member_ids":["z"])"));
    EXPECT_EQ(outcomes("swap_lists", thrift_struct({{1, thrift_texts({"x"})}, {2, thrift_list({})}}), add), Texts{});
    EXPECT_EQ(outcomes("swap_lists", thrift_struct({{1, thrift_texts({"x"})}, {4, thrift_text("z")}}), add), Texts{});
    EXPECT_EQ(outcomes("swap_lists", thrift_struct(), add), Texts{});
}

TEST(ThriftMutations, lists_of_structs_never_change_places_with_others) {
    const ThriftStructSchema& message = schema_named("MessageEventSignature");
    const ThriftValue one = thrift_struct({{5, thrift_list({thrift_struct()})}});
    EXPECT_EQ(outcomes("swap_lists", one, message), Texts{});
}

TEST(ThriftMutations, every_struct_within_is_reached_and_what_comes_out_mostly_reads_back) {
    const MemberAdd add{{"4444"}, {"1111"}, {"1111"}, "Team", {}, "9", 5, {}, false, GroupInvite{1, "u", "a"}};
    const ThriftValue value = add.to_detail();
    std::set<std::string> seen;
    int readable = 0;
    Draws draws(1);
    for (int i = 0; i < 5000; ++i) {
        ThriftValue mutant = value;
        mutate_thrift(mutant, detail, draws);
        const auto read = read_thrift(write_thrift(mutant, detail), detail);
        readable += read.has_value();
        if (read) seen.insert(to_json(thrift_to_json(*read, detail)));
    }
    EXPECT_GT(readable, 3000);
    for (const char* part :
         {R"("for_key_rotation":true)", R"("create":{)", R"({"message_typing_event":{)", R"("member_ids":[])"})
        EXPECT_TRUE(any(seen, part)) << part;
    EXPECT_TRUE(std::ranges::any_of(seen, [](const std::string& text) {
        return text.contains(R"("current_title":"T)") && !text.contains(R"("current_title":"Team")");
    }));
}

TEST(ThriftMutations, every_row_changes_a_whole_event) {
    std::function<ThriftValue(const ThriftStructSchema&)> whole = [&](const ThriftStructSchema& schema) {
        Draws draws(7);
        ThriftValue value = thrift_struct();
        for (const ThriftFieldSchema& field : schema.fields) value.set(field.id, any_thrift_value(field, draws));
        return value;
    };
    const ThriftValue event = whole(message_event_schema);
    EXPECT_EQ(event.fields.size(), message_event_schema.fields.size());
    EXPECT_TRUE(read_thrift(write_thrift(event, message_event_schema), message_event_schema));
}

TEST(ThriftMutations, structs_of_every_kind_can_be_mutated_from_nothing) {
    for (const ThriftStructSchema* schema : thrift_structs())
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            Draws draws(seed);
            ThriftValue value = thrift_struct();
            for (int i = 0; i < 5; ++i) mutate_thrift(value, *schema, draws);
            EXPECT_TRUE(value.fields.empty() || !write_thrift(value, *schema).empty()) << schema->name;
        }
}

TEST(ThriftMutations, a_struct_that_can_have_no_field_stays_without) {
    constexpr ThriftStructSchema bare{"Bare", false, {}};
    EXPECT_EQ(outcomes("set", thrift_struct(), bare), Texts{});
}

TEST(ThriftMutations, values_of_a_field_are_of_its_kind_and_lists_have_up_to_three) {
    const ThriftStructSchema& add = schema_named("GroupMemberAddChange");
    std::set<std::size_t> sizes;
    Draws draws(1);
    for (int i = 0; i < 200; ++i) {
        const ThriftValue list = any_thrift_value(*add.find("member_ids"), draws);
        EXPECT_EQ(list.kind, ThriftKind::list);
        sizes.insert(list.elements.size());
        EXPECT_EQ(any_thrift_value(*add.find("current_ttl_msec"), draws).kind, ThriftKind::i64);
    }
    EXPECT_EQ(sizes, (std::set<std::size_t>{0, 1, 2, 3}));
}

TEST(ThriftMutations, fields_of_structs_are_mostly_set) {
    const ThriftFieldSchema& arm = *message_event_schema.find("message_event_signature");
    Draws draws(1);
    int set = 0;
    for (int i = 0; i < 1000; ++i) set += any_thrift_value(arm, draws).find(1) != nullptr;
    EXPECT_NEAR(set, 750, 60);
}

}  // namespace
}  // namespace keyturn::fuzz
