#include "tools/bounded_load.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <utility>

#include "tools/clock_and_seed.h"

namespace keyturn {
namespace {

using std::chrono::microseconds;

constexpr double slowest = 0.001, fastest = 1'000'000;  // requests a second

microseconds of_seconds(double time) { return std::chrono::ceil<microseconds>(std::chrono::duration<double>(time)); }

void say(const std::string& sentence) { fmt::print(stderr, "keyturn conform: {}\n", sentence); }

}  // namespace

std::expected<microseconds, std::string> read_rate(const std::string& rate) {
    constexpr std::string_view unit = "/s";
    if (rate.empty()) return microseconds(0);
    double number = 0;
    const char* const end = rate.data() + rate.size();
    const auto [stop, error] = std::from_chars(rate.data(), end, number, std::chars_format::fixed);
    if (error != std::errc() || std::string_view(stop, end) != unit || !(number >= slowest && number <= fastest))
        return std::unexpected(
            fmt::format("--rate '{}': expected N/s with N from {} to {}, as in 5/s", rate, slowest, fastest));
    return microseconds(static_cast<microseconds::rep>(std::ceil(1e6 / number)));
}

BoundedLoad::BoundedLoad(const ConformOptions& options, microseconds interval, std::function<bool()> interrupted)
    : time_(system_time([] { return false; })),
      case_timeout_(of_seconds(options.case_timeout_s)),
      run_(of_seconds(options.run_timeout_s), time_),
      pacer_(interval, time_, [this] { patience_.hold(); }),
      patience_(of_seconds(options.max_wait_s),
                system_time([this, interrupted = std::move(interrupted)] { return interrupted() || run_.is_over(); }),
                clock_of(std::nullopt), say) {}

std::unique_ptr<Transport> BoundedLoad::for_states(std::unique_ptr<Transport> way) {
    return std::make_unique<PatientTransport>(std::make_unique<PacedTransport>(std::move(way), pacer_), patience_);
}

std::unique_ptr<Transport> BoundedLoad::for_cases(std::unique_ptr<HttpTransport> way, CaseLimit& of_case) {
    auto exchange = [shared = std::shared_ptr<HttpTransport>(std::move(way))](const HttpRequest& request,
                                                                              microseconds at_most) {
        return shared->exchange_within(request, at_most);
    };
    return for_states(std::make_unique<LimitedTransport>(std::move(exchange), run_, of_case, time_));
}

}  // namespace keyturn
