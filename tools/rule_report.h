// A request held to every rule of a server, and what came of it as text and JSON.
#pragma once

#include <string>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/membership_rules.h"

namespace keyturn {

bool is_any_broken(const std::vector<RuleResult>& results);

// A line a rule, two more for each problem, and the sum.
std::string text_of(const std::vector<RuleResult>& results);

// [{"requirement", "rule", "held": true | false | null, "pointer", "expected", "actual" | "reason"}]: a row for each
// problem of a broken rule, one for any other rule.
JsonValue to_json(const std::vector<RuleResult>& results);

}  // namespace keyturn
