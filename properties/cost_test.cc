#include "properties/cost.h"

#include <gtest/gtest.h>

#include <cmath>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr const char* grows_too_fast =
    "AM-SIG-042 what reading a detail costs grows with more than the power 1.5 of its size, from 100 ids to 800";

using CostOfTry = std::function<nanoseconds(double size, int try_of_all)>;

// Its time stands still but for what reading costs.
class PricedLibrary : public FunctionLibrary {
  public:
    explicit PricedLibrary(CostOfTry cost) : FunctionLibrary(reference_functions()), cost_(std::move(cost)) {}

    std::chrono::nanoseconds processor_time() const override { return spent_; }

    Answer<JsonValue> decode_detail(const Bytes& bytes, const Surroundings&) override {
        spent_ += cost_(static_cast<double>(bytes.size()), tries_++);
        return json_object({});
    }

    int tries() const { return tries_; }

  private:
    CostOfTry cost_;
    nanoseconds spent_{0};
    int tries_ = 0;
};

std::string told_of(CostOfTry cost) {
    PricedLibrary library(std::move(cost));
    return told(reading_costs_what_it_reads(library, {100}));
}

// Some 2 300 to 18 400 bytes; the largest costs some 20 milliseconds.
CostOfTry power_of_size(double power) {
    return [power](double size, int) {
        return nanoseconds(static_cast<std::int64_t>(2e7 * std::pow(size / 18'500, power)));
    };
}

TEST(CostOracle, a_cost_in_proportion_to_the_size_is_right) {
    EXPECT_EQ(told(reading_costs_what_it_reads(*reference_library(), {100})), "");
    for (const double power : {0.0, 1.0, 1.4}) EXPECT_EQ(told_of(power_of_size(power)), "") << power;
    EXPECT_EQ(told_of([](double size, int) { return nanoseconds(static_cast<std::int64_t>(size * std::log2(size))); }),
              "");
}

TEST(CostOracle, a_cost_that_grows_with_the_square_is_told) {
    for (const double power : {1.6, 2.0, 3.0}) EXPECT_EQ(told_of(power_of_size(power)), grows_too_fast) << power;
    EXPECT_EQ(told(reading_costs_what_it_reads(*defective("reading-costs-the-square"), {100})), grows_too_fast);
}

TEST(CostOracle, less_than_a_millisecond_is_of_no_account) {
    const auto largest_costs = [](nanoseconds most) {
        return [most](double size, int) { return size > 18'000 ? most : nanoseconds(10); };
    };
    EXPECT_EQ(told_of(largest_costs(milliseconds(1) - nanoseconds(1))), "");
    EXPECT_EQ(told_of(largest_costs(milliseconds(1))), grows_too_fast);
}

TEST(CostOracle, the_least_of_five_tries_counts) {
    const auto right_at = [](int right_try) {
        return [right_try](double size, int try_of_all) {
            return size > 18'000 && try_of_all % 5 != right_try ? milliseconds(19) : microseconds(1);
        };
    };
    for (const int right_try : {0, 4}) EXPECT_EQ(told_of(right_at(right_try)), "") << right_try;
    EXPECT_EQ(told_of(right_at(5)), grows_too_fast);
}

TEST(CostOracle, what_costs_much_is_not_tried_again) {
    PricedLibrary cheap([](double, int) { return milliseconds(20) - nanoseconds(1); });
    PricedLibrary dear([](double, int) { return milliseconds(20); });
    EXPECT_EQ(told(reading_costs_what_it_reads(cheap, {100})), "");
    EXPECT_EQ(told(reading_costs_what_it_reads(dear, {100})), "");
    EXPECT_EQ(cheap.tries(), 20);
    EXPECT_EQ(dear.tries(), 4);
}

TEST(CostOracle, what_is_not_read_and_a_time_that_goes_back_are_not_judged) {
    for (const auto& decode : {decltype(LibraryFunctions::decode_detail)(refusing<JsonValue>()),
                               decltype(LibraryFunctions::decode_detail)(lacking<JsonValue>())})
        EXPECT_EQ(told(reading_costs_what_it_reads(
                      *reference_but([&](LibraryFunctions& f) { f.decode_detail = decode; }), {100})),
                  "");
    EXPECT_EQ(told_of([](double, int) { return -milliseconds(1); }), "");
    EXPECT_EQ(told_of([](double size, int try_of_all) {
                  return try_of_all % 5 == 0 ? -milliseconds(1) : power_of_size(2)(size, 0);
              }),
              grows_too_fast);
}

TEST(CostOracle, a_detail_of_more_ids_than_the_most_is_not_made) {
    const auto tries_with = [](std::uint64_t ids) {
        PricedLibrary library([](double, int) { return milliseconds(20); });
        reading_costs_what_it_reads(library, {ids});
        return library.tries();
    };
    EXPECT_EQ(tries_with(ReadingCost::most), 4);
    EXPECT_EQ(tries_with(ReadingCost::most + 1), 0);
    EXPECT_EQ(tries_with(~std::uint64_t{0}), 0);
}

TEST(CostOracle, the_fitted_power_is_the_slope_of_the_logarithms) {
    const auto power = [](std::vector<nanoseconds> costs) { return fitted_power(costs); };
    using namespace std::chrono_literals;
    EXPECT_DOUBLE_EQ(power({1ns, 2ns}), 1);
    EXPECT_DOUBLE_EQ(power({1ns, 4ns, 16ns}), 2);
    EXPECT_DOUBLE_EQ(power({8ns, 8ns, 8ns, 8ns}), 0);
    EXPECT_DOUBLE_EQ(power({1ns, 1ns, 8ns}), 1.5);
    EXPECT_DOUBLE_EQ(power({1ns, 1ns, 1ns, 32ns}), 1.5);
}

}  // namespace
}  // namespace keyturn
