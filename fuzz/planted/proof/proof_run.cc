#include "fuzz/planted/proof/proof_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "fuzz/planted/planted_project.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

fs::path build_of(const fs::path& builds, bool has_sanitizers) {
    return builds / (has_sanitizers ? "fuzz" : "explore");
}

// Calls work(0) to work(count - 1), several at once.
void in_parallel(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < jobs; ++i)
        workers.emplace_back([&] {
            for (std::size_t at = next++; at < count; at = next++) work(at);
        });
    for (std::thread& worker : workers) worker.join();
}

class ProofRun {
  public:
    ProofRun(const ProofSettings& settings, const OnStage& on_stage) : settings_(settings), on_stage_(on_stage) {}

    void search_for(const std::vector<PlantedBug>& bugs) {
        for (const PlantedBug& bug : bugs) {
            proof_.trials.push_back({bug, std::vector<BugSearch>(settings_.seeds)});
            forget(bug.name);  // what a proof before found
        }
        in_turn("searches", bugs.size() * settings_.seeds, [this](std::size_t at) {
            BugTrial& trial = proof_.trials[at / settings_.seeds];
            BugSearch& own = trial.searches[at % settings_.seeds];
            own.seed = at % settings_.seeds + 1;
            const fs::path program = planted_program(build_of(settings_.builds, trial.bug.memory), trial.bug.name);
            own.end = searched(program, trial.bug.target, own.seed, settings_.executions, trial.bug.name);
            return outcome_of(trial.bug, own.end) == SearchOutcome::found;
        });
    }

    void run_controls() {
        proof_.controls = controls_of(proof_.trials);
        forget("unchanged");
        in_turn("unchanged targets", proof_.controls.size(), [this](std::size_t at) {
            Control& control = proof_.controls[at];
            const fs::path program =
                unchanged_program(build_of(settings_.builds, control.has_sanitizers), control.target);
            const std::string folder = fmt::format("unchanged/{}", at);
            control.search.end =
                searched(program, control.target, control.search.seed, control.search.end.executions, folder);
            if (control.is_quiet()) forget(folder);
            return control.is_quiet();
        });
    }

    std::expected<void, std::string> turn_oracles_round(const std::vector<std::string>& targets) {
        for (const std::string& target : targets) {
            const auto oracles = load_oracles(settings_.root, target);
            if (!oracles) return std::unexpected(oracles.error());
            for (const TargetOracle& oracle : *oracles)
                proof_.oracles.push_back({target, oracle, false, bugs_found_by(oracle, target, proof_.trials)});
        }
        in_turn("oracles turned round", proof_.oracles.size(), [this](std::size_t at) {
            OracleTrial& trial = proof_.oracles[at];
            trial.fires = trial.oracle.says_its_name ? fires_turned_round(trial, at) : !trial.bugs.empty();
            return trial.fires;
        });
        forget("turned");
        return {};
    }

    FuzzProof take() { return std::move(proof_); }

  private:
    void forget(const std::string& name) const {
        std::error_code error;
        fs::remove_all(settings_.work / name, error);
    }

    SearchEnd searched(const fs::path& program, const std::string& target, std::uint64_t seed, std::uint64_t executions,
                       const std::string& folder) const {
        return search({program, target, seed, executions, settings_.deadline}, place_for(folder));
    }

    SearchPlace place_for(const std::string& name) const {
        const SearchPlace place{settings_.root, build_of(settings_.builds, false) / "fuzz", settings_.work / name};
        std::error_code error;  // shows when the search writes its list
        fs::create_directories(place.work, error);
        return place;
    }

    bool fires_turned_round(const OracleTrial& trial, std::size_t number) const {
        const fs::path program = inverted_program(build_of(settings_.builds, false), trial.target);
        const SearchRun run{.program = program, .target = trial.target, .inverted = trial.oracle.name};
        return search(run, place_for(fmt::format("turned/{}", number))).finding == trial.oracle.name;
    }

    void in_turn(std::string_view what, std::size_t count, const std::function<bool(std::size_t)>& is_well) {
        ProofStage stage{what, 0, count, 0};
        std::mutex mutex;
        in_parallel(count, settings_.jobs, [&](std::size_t at) {
            const bool well = is_well(at);
            const std::scoped_lock lock(mutex);
            ++stage.ended;
            stage.survivors += well ? 0 : 1;
            on_stage_(stage);
        });
    }

    const ProofSettings& settings_;
    const OnStage& on_stage_;
    FuzzProof proof_;
};

}  // namespace

std::vector<fs::path> missing_programs(const std::vector<PlantedBug>& bugs, const std::vector<std::string>& targets,
                                       const fs::path& builds) {
    std::vector<fs::path> programs;
    for (const PlantedBug& bug : bugs) {
        const fs::path build = build_of(builds, bug.memory);
        programs.push_back(planted_program(build, bug.name));
        programs.push_back(unchanged_program(build, bug.target));
    }
    for (const std::string& target : targets) programs.push_back(inverted_program(build_of(builds, false), target));
    std::erase_if(programs, [](const fs::path& program) { return fs::exists(program); });
    return programs;
}

std::expected<FuzzProof, std::string> run_proof(const std::vector<PlantedBug>& bugs,
                                                const std::vector<std::string>& targets, const ProofSettings& settings,
                                                const OnStage& on_stage) {
    ProofRun run(settings, on_stage);
    run.search_for(bugs);
    run.run_controls();
    if (const auto turned = run.turn_oracles_round(targets); !turned) return std::unexpected(turned.error());
    return run.take();
}

}  // namespace keyturn::fuzz
