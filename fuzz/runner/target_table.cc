#include "fuzz/runner/target_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "conformance/file_format.h"
#include "protocol/object_reader.h"

namespace keyturn::fuzz {
namespace {

double percent(ObjectReader& object, std::string_view key) {
    const JsonValue* found = object.required_value(key);
    if (!found) return 0;
    const double number = found->is(JsonKind::number) ? std::strtod(found->text.c_str(), nullptr) : -1;
    if (number >= 0 && number <= 100) return number;
    object.complain(key, "a number from 0 to 100", found);
    return 0;
}

std::uint64_t rate(ObjectReader& object, std::string_view key) {
    object.required_value(key);
    const auto number = object.optional_integer(key);
    if (number && *number < 0) object.complain(key, "a number from 0", object.value(key));
    return static_cast<std::uint64_t>(std::max<std::int64_t>(number.value_or(0), 0));
}

TargetRow read_row(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    TargetRow row;
    row.name = nonempty_text(object, "name");
    row.subject = nonempty_text(object, "subject");
    row.aims_at = object.texts("aims_at");
    if (row.aims_at.empty()) object.complain("aims_at", "one or more source files", object.value("aims_at"));
    row.mutator = object.optional_text("mutator").value_or("");
    row.dictionary = object.optional_text("dictionary").value_or("");
    row.branch_floor = percent(object, "branch_floor");
    row.executions_floor = rate(object, "executions_floor");
    object.finish();
    return row;
}

}  // namespace

std::expected<std::vector<TargetRow>, Problems> read_target_table(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    std::vector<TargetRow> table;
    object.required_value("targets");
    const std::vector<JsonValue>& targets = object.elements("targets");
    for (std::size_t i = 0; i < targets.size(); ++i) {
        TargetRow row = read_row(targets[i], pointer_to(object.pointer("targets"), i), problems);
        if (find_target(table, row.name))
            problems.push_back({"", pointer_to("/targets", i), "each name once", row.name});
        table.push_back(std::move(row));
    }
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return table;
}

const TargetRow* find_target(const std::vector<TargetRow>& table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &TargetRow::name);
    return found == table.end() ? nullptr : &*found;
}

}  // namespace keyturn::fuzz
