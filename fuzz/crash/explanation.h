// What a crash file is, for who opens it: what keyturn explain says of it, and what only somebody who knows its fuzz
// target can say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/explain/explain.h"
#include "fuzz/crash/seed_difference.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

// Everything can be shown on a terminal, and holds no secret: those of the cast have placeholders, and so has what
// stands where secrets stand.
struct CrashExplanation {
    Explanation what;                     // a request's rules as the cast's group and admin have them
    std::vector<std::string> steps = {};  // of a script: what happens, a sentence each
    std::string json = {};                // over several lines, long texts and lists cut; "" where the input is none
    std::string curl = {};                // a shell line that sends the same; "" where the input is no request
    std::string seed = {};                // the name of the nearest; "" without seeds
    SeedDifference difference = {};       // from that
};

// `options` names the target, and says what requirements and properties stand for; the state is this function's. Pure.
CrashExplanation explain_crash(std::string_view input, ExplainOptions options, const NamedInputs& seeds);

std::string text_of(const CrashExplanation& explanation);

// {"what": as keyturn explain has it, "breaks": […], "steps": […], "json", "curl", "nearest_seed": {"name",
// "differences": […], "left_out"} | null}
JsonValue to_json(const CrashExplanation& explanation);

}  // namespace keyturn::fuzz
