#include "conformance/load/retry_after.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "protocol/identifiers.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds far_future{1LL << 40};  // later times are as good, and sums with it do not overflow

// The three forms that RFC 9110, section 5.6.7, has every recipient read.
constexpr const char* date_forms[] = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"};

std::optional<seconds> read_seconds(const std::string& text) {
    if (!is_decimal(text)) return std::nullopt;
    seconds::rep count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    return error == std::errc() ? std::min(seconds(count), far_future) : far_future;
}

// Since 1970.
std::optional<seconds> read_http_date(const std::string& text) {
    for (const char* form : date_forms) {
        std::tm parts{};
        const char* end = strptime(text.c_str(), form, &parts);
        if (end && !*end) return seconds(timegm(&parts));
    }
    return std::nullopt;
}

template <class Read>
auto read_header(const HttpResponse& answer, std::string_view name, Read read) {
    const std::string* value = find_header(answer.headers, name);
    return value ? read(*value) : std::nullopt;
}

std::optional<milliseconds> only_to_come(milliseconds wait) {
    return wait > milliseconds(0) ? std::optional(wait) : std::nullopt;
}

std::optional<milliseconds> wait_exactly(const HttpResponse& answer, std::uint64_t now_msec) {
    if (const auto wait = read_header(answer, "Retry-After", read_seconds)) return only_to_come(*wait);
    const auto date = read_header(answer, "Date", read_http_date);
    const milliseconds now = date ? milliseconds(*date) : milliseconds(now_msec);
    if (const auto until = read_header(answer, "Retry-After", read_http_date)) return only_to_come(*until - now);
    if (const auto reset = read_header(answer, "x-rate-limit-reset", read_seconds)) return only_to_come(*reset - now);
    return std::nullopt;
}

}  // namespace

bool refuses_for_load(const HttpResponse& answer) {
    return answer.status == 429 || (answer.status == 503 && find_header(answer.headers, "Retry-After"));
}

std::optional<seconds> wait_asked_for(const HttpResponse& answer, std::uint64_t now_msec) {
    const auto wait = wait_exactly(answer, now_msec);
    if (!wait) return std::nullopt;
    return std::min(std::chrono::ceil<seconds>(*wait), longest_wait_asked_for);
}

}  // namespace keyturn
