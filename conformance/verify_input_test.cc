#include "conformance/verify_input.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

constexpr std::string_view state =
    R"({"groups":[{"id":"g1","members":["1"],"admins":["1"]}],"users":{"1":{"keys":[]}}})";

VerifyInput input_of(std::string more) {
    const std::string text = "{\"state\":" + std::string(state) + ",\"sender\":\"1\"" + std::move(more) + "}";
    return read_verify_input(parse_json(text).value()).value();
}

VerifyInput written_and_read(const VerifyInput& input) { return read_verify_input(to_json(input)).value(); }

TEST(VerifyInput, reads_back_as_written) {
    const VerifyInput input = input_of(R"(,"body":{"a":1.0},"now_msec":5,"seen_message_ids":["b","a"])");
    const VerifyInput again = written_and_read(input);
    EXPECT_EQ(again.sender, "1");
    EXPECT_EQ(again.conversation_id, "g1");
    EXPECT_EQ(again.body, R"({"a":1.0})");
    EXPECT_EQ(again.now_msec, 5u);
    EXPECT_EQ(again.seen_message_ids, (std::set<std::string, std::less<>>{"a", "b"}));
    EXPECT_EQ(to_json(again), to_json(input));
}

TEST(VerifyInput, a_body_stands_as_json_where_that_is_its_bytes) {
    EXPECT_TRUE(to_json(input_of(R"(,"body":[1,2])")).find("body"));
    const VerifyInput spaced = input_of(R"(,"body_base64":"WzEsIDJd")");
    EXPECT_EQ(spaced.body, "[1, 2]");
    EXPECT_FALSE(to_json(spaced).find("body"));
    EXPECT_EQ(written_and_read(spaced).body, "[1, 2]");
    EXPECT_EQ(written_and_read(input_of(R"(,"body_base64":"/w==")")).body, "\xff");
}

TEST(VerifyInput, what_was_not_said_stays_unsaid) {
    const VerifyInput again = written_and_read(input_of(R"(,"body":{})"));
    EXPECT_FALSE(again.now_msec);
    EXPECT_FALSE(again.seen_message_ids);
}

TEST(VerifyInput, of_an_unknown_group_nothing_is_judged) {
    EXPECT_FALSE(judge(input_of(R"(,"body":{},"conversation_id":"g2")")));
    EXPECT_TRUE(judge(input_of(R"(,"body":{})")));
}

}  // namespace
}  // namespace keyturn
