// Tries the cases against servers that are wrong on purpose. What no case notices, no case proves (design, section 1: a
// check that has never been seen to fail does not count).
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/defects/defective_server.h"
#include "conformance/exchange.h"
#include "conformance/journal.h"
#include "conformance/requirement.h"

namespace keyturn {

// One way to be wrong: a rule that is left out, or a defect.
struct WrongServer {
    enum class Kind { rule, defect };

    Kind kind;
    std::string_view name;
    std::string_view requirement;
    std::string summary;  // after "a server that …"
    Planted planted;
};

// Every rule left out alone, then every defect.
const std::vector<WrongServer>& wrong_servers();

// The ones of these names, each once, in the order of wrong_servers(); no names: all. The error is the name that is
// none.
std::expected<std::vector<const WrongServer*>, std::string> wrong_servers_named(const std::vector<std::string>& names);

// Whether a verdict catches a breach of this requirement: it cites it, and is nonconformant, or tolerated where the
// requirement is no MUST.
bool catches(const Verdict& verdict, std::string_view requirement, const Requirements& catalogue);

// ---- trying

using CaseList = std::vector<const Case*>;

// Replays cases in order against one fresh server and hands each verdict on, until that returns false. The error is a
// sentence why there was no server. Called by several threads at once.
using TryCases = std::function<std::expected<void, std::string>(const Planted& planted, const CaseList& cases,
                                                                const std::function<bool(Verdict)>& go_on)>;

// What came of one wrong server.
struct Trial {
    const WrongServer* server = nullptr;
    std::vector<std::string> killed_by;  // the cases that caught it
    std::vector<Verdict> unfitting;      // of cases that failed and cite other requirements
    std::string obstacle;                // why it could not be tried

    bool killed() const { return !killed_by.empty(); }
};

enum class ProofMode {
    full,        // every case against every server
    first_kill,  // until a case catches it, those that cite its requirement first
};

struct ProofPlan {
    const std::vector<Case>& cases;
    const Requirements& catalogue;
    TryCases try_cases;
    ProofMode mode = ProofMode::full;
    std::size_t jobs = 1;  // servers at once
};

// What the cases say of the right server, which comes first.
struct RightServer {
    std::vector<Verdict> failures;     // neither conformant nor not run
    std::vector<std::string> not_run;  // cases that nothing asks for
};

// The error is why there was no server.
std::expected<RightServer, std::string> try_the_right_server(const ProofPlan& plan);

// Tries them all. `told` hears of each trial as it ends, one call at a time, with how many ended so far.
std::vector<Trial> prove(const ProofPlan& plan, const std::vector<const WrongServer*>& servers,
                         const std::function<void(const Trial& trial, std::size_t ended)>& told);

// ---- what it comes to

struct Score {
    std::size_t total = 0;
    std::size_t killed = 0;
};

struct RequirementScore {
    std::string_view requirement;
    Score score;
};

Score score_of(const std::vector<Trial>& trials);
std::vector<RequirementScore> scores_by_requirement(const std::vector<Trial>& trials);  // ascending ids
// The cases that run and kill nothing.
std::vector<std::string> idle_cases(const ProofPlan& plan, const std::vector<Trial>& trials, const RightServer& right);

}  // namespace keyturn
