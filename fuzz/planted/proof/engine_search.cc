#include "fuzz/planted/proof/engine_search.h"

#include <fmt/format.h>

#include <algorithm>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/engine_line.h"
#include "fuzz/runner/options_file.h"
#include "fuzz/runner/program_run.h"
#include "fuzz/runner/project_files.h"
#include "fuzz/runner/target_run.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

// Each part is needed for runs that repeat (docs/fuzzing.md).
constexpr const char* repeatable[] = {"-entropic=0", "-len_control=0", "-use_value_profile=0", "-reload=0"};

std::unexpected<std::string> no(std::string reason) { return std::unexpected(std::move(reason)); }

// The engine takes seeds in the order of a folder, which is another one on every file system, so they are named.
std::expected<std::string, std::string> seeds_in_order(const fs::path& folder) {
    const auto seeds = read_corpus(folder);
    if (!seeds) return no(seeds.error());
    if (seeds->empty()) return no(folder.string() + " holds no seed");
    std::string list;
    for (const auto& [name, content] : *seeds) list += (list.empty() ? "" : ",") + (folder / name).string();
    return list;
}

fs::path list_of_seeds(const SearchRun& run, const SearchPlace& place) {
    return place.work / fmt::format("seeds-{}", run.seed);
}

std::expected<ProgramRun, std::string> engine(const SearchRun& run, const SearchPlace& place) {
    const auto text = read_corpus_file(place.explorers / fmt::format("fuzz_{}.options", run.target));
    const auto seeds = seeds_in_order(seeds_of(place.root, run.target));
    if (!text || !seeds) return no(text ? seeds.error() : text.error());
    const fs::path list = list_of_seeds(run, place);
    if (const auto written = write_whole(list, *seeds); !written) return no(written.error());
    const EngineOptions options = read_options(*text, place.explorers);
    static const bool fixed_addresses = addresses_can_be_fixed();
    ProgramRun engine;
    if (fixed_addresses) engine.arguments = {"setarch", "-R"};
    engine.arguments.push_back(run.program.string());
    engine.arguments.insert(engine.arguments.end(), options.arguments.begin(), options.arguments.end());
    engine.arguments.insert(engine.arguments.end(), std::begin(repeatable), std::end(repeatable));
    for (const std::string& argument :
         {fmt::format("-seed={}", run.seed), fmt::format("-runs={}", run.executions),
          fmt::format("-artifact_prefix={}/", place.work.string()), std::string("-print_final_stats=1"),
          fmt::format("-seed_inputs=@{}", list.string())})
        engine.arguments.push_back(argument);
    // Where a finding stands in the source takes a second to tell, and is told when the input is judged.
    engine.environment = {fmt::format("ASAN_OPTIONS={}:symbolize=0", options.asan), "LLVM_PROFILE_FILE=/dev/null",
                          "KEYTURN_INVERTED_ORACLE=" + run.inverted};
    engine.deadline = run.deadline;
    return engine;
}

std::string without_prefix(const std::string& finding) {
    constexpr std::string_view prefix = "oracle violated: ";
    return finding.starts_with(prefix) ? finding.substr(prefix.size()) : finding;
}

}  // namespace

SearchEnd search(const SearchRun& run, const SearchPlace& place) {
    SearchEnd end;
    const auto program = engine(run, place);
    if (!program) {
        end.trouble = program.error();
        return end;
    }
    EngineStatus status;
    const auto start = std::chrono::steady_clock::now();
    const ProgramEnd ended = run_program(*program, [&](std::string_view line) { read_engine_line(line, status); });
    end.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::error_code gone;
    fs::remove(list_of_seeds(run, place), gone);
    end.finding = without_prefix(status.finding);
    end.input = status.artifact;
    end.executions = status.executions;
    if (!ended.is_well() && end.finding.empty()) end.trouble = to_string(ended);
    return end;
}

}  // namespace keyturn::fuzz
