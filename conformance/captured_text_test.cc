#include "conformance/captured_text.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

const Captures& captured() {
    static const Captures all = {{"group", json_string("g17")},
                                 {"next_1", json_number("18446744073709551616")},
                                 {"odd", json_string("a/b c~é%")},
                                 {"list", json_array()}};
    return all;
}

std::string path(std::string_view text) {
    const auto filled = path_with_captures(text, captured());
    return filled ? *filled : filled.error().reason;
}

TEST(CapturedText, AWholeTextIsALiteralOrStandsForWhatWasCaptured) {
    EXPECT_EQ(captured_name("g17"), "");
    EXPECT_EQ(captured_name("g$17"), "");
    EXPECT_EQ(captured_name("$group"), "group");
    EXPECT_EQ(*with_capture("g$17", captured()), "g$17");
    EXPECT_EQ(*with_capture("$group", captured()), "g17");
    EXPECT_EQ(*with_capture("$odd", captured()), "a/b c~é%");
    EXPECT_EQ(with_capture("$other", captured()).error().reason, "nothing was captured as 'other' before");
}

TEST(CapturedText, APathIsFilledInEverywhere) {
    EXPECT_EQ(path(""), "");
    EXPECT_EQ(path("/2/x?a=b&c=%2F"), "/2/x?a=b&c=%2F");
    EXPECT_EQ(path("/2/$group/events?pagination_token=$next_1"), "/2/g17/events?pagination_token=18446744073709551616");
    EXPECT_EQ(path("$group$group"), "g17g17");
    EXPECT_EQ(path("$groupEvents"), "g17Events");
}

TEST(CapturedText, WhatAPathCanNotHoldIsPercentEncoded) { EXPECT_EQ(path("/$odd"), "/a%2Fb%20c~%C3%A9%25"); }

TEST(CapturedText, ADollarSignOfAPathStandsTwice) {
    EXPECT_EQ(path("/$$group"), "/$group");
    EXPECT_EQ(path("/$$$group"), "/$g17");
    EXPECT_EQ(path("/$$"), "/$");
}

TEST(CapturedText, WhatWasNotCapturedOrIsNoTextIsRefused) {
    EXPECT_EQ(path("/$group/$other"), "nothing was captured as 'other' before");
    EXPECT_EQ(path("/$abcdefghijklmnopqrstuvwxyz0123456789_"),
              "nothing was captured as 'abcdefghijklmnopqrstuvwxyz0123456789_' before");
    EXPECT_EQ(path("/$list"), "what was captured as 'list' is neither text nor number");
}

TEST(CapturedText, TheNamesOfAPathStandInItsOrder) {
    EXPECT_EQ(names_in_path("/$b/$a?x=$$c&y=$b_2"), (Names{"b", "a", "b_2"}));
    EXPECT_EQ(names_in_path("/2/x"), Names{});
}

}  // namespace
}  // namespace keyturn
