#include "tools/prove_fuzz.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/planted/planted_project.h"
#include "fuzz/planted/proof/proof_run.h"
#include "fuzz/runner/project_files.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;
using Bugs = std::vector<fuzz::PlantedBug>;

int failure(int status, const std::string& text) {
    fmt::print(stderr, "keyturn prove fuzz: {}\n", text);
    return status;
}

fs::path source_of(const ProveFuzzOptions& options) {
    return options.source.empty() ? fs::path(KEYTURN_SOURCE_DIR) : fs::path(options.source);
}

fuzz::ProofSettings settings_of(const ProveFuzzOptions& options) {
    const fs::path root = source_of(options);
    const fs::path builds = options.programs.empty() ? root / "build" : fs::path(options.programs);
    return {.root = root,
            .builds = fs::absolute(builds),
            .work = fs::absolute(options.keep.empty() ? builds / "fuzzing/planted" : fs::path(options.keep)),
            .seeds = options.seeds,
            .executions = options.budget,
            .deadline = std::chrono::seconds(options.timeout_s),
            .jobs = options.jobs};
}

// On a terminal one line that is written over, elsewhere a line every ten seconds.
class Progress {
  public:
    void operator()(const fuzz::ProofStage& stage) {
        const bool last = stage.ended == stage.total;
        if (!last && Clock::now() < next_) return;
        next_ = Clock::now() + (is_terminal_ ? std::chrono::milliseconds(200) : std::chrono::seconds(10));
        fmt::print(stderr, "{}{}: {} of {} done, {} amiss{}", is_terminal_ ? "\r\033[K" : "", stage.what, stage.ended,
                   stage.total, stage.survivors, is_terminal_ && !last ? "" : "\n");
    }

  private:
    using Clock = std::chrono::steady_clock;
    bool is_terminal_ = isatty(STDERR_FILENO) != 0;
    Clock::time_point next_ = Clock::now() + std::chrono::seconds(is_terminal_ ? 0 : 10);
};

int report(const fuzz::FuzzProof& proof, const ProveFuzzOptions& options) {
    const std::string json = to_pretty_json(to_json(proof)) + "\n";
    fmt::print("{}", options.json ? json : text_of(proof));
    if (!options.out.empty())
        if (const auto written = fuzz::write_whole(options.out, json); !written)
            return failure(exit_usage, written.error());
    return proof.holds() ? exit_conformant : exit_nonconformant;
}

// The targets whose oracles are turned round: all, unless some bugs were asked for.
std::expected<std::vector<std::string>, std::string> targets_of(const ProveFuzzOptions& options, const fs::path& root) {
    std::vector<std::string> names;
    if (!options.names.empty()) return names;
    const auto table = fuzz::load_target_table(root);
    if (!table) return std::unexpected(table.error());
    for (const fuzz::TargetRow& row : *table) names.push_back(row.name);
    return names;
}

int prove_with(const Bugs& bugs, const ProveFuzzOptions& options) {
    const fuzz::ProofSettings settings = settings_of(options);
    const auto targets = targets_of(options, settings.root);
    if (!targets) return failure(exit_usage, targets.error());
    const auto missing = fuzz::missing_programs(bugs, *targets, settings.builds);
    if (!missing.empty())
        return failure(exit_nothing_ran,
                       fmt::format("{} programs are not built, {} the first: tools/prove-fuzz builds all, and proves",
                                   missing.size(), missing.front().string()));
    const auto proof = fuzz::run_proof(bugs, *targets, settings, Progress());
    if (!proof) return failure(exit_usage, proof.error());
    return report(*proof, options);
}

std::expected<Bugs, std::string> chosen_bugs(const Bugs& all, const std::vector<std::string>& names) {
    Bugs chosen;
    for (const std::string& name : names) {
        const fuzz::PlantedBug* bug = find_bug(all, name);
        if (!bug)
            return std::unexpected(fmt::format("there is no planted bug '{}': see keyturn prove fuzz --list", name));
        chosen.push_back(*bug);
    }
    return names.empty() ? all : chosen;
}

std::string list_of(const Bugs& bugs) {
    std::string text;
    for (const fuzz::PlantedBug& bug : bugs)
        text += fmt::format("{:<42} {:<24} {:<18} {}\n", bug.name, bug.target, bug.kind, bug.why);
    return text;
}

}  // namespace

int prove_fuzz(const ProveFuzzOptions& options) {
    const auto all = fuzz::load_planted_bugs(source_of(options));
    const auto bugs = all ? chosen_bugs(*all, options.names) : std::unexpected(all.error());
    if (!bugs) return failure(exit_usage, bugs.error());
    if (options.markdown || options.list) {
        fmt::print("{}", options.markdown ? markdown_of(*bugs) : list_of(*bugs));
        return exit_conformant;
    }
    return prove_with(*bugs, options);
}

}  // namespace keyturn
