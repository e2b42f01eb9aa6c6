// fuzz/targets.json: every target with what it aims at and what is expected of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn::fuzz {

struct TargetRow {
    std::string name;                       // fuzz/<name>.cc, the program fuzz_<name>
    std::string subject = {};               // what it tries, for people
    std::vector<std::string> aims_at = {};  // source files from the project's root, whose branches count
    std::string mutator = {};               // that is linked in; empty: the engine's own, which knows bytes only
    std::string dictionary = {};            // a name of fuzz_dictionary; empty: none
    double branch_floor = 0;                // percent of the branches of `aims_at` that its corpus reaches
    std::uint64_t executions_floor = 0;     // a second, exploring
};

// fuzz/schemas/targets.schema.json. Every problem at once; names are distinct.
std::expected<std::vector<TargetRow>, Problems> read_target_table(const JsonValue& document);

const TargetRow* find_target(const std::vector<TargetRow>& table, std::string_view name);  // nullptr: none

}  // namespace keyturn::fuzz
