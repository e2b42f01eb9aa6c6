#include "conformance/matcher.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/difference_list.h"
#include "conformance/file_format.h"
#include "conformance/json_comparison.h"
#include "conformance/media_type.h"
#include "conformance/shown_text.h"

namespace keyturn {
namespace {

bool allows_status(const ExpectedResponse& expected, int status) {
    return expected.statuses.empty() || std::ranges::count(expected.statuses, status) > 0;
}

void compare_status(const ExpectedResponse& expected, int status, DifferenceList& differences) {
    if (allows_status(expected, status)) return;
    std::vector<std::string> statuses;
    for (const int wanted : expected.statuses) statuses.push_back(std::to_string(wanted));
    differences.add({"status", one_of(statuses), std::to_string(status)});
}

std::vector<std::string> values_of(const std::vector<HeaderLine>& lines, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [key, value] : lines)
        if (equals_ignoring_case(key, name)) values.push_back(value);
    return values;
}

std::vector<Difference> header_differences(std::string_view name, const std::string& expected,
                                           const std::string& actual) {
    const std::string place = fmt::format("header {}", name);
    if (equals_ignoring_case(name, "Content-Type")) return media_type_differences(place, expected, actual);
    if (expected == actual) return {};
    return {{place, shown_bytes(expected), shown_bytes(actual)}};
}

void compare_lines_of(std::string_view name, const std::vector<std::string>& expected,
                      const std::vector<std::string>& actual, DifferenceList& differences) {
    const std::string place = fmt::format("header {}", name);
    for (std::size_t i = 0; i < std::max(expected.size(), actual.size()); ++i) {
        if (i >= actual.size())
            differences.add({place, shown_bytes(expected[i]), "nothing", DifferenceKind::missing});
        else if (i >= expected.size())
            differences.add({place, "nothing", shown_bytes(actual[i]) + " in another line"});
        else
            for (Difference& difference : header_differences(name, expected[i], actual[i]))
                differences.add(std::move(difference));
    }
}

void compare_headers(const std::vector<HeaderLine>& expected, const std::vector<HeaderLine>& actual,
                     DifferenceList& differences) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const std::string& name = expected[i].first;
        const auto first = std::ranges::find_if(
            expected, [&](const HeaderLine& line) { return equals_ignoring_case(line.first, name); });
        if (first - expected.begin() == static_cast<std::ptrdiff_t>(i))
            compare_lines_of(name, values_of(expected, name), values_of(actual, name), differences);
    }
}

void compare_body(const ExpectedResponse& expected, const std::string& body, const MatchContext& context,
                  DifferenceList& differences) {
    if (expected.bytes && *expected.bytes != body) {
        auto [wanted, found] = shown_apart(*expected.bytes, body);
        differences.add({"body", std::move(wanted), std::move(found)});
    }
    if (!expected.json && expected.matchers.empty()) return;
    const auto document = parse_json(body);
    if (document)
        compare_json(expected.json ? &*expected.json : nullptr, *document, expected.matchers, context, differences);
    else
        differences.add(
            {"body", "a JSON document",
             fmt::format("{} at byte {} of {}", document.error().reason, document.error().offset, body.size())});
}

// Only what fits as a whole captures anything.
std::vector<Difference> nearest_differences(const ExpectedResponse& expected, const HttpResponse& actual,
                                            std::uint64_t now_msec, Captures& captures) {
    std::optional<std::vector<Difference>> nearest;
    for (const ExpectedResponse& alternative : expected.any_of) {
        if (!allows_status(alternative, actual.status)) continue;
        Captures captured = captures;
        auto found = differences(alternative, actual, now_msec, captured);
        if (found.empty()) captures = std::move(captured);
        if (!nearest || found.size() < nearest->size()) nearest = std::move(found);
    }
    return nearest.value_or(std::vector<Difference>{});
}

}  // namespace

std::string_view name_of(DifferenceKind kind) {
    constexpr std::string_view names[] = {"wrong", "missing", "extra", "written otherwise", "moved", "doubled"};
    return names[static_cast<std::size_t>(kind)];
}

std::vector<Difference> differences(const ExpectedResponse& expected, const HttpResponse& actual,
                                    std::uint64_t now_msec, Captures& captures) {
    DifferenceList all;
    if (!expected.any_of.empty() && allows_status(expected, actual.status))
        return nearest_differences(expected, actual, now_msec, captures);
    compare_status(expected, actual.status, all);
    compare_headers(expected.headers, actual.headers, all);
    compare_body(expected, actual.body, {now_msec, captures}, all);
    return all.take();
}

}  // namespace keyturn
