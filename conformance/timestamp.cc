#include "conformance/timestamp.h"

#include <chrono>
#include <string_view>

#include "protocol/identifiers.h"

namespace keyturn {
namespace {

using namespace std::chrono;

// Takes `length` digits from the front of a text, and the mark behind them.
class DateScanner {
  public:
    explicit DateScanner(std::string_view text) : rest_(text) {}

    int number(std::size_t length) {
        const std::string_view digits = rest_.substr(0, length);
        if (digits.size() != length || !is_decimal(digits)) return fail();
        rest_.remove_prefix(length);
        int value = 0;
        for (const char digit : digits) value = value * 10 + (digit - '0');
        return value;
    }

    // The first of `marks` that stands here; NUL after a failure.
    char mark(std::string_view marks) {
        if (rest_.empty() || !marks.contains(rest_.front())) return static_cast<char>(fail());
        const char found = rest_.front();
        rest_.remove_prefix(1);
        return found;
    }

    bool next_is(std::string_view marks) const { return !rest_.empty() && marks.contains(rest_.front()); }

    milliseconds fraction() {
        mark(".");
        const std::size_t end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        if (end == 0) fail();
        int msec = 0;
        for (std::size_t i = 0; i < 3; ++i) msec = msec * 10 + (i < end ? rest_[i] - '0' : 0);
        rest_.remove_prefix(end);
        return milliseconds(msec);
    }

    bool done() const { return ok_ && rest_.empty(); }

  private:
    int fail() {
        ok_ = false;
        return 0;
    }

    std::string_view rest_;
    bool ok_ = true;
};

// Reads one after the other: the order in which arguments are evaluated is not fixed.
std::optional<sys_days> read_date(DateScanner& scanner) {
    const year y(scanner.number(4));
    scanner.mark("-");
    const month m(static_cast<unsigned>(scanner.number(2)));
    scanner.mark("-");
    const day d(static_cast<unsigned>(scanner.number(2)));
    const year_month_day date(y, m, d);
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

std::optional<milliseconds> read_clock(DateScanner& scanner, int most_seconds) {
    const int h = scanner.number(2);
    scanner.mark(":");
    const int m = scanner.number(2);
    if (h > 23 || m > 59) return std::nullopt;
    const auto time = hours(h) + minutes(m);
    if (most_seconds == 0) return time;
    scanner.mark(":");
    const int s = scanner.number(2);
    if (s > most_seconds) return std::nullopt;
    const milliseconds whole = time + seconds(s);
    return scanner.next_is(".") ? whole + scanner.fraction() : whole;
}

std::optional<milliseconds> read_offset(DateScanner& scanner) {
    const char sign = scanner.mark("Zz+-");
    if (sign != '+' && sign != '-') return milliseconds(0);
    const auto offset = read_clock(scanner, 0);
    if (!offset) return std::nullopt;
    return sign == '-' ? -*offset : *offset;
}

std::optional<std::uint64_t> read_rfc_3339(std::string_view text) {
    constexpr int leap_second = 60;
    DateScanner scanner(text);
    const auto date = read_date(scanner);
    scanner.mark("Tt");
    const auto clock = read_clock(scanner, leap_second);
    const auto offset = read_offset(scanner);
    if (!date || !clock || !offset || !scanner.done()) return std::nullopt;
    const milliseconds time = date->time_since_epoch() + *clock - *offset;
    if (time < milliseconds(0)) return std::nullopt;
    return static_cast<std::uint64_t>(time.count());
}

}  // namespace

std::optional<std::uint64_t> read_time_msec(const JsonValue& value) {
    if (!value.is(JsonKind::string) && !value.is(JsonKind::number)) return std::nullopt;
    if (const auto msec = read_key_version(value.text)) return msec;
    if (!value.is(JsonKind::string)) return std::nullopt;
    return read_rfc_3339(value.text);
}

}  // namespace keyturn
