// The program behind tools/corpus, which builds what this runs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/program_run.h"
#include "fuzz/runner/project_files.h"

namespace {

namespace fs = std::filesystem;
using namespace keyturn::fuzz;

constexpr int conformant_status = 0, wrong_status = 1, usage_status = 2, nothing_ran_status = 3;
constexpr std::size_t largest_corpus = 5'000'000;  // bytes, all seeds of all targets together
constexpr std::chrono::minutes enough_for_a_corpus{10};
constexpr std::string_view found_reason = "found by exploring: reaches what no other seed reaches";

struct Options {
    std::string root, programs, target, why;
    std::vector<std::string> targets, paths;
};

// A sentence for people goes to standard error; a program that asks sees the status.
int complain(std::string_view sentence, int status) {
    fmt::print(stderr, "tools/corpus: {}\n", sentence);
    return status;
}

std::string program_of(const Options& options, std::string_view target) {
    return fmt::format("{}/fuzz_{}", options.programs, target);
}

// How the target takes a file: the word that its replay prints behind the path.
std::expected<bool, std::string> is_accepted(const Options& options, const fs::path& file) {
    const ProgramOutput replay =
        output_of({{program_of(options, options.target), file.string()}, {}, enough_for_a_corpus});
    if (replay.output.contains(file.string() + " accepted\n")) return true;
    if (replay.output.contains(file.string() + " refused\n")) return false;
    return std::unexpected(
        fmt::format("{}: an oracle does not hold on it, or it can't be read ({}); it belongs into "
                    "corpus/crashes or corpus/regressions",
                    file.string(), to_string(replay.end)));
}

std::expected<Seed, std::string> add_file(const Options& options, const fs::path& file) {
    const auto content = read_corpus_file(file);
    if (!content) return std::unexpected(content.error());
    const auto accepted = is_accepted(options, file);
    if (!accepted) return std::unexpected(accepted.error());
    Seed seed{content_name(*content), *accepted, options.why.empty() ? std::string(found_reason) : options.why,
              options.why.empty()};
    const auto written = write_whole(seeds_of(options.root, options.target) / seed.file, *content);
    if (!written) return std::unexpected(written.error());
    return seed;
}

std::vector<fs::path> files_below(const std::vector<std::string>& paths) {
    std::vector<fs::path> files;
    for (const std::string& path : paths) {
        if (!fs::is_directory(path)) {
            files.emplace_back(path);
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(path))
            if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

int add(const Options& options) {
    auto index = load_index(index_of(options.root, options.target));
    if (!index) return complain(index.error(), usage_status);
    for (const fs::path& file : files_below(options.paths)) {
        const auto seed = add_file(options, file);
        if (!seed) return complain(seed.error(), wrong_status);
        const Seed* known = index->find(seed->file);
        fmt::print("{} {} {}{}\n", options.target, seed->file, seed->accepted ? "accepted" : "refused",
                   known ? " (known)" : "");
        if (!known || !seed->found) index->put(*seed);
    }
    const auto saved = save_index(index_of(options.root, options.target), *index);
    return saved ? conformant_status : complain(saved.error(), wrong_status);
}

// Seeds that somebody chose stay; of those found by exploring only what reaches something that no other does.
std::expected<std::size_t, std::string> minimize_target(const Options& options, const std::string& target) {
    const fs::path seeds = seeds_of(options.root, target);
    const fs::path work = fs::path(options.root) / "build/fuzzing" / (target + ".minimize");
    auto index = load_index(index_of(options.root, target));
    if (!index) return std::unexpected(index.error());
    std::error_code error;
    fs::remove_all(work, error);
    for (const char* folder : {"kept", "found"}) fs::create_directories(work / folder, error);
    for (const Seed& seed : index->seeds)
        fs::copy_file(seeds / seed.file, work / (seed.found ? "found" : "kept") / seed.file, error);
    if (error) return std::unexpected(fmt::format("{}: {}", target, error.message()));
    const ProgramEnd end = run_program(
        {{program_of(options, target), "-set_cover_merge=1", (work / "kept").string(), (work / "found").string()},
         {},
         enough_for_a_corpus},
        [](std::string_view) {});
    if (!end.is_well()) return std::unexpected(fmt::format("{}: {}", target, to_string(end)));
    std::vector<std::string> dropped;
    for (const Seed& seed : index->seeds)
        if (!fs::exists(work / "kept" / seed.file)) dropped.push_back(seed.file);
    for (const std::string& file : dropped) {
        fs::remove(seeds / file, error);
        index->erase(file);
    }
    const auto saved = save_index(index_of(options.root, target), *index);
    if (!saved) return std::unexpected(saved.error());
    return dropped.size();
}

int for_each_target(const Options& options, const std::function<int(const TargetRow&)>& act) {
    const auto table = load_target_table(options.root);
    const auto rows = table ? chosen_targets(*table, options.targets) : std::unexpected(table.error());
    if (!rows) return complain(rows.error(), usage_status);
    int worst = rows->empty() ? nothing_ran_status : conformant_status;
    for (const TargetRow& row : *rows) worst = std::max(worst, act(row));
    return worst;
}

int minimize(const Options& options) {
    return for_each_target(options, [&](const TargetRow& row) {
        const auto dropped = minimize_target(options, row.name);
        if (!dropped) return complain(dropped.error(), wrong_status);
        fmt::print("{:<24} {} dropped\n", row.name, *dropped);
        return conformant_status;
    });
}

int stats(const Options& options) {
    std::size_t all_files = 0, all_bytes = 0;
    fmt::print("{:<24} {:>6} {:>9} {:>8} {:>8} {:>6}\n", "target", "seeds", "bytes", "accepted", "refused", "found");
    const int status = for_each_target(options, [&](const TargetRow& row) {
        const auto index = load_index(index_of(options.root, row.name));
        const auto files = read_corpus(seeds_of(options.root, row.name));
        if (!index || !files) return complain(!index ? index.error() : files.error(), wrong_status);
        std::size_t bytes = 0;
        for (const auto& [name, content] : *files) bytes += content.size();
        const auto accepted = std::ranges::count(index->seeds, true, &Seed::accepted);
        fmt::print("{:<24} {:>6} {:>9} {:>8} {:>8} {:>6}\n", row.name, files->size(), bytes, accepted,
                   index->seeds.size() - std::size_t(accepted), std::ranges::count(index->seeds, true, &Seed::found));
        all_files += files->size();
        all_bytes += bytes;
        return conformant_status;
    });
    fmt::print("{:<24} {:>6} {:>9}\n", "all", all_files, all_bytes);
    return status;
}

int check_target(const Options& options, const TargetRow& row, std::size_t& bytes) {
    const auto index = load_index(index_of(options.root, row.name));
    if (!index) return complain(index.error(), wrong_status);
    const auto files = read_corpus(seeds_of(options.root, row.name));
    if (!files) return complain(files.error(), wrong_status);
    for (const auto& [name, content] : *files) bytes += content.size();
    const auto sentences = disagreements(*index, *files);
    for (const std::string& sentence : sentences) complain(fmt::format("{}: {}", row.name, sentence), wrong_status);
    if (files->empty()) return complain(fmt::format("{}: it has no seed", row.name), wrong_status);
    const ProgramEnd end =
        run_program({{program_of(options, row.name), "--index", index_of(options.root, row.name).string(),
                      seeds_of(options.root, row.name).string()},
                     {},
                     enough_for_a_corpus},
                    [](std::string_view line) {
                        if (line.starts_with("  but ")) fmt::print("{}\n", line);
                    });
    fmt::print("{:<24} {} seeds: {}\n", row.name, files->size(), end.is_well() ? "as their rows say" : to_string(end));
    return end.is_well() && sentences.empty() ? conformant_status : wrong_status;
}

int check(const Options& options) {
    std::size_t bytes = 0;
    const int status =
        for_each_target(options, [&](const TargetRow& row) { return check_target(options, row, bytes); });
    fmt::print("{} bytes of at most {}\n", bytes, largest_corpus);
    if (bytes > largest_corpus) return complain("the corpus is too large: tools/corpus minimize", wrong_status);
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Keeps the seeds of the fuzz targets: corpus/seeds/TARGET, each named after its content, and what is "
        "known of them, corpus/index/TARGET.json.",
        "tools/corpus");
    Options options;
    int status = 0;
    app.require_subcommand(1);
    app.add_option("--root", options.root)->required()->group("");
    app.add_option("--programs", options.programs)->required()->group("");
    CLI::App* adding = app.add_subcommand("add", "Adds files, or all of a folder; learns whether each is accepted");
    adding->add_option("TARGET", options.target)->required();
    adding->add_option("PATH", options.paths)->required()->check(CLI::ExistingPath);
    adding->add_option("--why", options.why,
                       "Why these seeds are kept, in a sentence. Without: they were found by "
                       "exploring, and minimize drops what reaches nothing of its own");
    adding->callback([&] { status = add(options); });
    CLI::App* minimizing =
        app.add_subcommand("minimize", "Drops seeds found by exploring that reach nothing of their own");
    CLI::App* counting = app.add_subcommand("stats", "How many there are of each target, and how large");
    CLI::App* checking =
        app.add_subcommand("check", "Whether names, rows and targets agree, and the size is in bounds");
    for (CLI::App* command : {minimizing, counting, checking})
        command->add_option("TARGET", options.targets, "All where none is named");
    minimizing->callback([&] { status = minimize(options); });
    counting->callback([&] { status = stats(options); });
    checking->callback([&] { status = check(options); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : usage_status;
    }
    return status;
}
