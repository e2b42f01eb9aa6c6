#include "properties/json_form.h"

#include <gtest/gtest.h>

#include "properties/conversation.h"
#include "properties/verification.h"

namespace keyturn {
namespace {

struct Sample {
    std::string text;
    std::uint8_t small = 0;
    bool flag = false;
    std::optional<std::int64_t> number;
    std::vector<std::string> list;
    static void visit(auto& self, auto& field) {
        field("text", self.text);
        field("small", self.small);
        field("flag", self.flag);
        field("number", self.number);
        field("list", self.list);
    }
};

constexpr std::string_view whole =
    R"({"text":"a","small":255,"flag":true,"number":-9223372036854775808,"list":["x",""]})";

Problems problems_of(std::string_view json) {
    const auto read = input_from_json<Sample>(parse_json(json).value());
    return read ? Problems() : read.error();
}

TEST(JsonForm, reads_back_as_written) {
    const auto sample = input_from_json<Sample>(parse_json(whole).value());
    ASSERT_TRUE(sample);
    EXPECT_EQ(sample->small, 255);
    EXPECT_TRUE(sample->flag);
    EXPECT_EQ(sample->number, INT64_MIN);
    EXPECT_EQ(to_json(json_form(*sample)), whole);
    EXPECT_EQ(to_json(json_form(Sample{})), R"({"text":"","small":0,"flag":false,"list":[]})");
}

TEST(JsonForm, every_problem_has_its_place) {
    const Problems problems =
        problems_of(R"({"text":1,"small":256,"flag":"true","number":1.0,"list":["x",2],"more":0})");
    std::vector<std::string> places;
    for (const Problem& problem : problems) places.push_back(problem.pointer);
    EXPECT_EQ(places, (std::vector<std::string>{"/text", "/small", "/flag", "/number", "/list/1", "/more"}));
    EXPECT_EQ(problems_of(R"({"text":"a","small":0,"flag":true,"list":{}})").size(), 1u);
    EXPECT_EQ(problems_of("{}").size(), 4u);
    EXPECT_EQ(problems_of("[]").size(), 1u);
}

TEST(JsonForm, a_detail_stands_in_its_own_form) {
    const auto action = input_from_json<Action>(
        parse_json(R"({"detail":{"message_typing_event":{}},"message_id":"m","sender":"1","signature_version":"7"})")
            .value());
    EXPECT_FALSE(input_from_json<Action>(
        parse_json(R"({"detail":{"no_such_event":{}},"message_id":"m","sender":"1","signature_version":"7"})")
            .value()));
    if (action) {
        EXPECT_FALSE(action->conversation_id);
        EXPECT_FALSE(action->key);
    }
}

}  // namespace
}  // namespace keyturn
