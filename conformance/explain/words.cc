#include "conformance/explain/words.h"

#include <fmt/format.h>

#include <chrono>
#include <set>

#include "conformance/shown_text.h"
#include "protocol/identifiers.h"

namespace keyturn {

std::optional<std::string> utc_text(std::uint64_t msec) {
    using namespace std::chrono;
    constexpr std::uint64_t year_10000 = 253'402'300'800'000;
    if (msec >= year_10000) return std::nullopt;
    const sys_time<milliseconds> time{milliseconds(msec)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03} UTC", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::string quoted(std::string_view text) { return shown_bytes(text); }

std::string or_not_set(const std::optional<std::string>& text) { return text ? quoted(*text) : "not set"; }

std::string users_in_words(const std::vector<std::string>& user_ids) {
    constexpr std::size_t most = 8;
    if (user_ids.empty()) return "nobody";
    std::string text;
    for (std::size_t i = 0; i < user_ids.size() && i < most; ++i) {
        const std::string& id = user_ids[i];
        text += (i == 0 ? "" : ", ") + (is_user_id(id) ? id : quoted(id));
    }
    if (user_ids.size() > most) text += fmt::format(" and {} more", user_ids.size() - most);
    return user_ids.size() == 1 ? text : fmt::format("{} ({} users)", text, user_ids.size());
}

std::string version_in_words(std::string_view key_version) {
    const auto msec = read_key_version(key_version);
    const auto time = msec ? utc_text(*msec) : std::nullopt;
    if (!msec) return quoted(key_version);
    return fmt::format("{} ({})", *msec, time ? *time : "later than the year 9999");
}

std::string in_words(std::optional<std::int64_t> msec) { return msec ? fmt::format("{} ms", *msec) : "not set"; }

std::string in_words(std::optional<bool> flag) { return !flag ? "not set" : *flag ? "on" : "off"; }

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Words Words::within(std::string_view part) const {
    Words inside(*this);
    inside.indent_ += "  ";
    inside.place_ = in_place(part);
    return inside;
}

Words Words::with(const ExplainOptions& options) const {
    Words other(*this);
    other.options_ = &options;
    return other;
}

std::string Words::in_place(std::string_view text) const {
    return place_.empty() ? std::string(text) : fmt::format("{}, {}", place_, text);
}

void Words::say(std::string_view line) {
    if (explanation_.lines.size() < Explanation::most_lines) explanation_.lines.push_back(indent_ + std::string(line));
}

void Words::find_odd(std::string_view oddity) {
    if (explanation_.oddities.size() == Explanation::most_oddities) {
        ++explanation_.oddities_left_out;
        return;
    }
    explanation_.oddities.push_back(place_.empty() ? std::string(oddity) : fmt::format("{}: {}", place_, oddity));
}

void Words::find_odd_if(bool odd, std::string_view oddity) {
    if (odd) find_odd(oddity);
}

void Words::find_problems(const Problems& problems, std::string_view whole) {
    for (const Problem& problem : problems)
        find_odd(fmt::format("{}: expected {}, found {}",
                             problem.pointer.empty() ? std::string(whole) : quoted(problem.pointer), problem.expected,
                             problem.actual));
}

void Words::find_doubled(std::string_view list, const std::vector<std::string>& ids) {
    std::set<std::string_view> seen, told;
    for (const std::string& id : ids)
        if (!seen.insert(id).second && told.insert(id).second)
            find_odd(fmt::format("{} stands in {} more than once", quoted(id), list));
}

void Words::check(std::string_view what, std::optional<bool> held, std::string why) {
    if (may_check()) explanation_.checks.push_back({in_place(what), held, std::move(why)});
}

void Words::check(std::string_view what, const Result<void>& held) {
    check(what, held.has_value(), held ? "" : held.error().reason);
}

}  // namespace keyturn
