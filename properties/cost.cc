#include "properties/cost.h"

#include <algorithm>
#include <cmath>

#include "properties/answers.h"
#include "properties/named_keys.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr std::uint64_t multiples[] = {1, 2, 4, 8}, smallest_id = 1'000'000'000'000'000'000;
constexpr double steepest_power = 1.5;
// What costs less than the one is in proportion to anything; what costs more than the other need not be tried again.
constexpr nanoseconds of_no_account = milliseconds(1), beyond_doubt = milliseconds(20);

Bytes detail_with(std::uint64_t ids) {
    MemberAdd add;
    add.conversation_key_version = "1";
    for (std::uint64_t i = 0; i < ids; ++i) add.new_members.push_back(std::to_string(smallest_id + i));
    return write_thrift(add.to_detail(), message_event_detail_schema);
}

// Nothing when the detail is not read, or the library's time began anew in between.
std::optional<nanoseconds> cost_of_one_try(Library& library, const Bytes& bytes) {
    const nanoseconds before = library.processor_time();
    if (!library.decode_detail(bytes, surroundings())) return std::nullopt;
    const nanoseconds spent = library.processor_time() - before;
    return spent > nanoseconds(0) ? std::optional(spent) : std::nullopt;
}

std::optional<nanoseconds> cost_of_reading(Library& library, const Bytes& bytes) {
    constexpr int tries = 5;
    std::optional<nanoseconds> least;
    for (int i = 0; i < tries && least.value_or(nanoseconds(0)) < beyond_doubt; ++i)
        if (const auto cost = cost_of_one_try(library, bytes)) least = std::min(least.value_or(*cost), *cost);
    return least;
}

}  // namespace

double fitted_power(std::span<const nanoseconds> costs) {
    const double middle = static_cast<double>(costs.size() - 1) / 2;
    double covariance = 0, variance = 0;
    for (std::size_t doubled = 0; doubled < costs.size(); ++doubled) {
        const double distance = static_cast<double>(doubled) - middle;
        covariance += distance * std::log2(static_cast<double>(costs[doubled].count()));
        variance += distance * distance;
    }
    return covariance / variance;
}

std::optional<Violation> reading_costs_what_it_reads(Library& library, const ReadingCost& input) {
    if (input.ids > ReadingCost::most) return std::nullopt;
    std::vector<nanoseconds> costs;
    for (const std::uint64_t multiple : multiples) {
        const auto cost = cost_of_reading(library, detail_with(multiple * input.ids));
        if (!cost) return std::nullopt;
        costs.push_back(*cost);
    }
    if (costs.back() < of_no_account || fitted_power(costs) <= steepest_power) return std::nullopt;
    return violated("AM-SIG-042", fmt::format("what reading a detail costs grows with more than the power {} of its "
                                              "size, from {} ids to {}",
                                              steepest_power, input.ids, multiples[3] * input.ids));
}

}  // namespace keyturn
