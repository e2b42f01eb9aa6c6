// Whether the fuzz targets notice: every planted bug searched for with every seed, the unchanged targets run as long as
// the longest search for a bug of theirs, and every oracle turned round.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/planted/planted_bug.h"
#include "fuzz/planted/proof/engine_search.h"
#include "fuzz/planted/target_oracles.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

enum class SearchOutcome { found, found_otherwise, survived, not_run };
std::string_view name_of(SearchOutcome outcome);  // "found", "found by another oracle", "survived", "not run"

struct BugSearch {
    std::uint64_t seed = 0;
    SearchEnd end;
};

SearchOutcome outcome_of(const PlantedBug& bug, const SearchEnd& end);

struct BugTrial {
    PlantedBug bug;
    std::vector<BugSearch> searches;

    std::size_t found() const;  // in how many of the searches, by the oracle that was expected
    bool is_caught() const { return !searches.empty() && found() == searches.size(); }
    std::optional<std::uint64_t> median_executions() const;  // of those that found it; of two in the middle the lower
    std::optional<double> median_seconds() const;
};

// The unchanged target.
struct Control {
    std::string target;
    bool has_sanitizers = false;
    BugSearch search;

    bool is_quiet() const { return search.end.finding.empty() && search.end.trouble.empty(); }
};

struct OracleTrial {
    std::string target;
    TargetOracle oracle;
    bool fires = false;             // turned round; one that says what it saw, by a planted bug
    std::vector<std::string> bugs;  // that it found
};

struct FuzzProof {
    std::vector<BugTrial> trials;
    std::vector<Control> controls;
    std::vector<OracleTrial> oracles;  // none where only some bugs were tried

    bool holds() const;  // all are caught, all controls quiet, and every oracle fires
};

// The longest search of each target and seed, with and without sanitizers apart: what its control has to run.
std::vector<Control> controls_of(const std::vector<BugTrial>& trials);

// The bugs that this oracle of a target found.
std::vector<std::string> bugs_found_by(const TargetOracle& oracle, std::string_view target,
                                       const std::vector<BugTrial>& trials);

// A row a bug under a head, what went wrong, and the score.
std::string text_of(const FuzzProof& proof);

// fuzz/schemas/fuzz-proof.schema.json
JsonValue to_json(const FuzzProof& proof);

// The planted bugs as the manual shows them.
std::string markdown_of(const std::vector<PlantedBug>& bugs);

}  // namespace keyturn::fuzz
