#include "fuzz/second_opinion/opinions/thrift_opinion.h"

#include <gtest/gtest.h>

#include "protocol/event_detail.h"
#include "protocol/thrift_samples.h"

namespace keyturn::fuzz {
namespace {

// As if our reader had read other bytes.
Finding mistaken(const Bytes& bytes, const Bytes& read) {
    return detail_disagreement_with_apache(bytes, read_thrift(read, message_event_detail_schema));
}
Finding judged(const Bytes& bytes) { return mistaken(bytes, bytes); }

Bytes bytes_from(std::string_view digits) { return from_hex(digits).value(); }

Bytes member_add() {
    MemberAdd add;
    add.new_members = {"3333"};
    add.title = "Team";
    return write_thrift(add.to_detail(), message_event_detail_schema);
}

TEST(ThriftOpinion, is_ours_of_every_struct) {
    for (const ThriftValue& value : samples_of(message_event_schema)) {
        const Bytes bytes = write_thrift(value, message_event_schema);
        EXPECT_EQ(event_disagreement_with_apache(bytes, read_thrift(bytes, message_event_schema)), std::nullopt);
    }
    EXPECT_EQ(judged(member_add()), std::nullopt);
}

TEST(ThriftOpinion, is_ours_of_what_is_wrong) {
    Bytes longer = member_add(), shorter = member_add();
    longer.push_back(0);
    shorter.pop_back();
    EXPECT_EQ(judged(longer), std::nullopt);
    EXPECT_EQ(judged(shorter), std::nullopt);
    EXPECT_EQ(judged({}), std::nullopt);
    EXPECT_EQ(judged(bytes_from("0c00040c00010c00050f00010b3fffffff")), std::nullopt);
}

// Each is read by Apache, written as it stood, and refused by us.
TEST(ThriftOpinion, differs_in_what_apache_does_not_look_at) {
    MemberAdd crowd;
    crowd.new_members.assign(ThriftLimits{}.elements_per_list + 1, "1");
    for (const Bytes& bytes :
         {bytes_from("00"), bytes_from("0c0006000c000e0000"), bytes_from("0c00060b000100000001ff0000"),
          write_thrift(crowd.to_detail(), message_event_detail_schema)}) {
        EXPECT_FALSE(read_thrift(bytes, message_event_detail_schema));
        EXPECT_EQ(judged(bytes), std::nullopt);
        EXPECT_TRUE(mistaken(bytes, bytes_from("0c")).value().starts_with("Apache accepts what we refuse: "));
    }
}

TEST(ThriftOpinion, differs_in_what_apache_skips) {
    EXPECT_EQ(judged(bytes_from("0c00060b0063000000000000")), std::nullopt);  // an unknown field
    EXPECT_EQ(judged(bytes_from("0c00060800010000000000")), std::nullopt);    // another type
}

TEST(ThriftOpinion, a_refusal_of_what_is_right_is_found) {
    EXPECT_TRUE(mistaken(member_add(), bytes_from("0c")).value().starts_with("Apache accepts what we refuse: "));
}

TEST(ThriftOpinion, an_acceptance_of_what_is_wrong_is_found) {
    EXPECT_EQ(mistaken(bytes_from("0c"), member_add()), "Apache refuses what we accept");
    Bytes longer = member_add();
    longer.push_back(0);
    EXPECT_EQ(mistaken(longer, member_add()), "Apache refuses what we accept");
}

TEST(ThriftOpinion, another_value_is_found) {
    EXPECT_EQ(mistaken(member_add(), write_thrift(KeyChange{}.to_detail(), message_event_detail_schema)),
              "Apache reads another value");
    const Bytes event = write_thrift(thrift_struct({{2, thrift_text("m")}}), message_event_schema);
    EXPECT_EQ(event_disagreement_with_apache(event, read_thrift(bytes_from("00"), message_event_schema)),
              "Apache reads another value");
}

}  // namespace
}  // namespace keyturn::fuzz
