#include "fuzz/runner/engine_line.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace keyturn::fuzz {
namespace {

std::optional<std::uint64_t> leading_number(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    return number;
}

std::optional<std::uint64_t> number_after(std::string_view line, std::string_view label) {
    const auto place = line.find(label);
    if (place == std::string_view::npos) return std::nullopt;
    return leading_number(line.substr(place + label.size()));
}

std::optional<std::string_view> rest_after(std::string_view line, std::string_view label) {
    const auto place = line.find(label);
    if (place == std::string_view::npos) return std::nullopt;
    return line.substr(place + label.size());
}

void keep_larger(std::uint64_t& kept, std::optional<std::uint64_t> seen) {
    if (seen && *seen > kept) kept = *seen;
}

}  // namespace

void read_engine_line(std::string_view line, EngineStatus& status) {
    if (line.starts_with('#')) {
        keep_larger(status.executions, leading_number(line.substr(1)));
        keep_larger(status.edges, number_after(line, " cov:"));
        keep_larger(status.peak_mb, number_after(line, " rss:"));
    }
    keep_larger(status.executions, number_after(line, "stat::number_of_executed_units:"));
    keep_larger(status.peak_mb, number_after(line, "stat::peak_rss_mb:"));
    keep_larger(status.seeds, number_after(line, "INFO: seed corpus: files:"));
    if (const auto oracle = rest_after(line, "oracle violated: ");
        oracle && !status.finding.starts_with("oracle violated: "))
        status.finding = "oracle violated: " + std::string(*oracle);
    if (const auto summary = rest_after(line, "SUMMARY: "); summary && status.finding.empty())
        status.finding = *summary;
    if (const auto artifact = rest_after(line, "Test unit written to ")) status.artifact = *artifact;
}

std::optional<std::string> first_different_trace(std::string_view first, std::string_view second) {
    const auto take_line = [](std::string_view& text) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        return line;
    };
    while (!first.empty() || !second.empty()) {
        const std::string_view one = take_line(first), other = take_line(second);
        const std::string_view named = one.empty() ? other : one;
        if (one != other) return std::string(named.substr(0, named.find(' ')));
    }
    return std::nullopt;
}

}  // namespace keyturn::fuzz
