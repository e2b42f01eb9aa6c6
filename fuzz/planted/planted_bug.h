// fuzz/planted/bugs.json: what the fuzz targets are tried with. A planted bug changes one place of one source of the
// product, in a copy that is compiled for this purpose only; the product never contains it.
#pragma once

#include <array>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn::fuzz {

// The mistakes that bugs are of: of each there is one at least.
inline constexpr std::array planted_bug_kinds = {
    std::string_view("off by one"),        std::string_view("unchecked size"),    std::string_view("wrong comparison"),
    std::string_view("missing check"),     std::string_view("stale state"),       std::string_view("endless work"),
    std::string_view("leaked secret"),     std::string_view("skipped rule"),      std::string_view("lost text"),
    std::string_view("wrong field"),       std::string_view("ambiguous writing"), std::string_view("wrong key"),
    std::string_view("broken repetition"),
};

struct PlantedBug {
    std::string name;              // what the product then does: "takes_padding_in_excess"
    std::string kind;              // one of planted_bug_kinds
    std::string file;              // a source of the product, from the project's root
    std::string from, to;          // what stands in it exactly once, and what stands there instead
    std::string target;            // the fuzz target that finds it
    std::string oracle;            // that fires: one of the target's (target_oracles.h), a sanitizer or the engine
    std::string says;              // how its finding begins; as `oracle` unless the file says otherwise
    std::string requirement = {};  // that it breaks; empty: none of the protocol's
    std::string why = {};          // how such a mistake comes about
    bool memory = false;           // only sanitizers see it
};

// {"schema": 1, "bugs": [{"name", "kind", "file", "from", "to", "target", "oracle", "says"?, "requirement"?, "why",
// "memory"?}]}, see fuzz/schemas/planted-bugs.schema.json. Every problem at once; names are distinct words of a-z, 0-9
// and _.
std::expected<std::vector<PlantedBug>, Problems> read_planted_bugs(const JsonValue& document);

const PlantedBug* find_bug(const std::vector<PlantedBug>& bugs, std::string_view name);  // nullptr: none

// The source with the bug in it. The error says that the text to change stands there no times or several: the source
// was changed, and the bug has to follow.
std::expected<std::string, std::string> with_bug(const PlantedBug& bug, std::string_view source);

}  // namespace keyturn::fuzz
