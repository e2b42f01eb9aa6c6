#include "conformance/accepted_adds.h"

#include "conformance/effects_test_support.h"

namespace keyturn {
namespace {

BuiltRequest verbatim(const std::string& method) { return {{method, "/2/x", {}, "b"}, false, {}}; }

std::size_t count(const AcceptedAdds& adds) { return adds.to(std::string(team_group)).size(); }

TEST(AcceptedAdds, HoldsWhatWasSentAndByWhom) {
    const auto adds = team_adds({adding({"5555"}), adding({"6666", "7777"}, "swapped-order")});
    ASSERT_EQ(adds.size(), 2u);
    EXPECT_EQ(adds[0].exchange, 0u);
    EXPECT_EQ(adds[1].exchange, 1u);
    EXPECT_EQ(adds[1].turn, 1u);
    EXPECT_EQ(adds[0].sender, "1111");
    EXPECT_EQ(adds[1].update.added, (Lines{"6666", "7777"}));
    EXPECT_EQ(adds[0].request.user_ids, Lines{"5555"});
    EXPECT_EQ(adds[0].request.action_signatures->size(), 2u);
    EXPECT_FALSE(adds[0].update.key == adds[1].update.key);
}

TEST(AcceptedAdds, OnlyThoseOfTheGroupAreGiven) { EXPECT_TRUE(accepted({adding({"5555"})}).to("g2").empty()); }

TEST(AcceptedAdds, TheSameAgainIsNoSecondAdd) {
    EXPECT_EQ(count(accepted({adding({"5555"}), adding({"5555"}, "same-again")})), 1u);
}

TEST(AcceptedAdds, TheSameByAnotherSenderOrToAnotherGroupCanNotBeFollowed) {
    Case test;
    test.exchanges = {adding({"5555"}), adding({"5555"}, "same-again")};
    RequestBuilder builder(test, shipped_state("team"), 1);
    const auto first = builder.build(0, test_now_msec), again = builder.build(1, test_now_msec);
    AcceptedAdds by_another;
    by_another.add(0, 0, "1111", *first);
    by_another.add(1, 1, "2222", *again);
    EXPECT_EQ(count(by_another), 0u);
    BuiltRequest to_another = *again;
    to_another.update->group = "g2";
    AcceptedAdds elsewhere;
    elsewhere.add(0, 0, "1111", *first);
    elsewhere.add(1, 1, "1111", to_another);
    EXPECT_EQ(count(elsewhere), 0u);
}

TEST(AcceptedAdds, WhatShouldHaveBeenRefusedCanNotBeFollowed) {
    EXPECT_EQ(count(accepted({adding({"5555"}), adding({"6666"}, "signs-other-title")})), 0u);
}

TEST(AcceptedAdds, VerbatimRequestCanNotBeFollowedUnlessItOnlyReads) {
    AcceptedAdds adds = accepted({adding({"5555"})});
    adds.add(1, 1, "1111", verbatim("GET"));
    EXPECT_EQ(count(adds), 1u);
    adds.add(2, 2, "1111", verbatim("POST"));
    EXPECT_EQ(count(adds), 0u);
}

TEST(AcceptedAdds, LostTrackStaysLost) {
    AcceptedAdds adds = accepted({adding({"5555"})});
    adds.lose_track();
    EXPECT_EQ(count(adds), 0u);
}

}  // namespace
}  // namespace keyturn
