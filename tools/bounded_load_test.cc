#include "tools/bounded_load.h"

#include <gtest/gtest.h>

#include "tools/clock_and_seed.h"

namespace keyturn {
namespace {

using std::chrono::microseconds;

TEST(Rate, is_what_lies_between_two_requests_never_less) {
    EXPECT_EQ(read_rate("1/s"), microseconds(1'000'000));
    EXPECT_EQ(read_rate("4/s"), microseconds(250'000));
    EXPECT_EQ(read_rate("0.5/s"), microseconds(2'000'000));
    EXPECT_EQ(read_rate("3/s"), microseconds(333'334));
    EXPECT_EQ(read_rate("0.001/s"), microseconds(1'000'000'000));
    EXPECT_EQ(read_rate("1000000/s"), microseconds(1));
    EXPECT_EQ(read_rate(""), microseconds(0));
}

TEST(Rate, is_written_in_one_way) {
    for (const char* rate : {"0/s", "-1/s", "0.0009/s", "1000001/s", "5", "5/", "/s", "5/m", "5/s ", " 5/s", "5 /s",
                             "1e3/s", "inf/s", "nan/s", "five/s", "5/s/s"})
        EXPECT_EQ(read_rate(rate).error(),
                  "--rate '" + std::string(rate) + "': expected N/s with N from 0.001 to 1000000, as in 5/s");
}

TEST(SystemTime, sleeps_as_long_as_asked_and_wakes_when_told) {
    const TimeSource time = system_time([] { return false; });
    const auto begun = time.now();
    time.sleep(std::chrono::milliseconds(45));
    EXPECT_GE(time.now() - begun, std::chrono::milliseconds(45));
    int asked = 0;
    system_time([&] { return ++asked == 3; }).sleep(std::chrono::hours(24));
    EXPECT_EQ(asked, 3);
}

}  // namespace
}  // namespace keyturn
