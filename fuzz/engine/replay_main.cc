// A main without an engine: runs a target over files and folders, each input in a buffer of its exact size, so that a
// sanitizer sees one byte too many.
//   TARGET [--index FILE] [--at-most N] [--traces] PATH…
// Prints a line an input: accepted or refused, and its path. With an index every seed must be taken as its row says.
// Exit status 0: every input held; 1: one was taken otherwise than its row says; 2: nothing to run, or a file that
// can't be read. --traces: the digest of each input's trace, too, to be compared with those of another run. --at-most
// N: of all files only the first N by name. An oracle that does not hold ends the process.
//   TARGET --crashes MILLISECONDS MEGABYTES
// runs inputs that may end the process: crash_server.h.
#include <algorithm>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/engine/crash_server.h"
#include "fuzz/engine/trace.h"

namespace {

namespace fs = std::filesystem;
using keyturn::fuzz::CorpusIndex;

struct Count {
    std::size_t inputs = 0, wrong = 0, unreadable = 0;
};

void collect(const fs::path& path, std::vector<fs::path>& files) {
    if (!fs::is_directory(path)) return files.push_back(path);
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (entry.is_regular_file()) files.push_back(entry.path());
}

const char* words_for(bool accepted) { return accepted ? "accepted" : "refused"; }

// What is wrong with how the input was taken; nothing: it is as its row says.
std::optional<std::string> complaint(const CorpusIndex& index, const fs::path& path, bool accepted) {
    const keyturn::fuzz::Seed* seed = index.find(path.filename().string());
    if (!seed) return "it has no row in the index: tools/corpus add makes one";
    if (seed->accepted == accepted) return std::nullopt;
    return std::string("the index says ") + words_for(seed->accepted) + ": " + seed->why;
}

struct Settings {
    std::optional<CorpusIndex> index;
    bool traces = false;
};

void run(const fs::path& path, const Settings& settings, Count& count) {
    const auto content = keyturn::fuzz::read_corpus_file(path);
    if (!content) {
        std::fprintf(stderr, "%s\n", content.error().c_str());
        ++count.unreadable;
        return;
    }
    std::printf("%s ", path.c_str());
    std::fflush(stdout);  // the last line names the input that ended the process
    const auto exact = std::make_unique<std::uint8_t[]>(content->size());
    std::memcpy(exact.get(), content->data(), content->size());
    const keyturn::fuzz::Trace trace = keyturn::fuzz::trace_of(exact.get(), content->size());
    std::printf("%s", words_for(trace.accepted));
    if (settings.traces) std::printf(" %016" PRIx64, trace.digest);
    std::printf("\n");
    ++count.inputs;
    const auto wrong = settings.index ? complaint(*settings.index, path, trace.accepted) : std::nullopt;
    if (!wrong) return;
    std::printf("  but %s\n", wrong->c_str());
    ++count.wrong;
}

int fails(const std::string& sentence) {
    std::fprintf(stderr, "%s\n", sentence.c_str());
    return 2;
}

// The value of an option, which is taken out of the arguments with its name.
std::optional<std::string> take(std::vector<std::string>& arguments, std::string_view option) {
    const auto name = std::ranges::find(arguments, option);
    if (name == arguments.end() || name + 1 == arguments.end()) return std::nullopt;
    std::string value = *(name + 1);
    arguments.erase(name, name + 2);
    return value;
}

bool take_flag(std::vector<std::string>& arguments, std::string_view flag) { return std::erase(arguments, flag) != 0; }

std::vector<fs::path> files_of(const std::vector<std::string>& paths, std::size_t at_most) {
    std::vector<fs::path> files;
    for (const std::string& path : paths) collect(path, files);
    std::ranges::sort(files, {}, [](const fs::path& file) { return std::pair(file.filename().string(), file); });
    if (files.size() > at_most) files.resize(at_most);
    return files;
}

}  // namespace

int main(int argc, char** argv) try {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!arguments.empty() && arguments[0] == keyturn::fuzz::crash_server_flag)
        return keyturn::fuzz::serve_crashes(arguments);
    Settings settings{.index = {}, .traces = take_flag(arguments, "--traces")};
    if (const auto file = take(arguments, "--index")) {
        auto read = keyturn::fuzz::load_index(*file);
        if (!read) return fails(read.error());
        settings.index = *std::move(read);
    }
    const auto at_most = take(arguments, "--at-most");
    if (arguments.empty() || arguments[0].starts_with("--"))
        return fails("usage: TARGET [--index FILE] [--at-most N] [--traces] PATH…");
    if (settings.traces && !keyturn::fuzz::edges_are_counted()) return fails("this build counts no edges");
    Count count;
    for (const fs::path& file : files_of(arguments, at_most ? std::stoul(*at_most) : SIZE_MAX))
        run(file, settings, count);
    std::printf("%zu inputs held\n", count.inputs - count.wrong);
    if (count.inputs == 0 || count.unreadable != 0) return 2;
    return count.wrong == 0 ? 0 : 1;
} catch (const std::exception& error) {
    return fails(error.what());
}
