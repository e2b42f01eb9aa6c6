#include "fuzz/runner/target_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/engine_line.h"
#include "fuzz/runner/options_file.h"
#include "fuzz/runner/program_run.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr int most_restarts = 20;
constexpr seconds grace{120}, merging{600}, judging{600}, counting{60}, between_counts{10};
constexpr std::chrono::hours unbounded{24};
constexpr int engine_was_interrupted = 72;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

class TargetRun {
  public:
    TargetRun(const TargetRow& row, const RunSettings& settings,
              const std::function<void(const Progress&)>& on_progress)
        : row_(row), settings_(settings), on_progress_(on_progress), folder_(settings.work / row.name) {
        report_.target = row.name;
    }

    TargetReport run() {
        if (prepare() && explore() && merge() && judge()) count_branches(merged());
        keep();
        return std::move(report_);
    }

  private:
    fs::path explored() const { return folder_ / "explored"; }
    fs::path merged() const { return folder_ / "corpus"; }
    fs::path findings() const { return folder_ / "findings"; }
    fs::path program(const fs::path& folder) const { return folder / ("fuzz_" + row_.name); }

    bool fails(std::string trouble) {
        report_.trouble = std::move(trouble);
        return false;
    }

    bool prepare() {
        std::error_code error;
        fs::remove_all(folder_, error);
        for (const fs::path& folder : {explored(), merged(), findings()}) fs::create_directories(folder, error);
        if (error) return fails(fmt::format("{}: {}", folder_.string(), error.message()));
        const auto text = read_corpus_file(program(settings_.explorers).string() + ".options");
        if (!text) return fails(text.error());
        options_ = read_options(*text, settings_.explorers);
        return true;
    }

    // The engine with what every use of it has in common.
    ProgramRun engine(const fs::path& programs, seconds deadline) const {
        ProgramRun run;
        const bool is_compared = settings_.repeatable || programs == settings_.judges;
        if (is_compared && fixed_addresses_) run.arguments = {"setarch", "-R"};
        run.arguments.push_back(program(programs).string());
        for (const std::string& argument : options_.arguments) run.arguments.push_back(argument);
        run.arguments.push_back(fmt::format("-artifact_prefix={}/", findings().string()));
        if (!options_.asan.empty()) run.environment.push_back("ASAN_OPTIONS=" + options_.asan);
        run.deadline = deadline;
        return run;
    }

    std::vector<fs::path> seed_folders() const {
        if (settings_.budget.from_empty) return {};
        std::vector<fs::path> folders = {settings_.root / "corpus/seeds" / row_.name,
                                         settings_.root / "corpus/regressions" / row_.name};
        if (!settings_.repeatable && !settings_.kept.empty()) folders.push_back(settings_.kept);
        std::erase_if(folders, [](const fs::path& folder) { return !fs::is_directory(folder); });
        return folders;
    }

    void measure_nothing() {
        ProgramRun run = engine(settings_.explorers, grace);
        run.arguments.insert(run.arguments.end(), {"-runs=1", "-seed=1"});
        EngineStatus status;
        run_program(run, [&](std::string_view line) { read_engine_line(line, status); });
        report_.edges_of_nothing = status.edges;
    }

    bool explore() {
        measure_nothing();
        const auto start = Clock::now();
        for (int restart = 0; restart <= most_restarts; ++restart) {
            if (!explore_once(start, restart)) return false;
            report_.seconds = seconds_since(start);
            if (is_spent() || interrupted_) break;
        }
        return true;
    }

    bool is_spent() const {
        const Budget& budget = settings_.budget;
        if (budget.executions) return report_.executions >= *budget.executions;
        return report_.seconds >= double(*budget.seconds);
    }

    bool explore_once(Clock::time_point start, int restart) {
        const Budget& budget = settings_.budget;
        const double left = budget.seconds ? std::max(double(*budget.seconds) - seconds_since(start), 1.0) : 0;
        ProgramRun run = engine(settings_.explorers, budget.seconds ? seconds(*budget.seconds) + grace : unbounded);
        run.arguments.push_back(fmt::format("-seed={}", settings_.seed + std::uint64_t(restart)));
        run.arguments.push_back(budget.executions ? fmt::format("-runs={}", *budget.executions - report_.executions)
                                                  : fmt::format("-max_total_time={:.0f}", left));
        run.arguments.emplace_back("-print_final_stats=1");
        if (settings_.repeatable)
            run.arguments.insert(run.arguments.end(),
                                 {"-entropic=0", "-len_control=0", "-use_value_profile=0", "-reload=0"});
        run.arguments.push_back(explored().string());
        for (const fs::path& folder : seed_folders()) run.arguments.push_back(folder.string());

        EngineStatus status;
        const ProgramEnd end = run_program(run, [&](std::string_view line) {
            read_engine_line(line, status);
            show("exploring", seconds_since(start), report_.executions + status.executions, status.edges);
        });
        report_.executions += status.executions;
        report_.seeds = std::max(report_.seeds, restart == 0 ? status.seeds : 0);
        report_.edges = std::max(report_.edges, status.edges);
        report_.peak_mb = std::max(report_.peak_mb, status.peak_mb);
        return took_well(end, status);
    }

    bool took_well(const ProgramEnd& end, const EngineStatus& status) {
        if (end.how == ProgramEnd::How::exited && end.status == engine_was_interrupted) interrupted_ = true;
        if (end.is_well() || interrupted_) return true;
        if (status.finding.empty() || status.artifact.empty())
            return fails(fmt::format("the target stopped: {}", to_string(end)));
        add_finding(status);
        return true;
    }

    void add_finding(const EngineStatus& status) {
        const std::string repeat = fmt::format("{} {}", program(settings_.judges).string(), status.artifact);
        const TargetFinding finding = {status.finding, status.artifact, repeat};
        const auto same = std::ranges::find(report_.findings, finding.oracle, &TargetFinding::oracle);
        if (same == report_.findings.end())
            report_.findings.push_back(finding);
        else if (fs::file_size(finding.input) < fs::file_size(same->input))
            *same = finding;
        std::ranges::sort(report_.findings, {}, &TargetFinding::oracle);
    }

    bool merge() {
        show("merging", report_.seconds, report_.executions, report_.edges);
        ProgramRun run = engine(settings_.explorers, merging);
        run.arguments.insert(run.arguments.end(), {"-set_cover_merge=1", merged().string(), explored().string()});
        for (const fs::path& folder : seed_folders()) run.arguments.push_back(folder.string());
        const ProgramEnd end = run_program(run, [&](std::string_view) {});
        if (!end.is_well()) return fails(fmt::format("the corpus could not be merged: {}", to_string(end)));
        const auto files = read_corpus(merged());
        if (!files) return fails(files.error());
        report_.corpus_files = files->size();
        for (const auto& [name, content] : *files) report_.corpus_bytes += content.size();
        return true;
    }

    // Each input that is found out is taken away, and the rest judged again.
    bool judge() {
        show("judging", report_.seconds, report_.executions, report_.edges);
        for (int attempt = 0; attempt <= most_restarts; ++attempt) {
            EngineStatus status;
            const ProgramEnd end = run_corpus(merged(), judging, status);
            if (end.is_well()) return compare_traces();
            if (!took_well(end, status)) return false;
            const auto content = read_corpus_file(status.artifact);
            if (!content || !fs::remove(merged() / content_name(*content))) return true;
        }
        return true;
    }

    // Whether a second process does the same for every input.
    bool compare_traces() {
        if (!fixed_addresses_) return true;  // tools/fuzz says that it is not compared
        const auto first = traces_of_a_run(), second = first ? traces_of_a_run() : std::nullopt;
        if (!second) return fails("it could not be judged a second time");
        const auto name = first_different_trace(*first, *second);
        if (!name) return true;
        const fs::path input = findings() / ("unsteady-" + *name);
        std::error_code error;
        fs::copy_file(merged() / *name, input, fs::copy_options::overwrite_existing, error);
        add_finding({.finding = "oracle violated: an input does the same every time", .artifact = input.string()});
        return true;
    }

    // The engine runs an input again where blocks were allocated meanwhile and not freed, be it by the thread that
    // watches its memory. Both were on when the corpus was judged, and are off here, where one run more is a
    // difference.
    std::optional<std::string> traces_of_a_run() const {
        ProgramRun run = corpus_run(merged(), judging);
        run.environment.push_back("KEYTURN_TRACES=" + traces().string());
        run.arguments.insert(run.arguments.end(), {"-detect_leaks=0", "-rss_limit_mb=0"});
        if (!run_program(run, [](std::string_view) {}).is_well()) return std::nullopt;
        return read_corpus_file(traces()).value_or("");
    }

    fs::path traces() const { return folder_ / "traces"; }
    fs::path profile() const { return folder_ / "branches.profraw"; }

    ProgramRun corpus_run(const fs::path& corpus, seconds deadline) const {
        ProgramRun run = engine(settings_.judges, deadline);
        run.environment.push_back("LLVM_PROFILE_FILE=" + profile().string());
        run.environment.emplace_back("UBSAN_OPTIONS=print_stacktrace=1");
        run.arguments.insert(run.arguments.end(), {"-runs=0", "-seed=1", corpus.string()});
        if (!settings_.budget.from_empty && fs::is_directory(settings_.root / "corpus/regressions" / row_.name))
            run.arguments.push_back((settings_.root / "corpus/regressions" / row_.name).string());
        return run;
    }

    ProgramEnd run_corpus(const fs::path& corpus, seconds deadline, EngineStatus& status) const {
        return run_program(corpus_run(corpus, deadline),
                           [&](std::string_view line) { read_engine_line(line, status); });
    }

    void count_branches(const fs::path& corpus) {
        if (corpus != merged()) {
            EngineStatus status;
            if (!run_corpus(corpus, counting, status).is_well()) return;
        }
        const std::string data = (folder_ / "branches.profdata").string();
        const ProgramRun merge = {{"llvm-profdata-19", "merge", "-sparse", profile().string(), "-o", data}};
        if (!run_program(merge, [](std::string_view) {}).is_well()) return;
        ProgramRun exporting = {{"llvm-cov-19", "export", "-skip-functions", "-skip-expansions",
                                 "-instr-profile=" + data, program(settings_.judges).string()}};
        for (const std::string& file : row_.aims_at) exporting.arguments.push_back((settings_.root / file).string());
        const ProgramOutput exported = output_of(exporting);
        const auto document = parse_json(exported.output);
        if (!exported.end.is_well() || !document) return;
        const auto sources = read_sources(settings_.root, row_.aims_at);
        const auto branches = sources ? branches_of(*document, *sources) : std::unexpected(sources.error());
        if (!branches) {
            report_.trouble = branches.error();
            return;
        }
        report_.branches = coverage_of_reachable(*branches, settings_.unreachable, row_, *sources);
    }

    // Counting takes time from exploring: a tenth of it at most.
    void count_now_and_then(double now) {
        if (settings_.repeatable || now < next_count_) return;
        const auto start = Clock::now();
        count_branches(explored());
        const double taken = seconds_since(start);
        next_count_ = now + taken + std::max(double(between_counts.count()), 10 * taken);
    }

    void show(std::string stage, double now, std::uint64_t executions, std::uint64_t edges) {
        if (stage == "exploring") count_now_and_then(now);
        on_progress_({row_.name, std::move(stage), now, executions, edges, files_in(explored()), report_.branches,
                      row_.branch_floor, report_.findings.size()});
    }

    static std::uint64_t files_in(const fs::path& folder) {
        std::error_code error;
        const fs::directory_iterator files(folder, error);
        return error ? 0 : static_cast<std::uint64_t>(std::distance(begin(files), end(files)));
    }

    void keep() {
        if (settings_.kept.empty()) return;
        std::error_code error;
        fs::create_directories(settings_.kept, error);
        fs::copy(merged(), settings_.kept, fs::copy_options::recursive | fs::copy_options::skip_existing, error);
        if (error) report_.trouble = fmt::format("{}: {}", settings_.kept.string(), error.message());
    }

    const TargetRow& row_;
    const RunSettings& settings_;
    const std::function<void(const Progress&)>& on_progress_;
    fs::path folder_;
    EngineOptions options_;
    TargetReport report_;
    const bool fixed_addresses_ = addresses_can_be_fixed();
    double next_count_ = double(between_counts.count());
    bool interrupted_ = false;
};

}  // namespace

TargetReport run_target(const TargetRow& row, const RunSettings& settings,
                        const std::function<void(const Progress&)>& on_progress) {
    return TargetRun(row, settings, on_progress).run();
}

bool addresses_can_be_fixed() {
    return run_program({{"setarch", "-R", "true"}}, [](std::string_view) {}).is_well();
}

}  // namespace keyturn::fuzz
