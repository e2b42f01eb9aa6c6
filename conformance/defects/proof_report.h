// A proof as people, programs and the manual read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/defects/proof.h"

namespace keyturn {

struct ProofRecord {
    std::vector<Trial> trials;
    // Cases that kill nothing; nothing when not every case was tried against every wrong server.
    std::optional<std::vector<std::string>> idle_cases;
};

// The survivors with what the cases said of them, the score of each requirement, idle cases, the whole score.
std::string text_of(const ProofRecord& record);

// {"total", "killed", "survivors": […], "matrix": […], "requirements": […], "idle_cases"?: […]}
// (conformance/schemas/proof.schema.json).
std::string json_of(const ProofRecord& record);

// The table of wrong servers: a line each, and as the manual has it (docs/proof.md).
std::string wrong_servers_text();
std::string wrong_servers_markdown();

}  // namespace keyturn
