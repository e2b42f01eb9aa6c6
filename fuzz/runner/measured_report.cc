#include "fuzz/runner/measured_report.h"

#include <cstdlib>

#include "conformance/file_format.h"
#include "fuzz/corpus/corpus_folder.h"
#include "protocol/object_reader.h"

namespace keyturn::fuzz {
namespace {

constexpr double most = 1e15;  // of anything a run counts

double amount(ObjectReader& object, std::string_view key) {
    const JsonValue* found = object.required_value(key);
    if (!found) return 0;
    const double number = found->is(JsonKind::number) ? std::strtod(found->text.c_str(), nullptr) : -1;
    if (number >= 0 && number <= most) return number;
    object.complain(key, "a number from 0 to 1e15", found);
    return 0;
}

std::uint64_t count(ObjectReader& object, std::string_view key) {
    object.required_value(key);
    const auto number = object.optional_integer(key);
    if (number && *number < 0) object.complain(key, "a number from 0", object.value(key));
    return number && *number > 0 ? static_cast<std::uint64_t>(*number) : 0;
}

bool flag(ObjectReader& object, std::string_view key) {
    object.required_value(key);
    return object.optional_boolean(key).value_or(false);
}

// A number, or null: there was no such bound.
std::optional<std::uint64_t> bound(ObjectReader& object, std::string_view key) {
    const JsonValue* found = object.value(key);
    return found && !found->is(JsonKind::null) ? std::optional(count(object, key)) : std::nullopt;
}

Branch read_branch(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    Branch branch{nonempty_text(object, "file"), count(object, "line"), object.text("text"), object.text("condition"),
                  object.text("never") == "true"};
    object.finish();
    return branch;
}

void read_branches(MeasuredTarget& target, const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    for (const char* key : {"count", "reached", "floor", "unreachable"}) object.required_value(key);
    target.percent = amount(object, "percent");
    object.required_value("unreached");
    const std::vector<JsonValue>& unreached = object.elements("unreached");
    for (std::size_t i = 0; i < unreached.size(); ++i)
        target.unreached.push_back(read_branch(unreached[i], pointer_to(object.pointer("unreached"), i), problems));
    object.finish();
}

MeasuredTarget read_target(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    for (const char* key : {"executions", "seeds", "corpus", "peak_mb", "findings", "shortcomings"})
        object.required_value(key);
    MeasuredTarget target{.name = nonempty_text(object, "name")};
    target.executions_a_second = amount(object, "executions_a_second");
    if (const JsonValue* branches = object.value("branches"); branches && !branches->is(JsonKind::null))
        read_branches(target, *branches, object.pointer("branches"), problems);
    target.is_sound = object.elements("findings").empty() && object.elements("shortcomings").empty();
    object.finish();
    return target;
}

Budget read_budget(const JsonValue& value, Problems& problems) {
    ObjectReader object(value, "/budget", problems);
    Budget budget{bound(object, "seconds"), bound(object, "executions"), flag(object, "from_empty"),
                  flag(object, "kept_corpus")};
    object.finish();
    return budget;
}

}  // namespace

std::expected<MeasuredReport, Problems> read_report(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    MeasuredReport report;
    if (const JsonValue* budget = object.required_value("budget")) report.budget = read_budget(*budget, problems);
    object.required_value("targets");
    const std::vector<JsonValue>& targets = object.elements("targets");
    for (std::size_t i = 0; i < targets.size(); ++i)
        report.targets.push_back(read_target(targets[i], pointer_to(object.pointer("targets"), i), problems));
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return report;
}

std::expected<MeasuredReport, std::string> load_report(const std::filesystem::path& file) {
    const auto document = read_json_file(file);
    if (!document) return std::unexpected(document.error());
    auto report = read_report(*document);
    if (!report) return std::unexpected(lines_of(file, report.error()));
    return *std::move(report);
}

UnreachedBefore unreached_of(const MeasuredReport& report) {
    UnreachedBefore before;
    for (const MeasuredTarget& target : report.targets)
        if (target.percent) before.emplace(target.name, target.unreached);
    return before;
}

}  // namespace keyturn::fuzz
