#include "fuzz/crash/reproduction.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "conformance/shown_text.h"
#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/crash/bucket.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

struct Project {
    std::vector<TargetRow> targets;
    std::map<std::string, std::set<std::string>> seeds;  // by target: names of contents
};

std::expected<Project, std::string> load_project(const fs::path& root) {
    auto table = load_target_table(root);
    if (!table) return std::unexpected(table.error());
    Project project{*std::move(table), {}};
    for (const TargetRow& row : project.targets) {
        const auto index = load_index(index_of(root, row.name));
        if (!index) return std::unexpected(index.error());
        for (const Seed& seed : index->seeds) project.seeds[row.name].insert(seed.file);
    }
    return project;
}

// The target that has a content as its seed, when that of the file has not. Nothing at all is nobody's own.
std::string seed_of_another(const CrashFile& file, const Project& project) {
    if (file.size == 0) return "";
    const auto own = project.seeds.find(file.target);
    if (own != project.seeds.end() && own->second.contains(file.content)) return "";
    for (const auto& [target, seeds] : project.seeds)
        if (seeds.contains(file.content)) return target;
    return "";
}

bool is_same(const Crash& one, const std::optional<Crash>& other) {
    return other && one.kind == other->kind && one.requirement == other->requirement &&
           without_particulars(one.said) == without_particulars(other->said);
}

// One of those that run inputs side by side. Two processes of the same target: what repeats in another one, at other
// addresses, is stable.
class Worker {
  public:
    Worker(const ReproduceSettings& settings, const Project& project) : settings_(settings), project_(project) {}

    void run(CrashRow& row) {
        if (const std::string why = why_not(row.file); !why.empty()) return end(row, CrashOutcome::wrong_target, why);
        if (!fs::exists(program_of(row.file.target)))
            return end(row, CrashOutcome::not_run,
                       fmt::format("fuzz_{} is not built in {}", row.file.target, settings_.programs.string()));
        const auto content = read_crash_file(row.file.path, settings_.file_limits.bytes);
        if (!content) return end(row, CrashOutcome::not_readable, content.error());
        const auto run = run_in(first_, row.file.target, *content);
        if (!run) return end(row, CrashOutcome::not_run, run.error());
        row.crash = crash_of(*run);
        if (row.crash) return repeat(row, *content);
        judge_quiet(row, *run);
    }

    bool has_sanitizers() const { return has_sanitizers_; }

  private:
    static void end(CrashRow& row, CrashOutcome outcome, std::string reason) {
        row.outcome = outcome;
        row.reason = std::move(reason);
    }

    fs::path program_of(const std::string& target) const { return settings_.programs / ("fuzz_" + target); }

    std::string why_not(const CrashFile& file) const {
        if (file.target.empty()) return "neither its name nor its folder tells the target: --target NAME does";
        const std::string named = target_of_path(
            file.path.filename(), [this](std::string_view name) { return find_target(project_.targets, name); });
        if (!named.empty() && file.path.filename().string().starts_with("clusterfuzz-") && named != file.target)
            return fmt::format("its name says {}", named);
        return "";
    }

    std::expected<InputRun, std::string> run_in(std::optional<TargetProcess>& process, const std::string& target,
                                                std::string_view content) {
        if (!process || process->program() != program_of(target)) {
            auto started = TargetProcess::start(program_of(target), settings_.limits);
            if (!started) return std::unexpected(started.error());
            process = *std::move(started);
            has_sanitizers_ = has_sanitizers_ && process->has_sanitizers();
        }
        auto run = process->run(content);
        if (!run) process.reset();
        return run;
    }

    void repeat(CrashRow& row, std::string_view content) {
        unsigned same = 0;
        for (unsigned turn = 0; turn < settings_.repeats; ++turn) {
            const auto run = run_in(again_, row.file.target, content);
            if (run && is_same(*row.crash, crash_of(*run))) ++same;
        }
        const bool is_stable = same == settings_.repeats;
        end(row, is_stable ? CrashOutcome::reproduced : CrashOutcome::flaky,
            is_stable ? "" : fmt::format("the same {} times of {}", same + 1, settings_.repeats + 1));
    }

    void judge_quiet(CrashRow& row, const InputRun& run) const {
        const std::string name = row.file.path.filename().string();
        if (name.starts_with("unsteady-"))
            return end(row, CrashOutcome::not_run, "whether an input does the same twice, tools/fuzz compares");
        if (name.starts_with("leak-"))
            return end(row, CrashOutcome::not_run, "leaks are not looked for: its program says, run on the file");
        if (run.end == InputEnd::accepted) return end(row, CrashOutcome::fixed, "accepted");
        const std::string other = seed_of_another(row.file, project_);
        if (other.empty()) return end(row, CrashOutcome::fixed, "refused");
        end(row, CrashOutcome::wrong_target, fmt::format("it is refused, and a seed of {}", other));
    }

    const ReproduceSettings& settings_;
    const Project& project_;
    std::optional<TargetProcess> first_, again_;
    bool has_sanitizers_ = true;
};

std::vector<CrashRow> rows_of(CrashFiles& found, const std::string& target) {
    std::vector<CrashRow> rows;
    for (CrashFile& file : found.files) {
        if (!target.empty()) file.target = target;
        CrashRow row{.file = std::move(file)};
        if (!row.file.trouble.empty()) row.outcome = CrashOutcome::not_readable;
        row.reason = row.file.trouble;
        rows.push_back(std::move(row));
    }
    std::ranges::sort(rows, {},
                      [](const CrashRow& row) { return std::tie(row.file.target, row.file.content, row.file.path); });
    return rows;
}

void put_into_buckets(Reproduction& reproduction, const ReproduceSettings& settings) {
    FrameNames names(settings.root, settings.symbolizer);
    std::vector<CodePlace> places;
    for (const CrashRow& row : reproduction.rows)
        if (row.crash) places.insert(places.end(), row.crash->stack.begin(), row.crash->stack.end());
    names.learn(places);
    for (CrashRow& row : reproduction.rows)
        if (row.crash) row.bucket = bucket_of(row.file.target, *row.crash, names);
    reproduction.names_functions = names.can_name() || places.empty();
}

void run_all(Reproduction& reproduction, const ReproduceSettings& settings, const Project& project,
             const std::function<void(std::size_t, std::size_t)>& on_progress) {
    std::atomic<std::size_t> next = 0;
    std::mutex mutex;
    std::size_t ended = 0;
    const auto work = [&] {
        Worker worker(settings, project);
        for (std::size_t i = next++; i < reproduction.rows.size(); i = next++) {
            if (reproduction.rows[i].file.trouble.empty()) worker.run(reproduction.rows[i]);
            const std::scoped_lock lock(mutex);
            on_progress(++ended, reproduction.rows.size());
        }
        const std::scoped_lock lock(mutex);
        reproduction.has_sanitizers = reproduction.has_sanitizers && worker.has_sanitizers();
    };
    std::vector<std::thread> workers;
    for (unsigned job = 1; job < settings.jobs; ++job) workers.emplace_back(work);
    work();
    for (std::thread& worker : workers) worker.join();
}

std::string row_text(const CrashRow& row) {
    const std::string about =
        row.bucket.empty() ? row.reason : row.bucket + (row.reason.empty() ? "" : ": " + row.reason);
    const std::string copies = row.file.copies == 1 ? "" : fmt::format(" ({} files)", row.file.copies);
    return fmt::format("{:<12}  {:<20}  {}{}  {}\n", name_of(row.outcome), row.file.target,
                       shown_place(row.file.path.string()), copies, about);
}

JsonValue row_json(const CrashRow& row) {
    JsonValue object = json_object({{"path", json_string(shown_place(row.file.path.string()))},
                                    {"target", json_string(row.file.target)},
                                    {"outcome", json_string(std::string(name_of(row.outcome)))},
                                    {"bucket", json_string(row.bucket)},
                                    {"reason", json_string(row.reason)},
                                    {"content", json_string(row.file.content)},
                                    {"size", json_number(std::to_string(row.file.size))},
                                    {"copies", json_number(std::to_string(row.file.copies))}});
    return object;
}

}  // namespace

std::string_view name_of(CrashOutcome outcome) {
    constexpr std::array<std::string_view, 6> names = {"reproduced",   "flaky",        "fixed",
                                                       "wrong target", "not readable", "not run"};
    return names[static_cast<std::size_t>(outcome)];
}

std::size_t Reproduction::count(CrashOutcome outcome) const {
    return static_cast<std::size_t>(std::ranges::count(rows, outcome, &CrashRow::outcome));
}

bool Reproduction::is_any_crash() const { return count(CrashOutcome::reproduced) + count(CrashOutcome::flaky) > 0; }

bool Reproduction::has_run() const { return is_any_crash() || count(CrashOutcome::fixed) > 0; }

std::expected<Reproduction, std::string> reproduce(const std::vector<std::string>& paths,
                                                   const ReproduceSettings& settings,
                                                   const std::function<void(std::size_t, std::size_t)>& on_progress) {
    const auto project = load_project(settings.root);
    if (!project) return std::unexpected(project.error());
    if (!settings.target.empty() && !find_target(project->targets, settings.target))
        return std::unexpected(fmt::format("there is no target '{}': tools/fuzz --list names them", settings.target));
    const IsTarget is_target = [&](std::string_view name) { return find_target(project->targets, name) != nullptr; };
    CrashFiles found = find_crash_files(paths, is_target, settings.file_limits);
    Reproduction reproduction{
        .rows = rows_of(found, settings.target), .left_out = found.left_out, .remarks = found.remarks};
    run_all(reproduction, settings, *project, on_progress);
    put_into_buckets(reproduction, settings);
    return reproduction;
}

std::expected<fs::path, std::string> default_programs(const fs::path& root) {
    for (const char* preset : {"asan", "dev", "fuzz"})
        if (const fs::path folder = root / "build" / preset / "fuzz"; fs::exists(folder / "fuzz_request"))
            return folder;
    return std::unexpected(
        fmt::format("no fuzz target is built in {}: cmake --preset asan && cmake --build --preset asan builds them",
                    root.string()));
}

std::string text_of(const Reproduction& reproduction) {
    std::string text = fmt::format("{:<12}  {:<20}  {}\n", "outcome", "target", "file, and its bucket");
    for (const CrashRow& row : reproduction.rows) text += row_text(row);
    for (const std::string& sentence : reproduction.left_out) text += sentence + "\n";
    if (reproduction.remarks > CrashFiles::most_remarks)
        text += fmt::format("and {} more of these\n", reproduction.remarks - CrashFiles::most_remarks);
    if (!reproduction.names_functions)
        text += "llvm-symbolizer is not installed: memory errors are told apart by their kind alone\n";
    if (!reproduction.has_sanitizers && reproduction.has_run())
        text += "the programs have no sanitizers: what only these see is not seen (--programs build/asan/fuzz)\n";
    std::string counts;
    for (const CrashOutcome outcome : {CrashOutcome::reproduced, CrashOutcome::flaky, CrashOutcome::fixed,
                                       CrashOutcome::wrong_target, CrashOutcome::not_readable, CrashOutcome::not_run})
        if (const std::size_t count = reproduction.count(outcome); count > 0)
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, name_of(outcome));
    return text + fmt::format("{} inputs{}{}\n", reproduction.rows.size(), counts.empty() ? "" : ": ", counts);
}

JsonValue to_json(const Reproduction& reproduction) {
    JsonValue files = json_array(), left_out = json_array();
    for (const CrashRow& row : reproduction.rows) files.elements.push_back(row_json(row));
    for (const std::string& sentence : reproduction.left_out) left_out.elements.push_back(json_string(sentence));
    return json_object({{"schema", json_number("1")},
                        {"files", std::move(files)},
                        {"left_out", std::move(left_out)},
                        {"remarks", json_number(std::to_string(reproduction.remarks))},
                        {"names_functions", json_bool(reproduction.names_functions)},
                        {"has_sanitizers", json_bool(reproduction.has_sanitizers)}});
}

}  // namespace keyturn::fuzz
