#include "fuzz/planted/planted_bug.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/file_format.h"
#include "protocol/object_reader.h"

namespace keyturn::fuzz {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

bool is_source_of_product(std::string_view file) {
    constexpr std::array folders = {"protocol/", "adapters/", "properties/", "conformance/", "fuzz/"};
    return file.ends_with(".cc") && !file.contains("..") &&
           std::ranges::any_of(folders, [&](const char* folder) { return file.starts_with(folder); });
}

std::string name(ObjectReader& object, std::string_view key) {
    std::string text = object.text(key);
    if (object.value(key) && !is_name(text)) object.complain(key, "a name of a-z, 0-9 and _", object.value(key));
    return text;
}

std::string kind(ObjectReader& object) {
    std::string text = object.text("kind");
    if (object.value("kind") && std::ranges::find(planted_bug_kinds, text) == planted_bug_kinds.end())
        object.complain("kind", "a kind of planted-bugs.schema.json", object.value("kind"));
    return text;
}

std::string source_file(ObjectReader& object) {
    std::string text = object.text("file");
    if (object.value("file") && !is_source_of_product(text))
        object.complain("file", "a .cc of protocol, adapters, properties, conformance or fuzz", object.value("file"));
    return text;
}

PlantedBug read_bug(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    PlantedBug bug;
    bug.name = name(object, "name");
    bug.kind = kind(object);
    bug.file = source_file(object);
    bug.from = nonempty_text(object, "from");
    bug.to = object.text("to");
    if (object.value("to") && bug.from == bug.to) object.complain("to", "another text than `from`", object.value("to"));
    bug.target = name(object, "target");
    bug.oracle = nonempty_text(object, "oracle");
    bug.says = object.value("says") ? nonempty_text(object, "says") : bug.oracle;
    bug.requirement = object.optional_text("requirement").value_or("");
    bug.why = nonempty_text(object, "why");
    bug.memory = object.optional_boolean("memory").value_or(false);
    object.finish();
    return bug;
}

std::size_t count_of(std::string_view part, std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

}  // namespace

std::expected<std::vector<PlantedBug>, Problems> read_planted_bugs(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    std::vector<PlantedBug> bugs;
    object.required_value("bugs");
    const std::vector<JsonValue>& rows = object.elements("bugs");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PlantedBug bug = read_bug(rows[i], pointer_to(object.pointer("bugs"), i), problems);
        if (find_bug(bugs, bug.name)) problems.push_back({"", pointer_to("/bugs", i), "each name once", bug.name});
        bugs.push_back(std::move(bug));
    }
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return bugs;
}

const PlantedBug* find_bug(const std::vector<PlantedBug>& bugs, std::string_view name) {
    const auto found = std::ranges::find(bugs, name, &PlantedBug::name);
    return found == bugs.end() ? nullptr : &*found;
}

std::expected<std::string, std::string> with_bug(const PlantedBug& bug, std::string_view source) {
    const std::size_t count = count_of(bug.from, source);
    if (count != 1)
        return std::unexpected(fmt::format(
            "{}: what the planted bug {} changes stands there {} times, not once; it has to follow the source: {}",
            bug.file, bug.name, count, bug.from));
    std::string changed(source);
    return changed.replace(changed.find(bug.from), bug.from.size(), bug.to);
}

}  // namespace keyturn::fuzz
