#include "conformance/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "conformance/file_format.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

constexpr std::uint64_t day_msec = 24ull * 60 * 60 * 1000;
constexpr std::uint64_t days_for_a_new_failure = 30;

bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(from, count)) value = c >= '0' && c <= '9' ? value * 10 + (c - '0') : -100'000;
        return value;
    };
    const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    return number(0, 4) >= 0 && day.ok();
}

KnownFailure read_known_failure(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    KnownFailure failure;
    failure.case_id = nonempty_text(object, "case");
    failure.requirements = distinct_texts(object, "requirements");
    failure.reason = nonempty_text(object, "reason");
    failure.owner = nonempty_text(object, "owner");
    failure.expires = object.text("expires");
    if (const JsonValue* expires = object.value("expires"); expires && !is_day(failure.expires))
        object.complain("expires", "a day such as \"2027-01-31\"", expires);
    object.finish();
    return failure;
}

bool was_judged(VerdictKind kind) {
    return kind == VerdictKind::conformant || kind == VerdictKind::tolerated || kind == VerdictKind::nonconformant ||
           kind == VerdictKind::flaky;
}

bool fails(VerdictKind kind, bool strict) {
    return kind == VerdictKind::nonconformant || kind == VerdictKind::flaky ||
           (strict && kind == VerdictKind::tolerated);
}

bool breaks_nothing_else(const Verdict& verdict, const KnownFailure& known) {
    return std::ranges::all_of(verdict.requirements, [&](const std::string& id) {
        return std::ranges::find(known.requirements, id) != known.requirements.end();
    });
}

std::string expired_sentence(const KnownFailure& known) {
    return fmt::format("{} was to be right by {} (owner: {}; {})", known.case_id, known.expires, known.owner,
                       known.reason);
}

}  // namespace

const KnownFailure* Baseline::find(std::string_view case_id) const {
    const auto found = std::ranges::find(known, case_id, &KnownFailure::case_id);
    return found == known.end() ? nullptr : &*found;
}

std::expected<Baseline, Problems> read_baseline(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    object.required_value("known_failures");
    Baseline baseline;
    std::set<std::string> seen;
    for (const JsonValue& element : object.elements("known_failures")) {
        const std::string pointer = pointer_to("/known_failures", baseline.known.size());
        baseline.known.push_back(read_known_failure(element, pointer, problems));
        const std::string& id = baseline.known.back().case_id;
        if (!id.empty() && !seen.insert(id).second)
            problems.push_back({"", pointer + "/case", "each case once", "\"" + id + "\" again"});
    }
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return baseline;
}

JsonValue baseline_to_json(const Baseline& baseline) {
    std::vector<KnownFailure> sorted = baseline.known;
    std::ranges::sort(sorted, {}, &KnownFailure::case_id);
    JsonValue failures = json_array();
    for (const KnownFailure& known : sorted) {
        JsonValue requirements = json_array();
        for (const std::string& id : known.requirements) requirements.elements.push_back(json_string(id));
        failures.elements.push_back(json_object({{"case", json_string(known.case_id)},
                                                 {"requirements", std::move(requirements)},
                                                 {"reason", json_string(known.reason)},
                                                 {"owner", json_string(known.owner)},
                                                 {"expires", json_string(known.expires)}}));
    }
    return json_object({{"schema", json_number("1")}, {"known_failures", std::move(failures)}});
}

BaselineReport compare(const Baseline& baseline, const std::vector<Verdict>& verdicts, std::string_view today,
                       bool strict) {
    BaselineReport report;
    for (const Verdict& verdict : verdicts) {
        const KnownFailure* known = baseline.find(verdict.case_id);
        if (!known || !was_judged(verdict.kind)) continue;
        if (!fails(verdict.kind, strict)) {
            report.stale.push_back(fmt::format("{} passes, and is known to fail", verdict.case_id));
            continue;
        }
        if (breaks_nothing_else(verdict, *known)) report.known.push_back(verdict.case_id);
        if (known->expires < today) report.stale.push_back(expired_sentence(*known));
    }
    return report;
}

Baseline updated(const Baseline& baseline, const std::vector<Verdict>& verdicts, std::uint64_t now_msec, bool strict) {
    Baseline after;
    std::set<std::string> judged;
    for (const Verdict& verdict : verdicts) {
        if (!was_judged(verdict.kind)) continue;
        judged.insert(verdict.case_id);
        if (!fails(verdict.kind, strict)) continue;
        const KnownFailure* known = baseline.find(verdict.case_id);
        after.known.push_back(known ? *known
                                    : KnownFailure{verdict.case_id,
                                                   {},
                                                   "to be looked into",
                                                   "nobody",
                                                   day_of(now_msec + days_for_a_new_failure * day_msec)});
        after.known.back().requirements = verdict.requirements;
    }
    for (const KnownFailure& known : baseline.known)
        if (!judged.contains(known.case_id)) after.known.push_back(known);
    return after;
}

std::string day_of(std::uint64_t msec) {
    constexpr std::uint64_t last_day = 2'932'896;  // 9999-12-31
    const std::chrono::year_month_day day{
        std::chrono::sys_days(std::chrono::days(std::min(msec / day_msec, last_day)))};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

}  // namespace keyturn
