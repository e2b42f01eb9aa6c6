#include "conformance/timestamp.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

std::optional<std::uint64_t> time_of(std::string_view text) { return read_time_msec(json_string(std::string(text))); }

TEST(Timestamp, IsMillisecondsAsNumberOrText) {
    EXPECT_EQ(read_time_msec(json("1700000000123")), 1'700'000'000'123u);
    EXPECT_EQ(time_of("1700000000123"), 1'700'000'000'123u);
    EXPECT_EQ(time_of("0"), 0u);
    for (const char* text : {"1.7e12", "-1", "1.5", "true", "null", "[1]", R"({"a": 1})"})
        EXPECT_EQ(read_time_msec(json(text)), std::nullopt) << text;
}

TEST(Timestamp, IsRfc3339) {
    EXPECT_EQ(time_of("1970-01-01T00:00:00Z"), 0u);
    EXPECT_EQ(time_of("2023-11-14T22:13:20Z"), 1'700'000'000'000u);
    EXPECT_EQ(time_of("2023-11-14t22:13:20z"), 1'700'000'000'000u);
    EXPECT_EQ(time_of("2024-02-29T23:59:59.999Z"), 1'709'251'199'999u);
    EXPECT_EQ(time_of("2016-12-31T23:59:60Z"), 1'483'228'800'000u);
}

TEST(Timestamp, PartsOfASecondCountToTheMillisecond) {
    EXPECT_EQ(time_of("1970-01-01T00:00:00.1Z"), 100u);
    EXPECT_EQ(time_of("1970-01-01T00:00:00.12Z"), 120u);
    EXPECT_EQ(time_of("1970-01-01T00:00:00.123Z"), 123u);
    EXPECT_EQ(time_of("1970-01-01T00:00:00.123999Z"), 123u);
}

TEST(Timestamp, OffsetIsTakenOff) {
    EXPECT_EQ(time_of("1970-01-01T02:30:00+02:30"), 0u);
    EXPECT_EQ(time_of("1970-01-01T00:00:00-01:15"), 4'500'000u);
    EXPECT_EQ(time_of("1970-01-01T00:00:00+00:01"), std::nullopt) << "before 1970";
}

TEST(Timestamp, AnythingElseIsNoTime) {
    for (const char* text : {"",
                             "x",
                             "-1",
                             "01",
                             "2023-11-14",
                             "2023-11-14T22:13:20",
                             "2023-11-14 22:13:20Z",
                             "2023-11-14T22:13Z",
                             "2023-02-29T00:00:00Z",
                             "2023-00-01T00:00:00Z",
                             "2023-13-01T00:00:00Z",
                             "2023-01-32T00:00:00Z",
                             "2023-01-01T24:00:00Z",
                             "2023-01-01T00:60:00Z",
                             "2023-01-01T00:00:61Z",
                             "2023-01-01T00:00:00.Z",
                             "2023-01-01T00:00:00Z ",
                             "2023-01-01T00:00:00+1:00",
                             "2023-01-01T00:00:00+24:00",
                             "2023-01-01T00:00:00+00:60",
                             "2023-01-01T00:00:00+0000",
                             "23-01-01T00:00:00Z",
                             "2023/01/01T00:00:00Z",
                             "2023-01-01T00:00:0aZ",
                             "2023-01/01T00:00:00Z",
                             "2023-01-01T00.00:00Z",
                             "2023-01-01T00:00.00Z"})
        EXPECT_EQ(time_of(text), std::nullopt) << text;
}

TEST(Timestamp, LastHourMinuteAndDayAreRead) {
    EXPECT_EQ(time_of("1970-01-31T23:59:00Z"), 30ull * 86'400'000 + 86'340'000);
    EXPECT_EQ(time_of("1970-12-01T00:00:00Z"), 334ull * 86'400'000);
    EXPECT_EQ(time_of("1970-01-02T23:59:00+23:59"), 86'400'000u);
}

}  // namespace
}  // namespace keyturn
