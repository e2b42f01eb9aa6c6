#include "conformance/load/retry_after.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

using std::chrono::seconds;

constexpr std::uint64_t now_msec = 1'790'000'000'000;  // Mon, 21 Sep 2026 14:13:20 GMT

std::optional<seconds> wait_for(std::vector<HeaderLine> headers) {
    return wait_asked_for({.status = 429, .reason = "", .headers = std::move(headers), .body = ""}, now_msec);
}

TEST(RetryAfter, a_refusal_for_load_is_429_and_503_with_a_time) {
    const std::vector<HeaderLine> with_a_time = {{"retry-after", "soon"}};
    EXPECT_TRUE(refuses_for_load({429, "", {}, ""}));
    EXPECT_TRUE(refuses_for_load({503, "", with_a_time, ""}));
    EXPECT_FALSE(refuses_for_load({503, "", {{"x-rate-limit-reset", "9"}}, ""}));
    for (const int status : {200, 400, 428, 430, 500, 502, 504})
        EXPECT_FALSE(refuses_for_load({status, "", with_a_time, ""}));
}

TEST(RetryAfter, seconds) {
    EXPECT_EQ(wait_for({{"Retry-After", "1"}}), seconds(1));
    EXPECT_EQ(wait_for({{"RETRY-AFTER", "900"}}), seconds(900));
    EXPECT_EQ(wait_for({{"Retry-After", "007"}}), seconds(7));
}

TEST(RetryAfter, a_date_in_each_of_the_three_forms) {
    for (const char* date :
         {"Mon, 21 Sep 2026 14:13:23 GMT", "Monday, 21-Sep-26 14:13:23 GMT", "Mon Sep 21 14:13:23 2026"})
        EXPECT_EQ(wait_for({{"Retry-After", date}}), seconds(3)) << date;
}

TEST(RetryAfter, the_second_in_which_a_rate_limit_ends) {
    EXPECT_EQ(wait_for({{"X-Rate-Limit-Reset", "1790000005"}}), seconds(5));
    EXPECT_EQ(wait_for({{"x-rate-limit-reset", "1790000005"}, {"Retry-After", "2"}}), seconds(2));
    EXPECT_EQ(wait_for({{"x-rate-limit-reset", "1790000005"}, {"Retry-After", "soon"}}), seconds(5));
}

TEST(RetryAfter, times_count_from_the_date_of_the_answer) {
    const HeaderLine an_hour_early = {"Date", "Mon, 21 Sep 2026 13:13:20 GMT"};
    EXPECT_EQ(wait_for({an_hour_early, {"Retry-After", "Mon, 21 Sep 2026 13:13:21 GMT"}}), seconds(1));
    EXPECT_EQ(wait_for({an_hour_early, {"x-rate-limit-reset", "1789996402"}}), seconds(2));
    EXPECT_EQ(wait_for({an_hour_early, {"Retry-After", "4"}}), seconds(4));
    EXPECT_EQ(wait_for({{"Date", "today"}, {"x-rate-limit-reset", "1790000005"}}), seconds(5));
}

TEST(RetryAfter, parts_of_a_second_are_waited_for_whole) {
    const HttpResponse answer{429, "", {{"x-rate-limit-reset", "1790000002"}}, ""};
    EXPECT_EQ(wait_asked_for(answer, now_msec + 1), seconds(2));
    EXPECT_EQ(wait_asked_for(answer, now_msec + 999), seconds(2));
    EXPECT_EQ(wait_asked_for(answer, now_msec + 1000), seconds(1));
    EXPECT_EQ(wait_asked_for(answer, now_msec + 1999), seconds(1));
    EXPECT_EQ(wait_asked_for(answer, now_msec + 2000), std::nullopt);
}

TEST(RetryAfter, what_is_no_time_to_come_is_no_wait) {
    EXPECT_EQ(wait_for({}), std::nullopt);
    for (const char* value :
         {"", "0", "-5", "+5", "1.5", "5 s", "0x10", "NaN", "soon", "Mon, 21 Sep 2026 14:13:20 GMT",
          "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 21 Sep 2026 14:13:23", "Mon, 21 Sep 2026 14:13:23 GMT!"})
        EXPECT_EQ(wait_for({{"Retry-After", value}}), std::nullopt) << value;
    for (const char* value : {"", "0", "5", "-1790000005", "1790000000"})
        EXPECT_EQ(wait_for({{"x-rate-limit-reset", value}}), std::nullopt) << value;
}

TEST(RetryAfter, no_wait_is_longer_than_a_year) {
    EXPECT_EQ(longest_wait_asked_for, seconds(31'556'952));
    EXPECT_EQ(wait_for({{"Retry-After", "31556951"}}), seconds(31'556'951));
    for (const char* value : {"31556953", "9223372036854775807", "9223372036854775808", "99999999999999999999999999",
                              "Fri, 31 Dec 9999 23:59:59 GMT"})
        EXPECT_EQ(wait_for({{"Retry-After", value}}), longest_wait_asked_for) << value;
    EXPECT_EQ(wait_for({{"x-rate-limit-reset", "18446744073709551616"}}), longest_wait_asked_for);
    EXPECT_EQ(wait_for({{"Date", "Fri, 31 Dec 9999 23:59:59 GMT"}, {"x-rate-limit-reset", "9223372036854775807"}}),
              longest_wait_asked_for);
}

}  // namespace
}  // namespace keyturn
