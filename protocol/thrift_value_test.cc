#include <gtest/gtest.h>

#include "protocol/thrift_binary.h"

namespace keyturn {
namespace {

TEST(ThriftValue, fields_stay_in_order_whatever_the_order_they_come_in) {
    ThriftValue value = thrift_struct({{5, thrift_text("five")}, {1, thrift_text("one")}});
    value.set(3, thrift_text("three"));
    std::vector<std::int16_t> ids;
    for (const auto& [id, field] : value.fields) ids.push_back(id);
    EXPECT_EQ(ids, (std::vector<std::int16_t>{1, 3, 5}));
}

TEST(ThriftValue, a_field_is_set_replaced_changed_and_erased) {
    ThriftValue value = thrift_struct({{2, thrift_text("a")}});
    value.set(2, thrift_text("b"));
    EXPECT_EQ(value.fields.size(), 1u);
    EXPECT_EQ(value.text_at(2), "b");
    value.find(2)->text = "c";
    EXPECT_EQ(value.text_at(2), "c");
    EXPECT_EQ(value.find(1), nullptr);
    EXPECT_EQ(value.find(3), nullptr);
    EXPECT_FALSE(value.erase(1));
    EXPECT_TRUE(value.erase(2));
    EXPECT_TRUE(value.fields.empty());
}

TEST(ThriftValue, a_field_is_read_only_as_what_it_is) {
    const ThriftValue value = thrift_struct({{1, thrift_boolean(true)},
                                             {2, thrift_boolean(false)},
                                             {3, thrift_i32(-3)},
                                             {4, thrift_i64(-4)},
                                             {5, thrift_text("five")},
                                             {6, thrift_binary("six")},
                                             {7, thrift_texts({"a", "b"})}});
    EXPECT_EQ(value.boolean_at(1), true);
    EXPECT_EQ(value.boolean_at(2), false);
    EXPECT_EQ(value.number_at(3), -3);
    EXPECT_EQ(value.number_at(4), -4);
    EXPECT_EQ(value.text_at(5), "five");
    EXPECT_EQ(value.text_at(6), "six");
    EXPECT_EQ(value.texts_at(7), (std::vector<std::string>{"a", "b"}));
    for (const std::int16_t id : std::initializer_list<std::int16_t>{3, 4, 5, 6, 7, 8})
        EXPECT_EQ(value.boolean_at(id), std::nullopt) << id;
    for (const std::int16_t id : std::initializer_list<std::int16_t>{1, 2, 5, 6, 7, 8})
        EXPECT_EQ(value.number_at(id), std::nullopt) << id;
    for (const std::int16_t id : std::initializer_list<std::int16_t>{1, 2, 3, 4, 7, 8})
        EXPECT_EQ(value.text_at(id), std::nullopt) << id;
    for (const std::int16_t id : std::initializer_list<std::int16_t>{5, 8})
        EXPECT_TRUE(value.texts_at(id).empty()) << id;
}

TEST(ThriftValue, values_are_equal_by_kind_and_content) {
    EXPECT_EQ(thrift_struct({{2, thrift_i32(1)}, {1, thrift_text("")}}),
              thrift_struct({{1, thrift_text("")}, {2, thrift_i32(1)}}));
    EXPECT_NE(thrift_i32(1), thrift_i64(1));
    EXPECT_NE(thrift_boolean(true), thrift_i32(1));
    EXPECT_NE(thrift_text("a"), thrift_binary("a"));
    EXPECT_NE(thrift_list({}), thrift_struct());
    EXPECT_EQ(thrift_texts({"a"}), thrift_list({thrift_text("a")}));
}

}  // namespace
}  // namespace keyturn
