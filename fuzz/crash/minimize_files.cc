#include "fuzz/crash/minimize_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "conformance/shown_text.h"
#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/crash/targeted_files.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t most_bytes = CrashFileLimits{}.bytes;

fs::path place_of(const fs::path& file, const std::string& target, std::string_view smaller, const fs::path& out) {
    if (!out.empty()) return out / target / content_name(smaller);
    return file.string() + ".min";
}

// Several inputs may become the same one, and then have one place.
std::expected<void, std::string> write_one_at_a_time(const fs::path& place, std::string_view content,
                                                     std::mutex& writing) {
    const std::scoped_lock lock(writing);
    return write_whole(place, content);
}

// What came of the file; the error is its trouble.
std::expected<MinimizedFile, std::string> minimized(const CrashFile& file, const MinimizeSettings& settings,
                                                    FrameNames& names, std::mutex& writing) {
    if (!file.trouble.empty()) return std::unexpected(file.trouble);
    const auto content = read_crash_file(file.path, most_bytes);
    if (!content) return std::unexpected(content.error());
    const CrashingTarget target{file.target, settings.programs / ("fuzz_" + file.target), settings.limits};
    if (!fs::exists(target.program))
        return std::unexpected(fmt::format("fuzz_{} is not built in {}", file.target, settings.programs.string()));
    const auto crash = minimize_crash(target, *content, settings.budget, names);
    if (!crash) return std::unexpected(crash.error());
    const auto& [smaller, runs, is_whole] = crash->minimized;
    const bool is_there = settings.out.empty() && smaller == *content;
    const fs::path place = is_there ? file.path : place_of(file.path, file.target, smaller, settings.out);
    if (!is_there)
        if (const auto written = write_one_at_a_time(place, smaller, writing); !written)
            return std::unexpected(written.error());
    return MinimizedFile{file, "", crash->bucket, smaller.size(), runs, is_whole, place};
}

std::string row_text(const MinimizedFile& row) {
    const std::string path = shown_place(row.file.path.string());
    if (!row.trouble.empty()) return fmt::format("{}: {}\n", path, shown_place(row.trouble));
    return fmt::format("{}: {} bytes of {}, {} runs{}\n  {}\n  {}\n", path, row.after, row.file.size, row.runs,
                       row.is_whole ? "" : ", which ended before nothing gave way: --runs takes more", row.bucket,
                       shown_place(row.written.string()));
}

JsonValue number(std::uintmax_t value) { return json_number(std::to_string(value)); }

JsonValue row_json(const MinimizedFile& row) {
    JsonValue path = json_string(shown_place(row.file.path.string()));
    if (!row.trouble.empty())
        return json_object({{"path", std::move(path)}, {"problem", json_string(shown_place(row.trouble))}});
    return json_object({{"path", std::move(path)},
                        {"target", json_string(row.file.target)},
                        {"bucket", json_string(row.bucket)},
                        {"before", number(row.file.size)},
                        {"after", number(row.after)},
                        {"runs", number(row.runs)},
                        {"whole", json_bool(row.is_whole)},
                        {"written", json_string(shown_place(row.written.string()))}});
}

}  // namespace

std::size_t MinimizedFiles::count_of_minimized() const {
    return static_cast<std::size_t>(std::ranges::count(files, "", &MinimizedFile::trouble));
}

std::expected<MinimizedFiles, std::string> minimize_files(
    const std::vector<std::string>& paths, const MinimizeSettings& settings,
    const std::function<void(std::size_t, std::size_t)>& on_progress) {
    auto found = find_targeted_files(paths, settings.root, settings.target);
    if (!found) return std::unexpected(found.error());
    MinimizedFiles all{std::vector<MinimizedFile>(found->files.size()), {}};
    std::atomic<std::size_t> next = 0;
    std::mutex mutex, writing;
    std::size_t ended = 0;
    const auto work = [&] {
        FrameNames names(settings.root, settings.symbolizer);
        for (std::size_t i = next++; i < all.files.size(); i = next++) {
            auto done = minimized(found->files[i], settings, names, writing);
            all.files[i] = done ? *std::move(done) : MinimizedFile{found->files[i], done.error()};
            const std::scoped_lock lock(mutex);
            on_progress(++ended, all.files.size());
        }
    };
    std::vector<std::thread> workers;
    for (unsigned job = 1; job < settings.jobs; ++job) workers.emplace_back(work);
    work();
    for (std::thread& worker : workers) worker.join();
    all.found = *std::move(found);
    all.found.files.clear();
    return all;
}

std::string text_of(const MinimizedFiles& minimized) {
    std::string text;
    for (const MinimizedFile& row : minimized.files) text += row_text(row);
    return text + text_of_left_out(minimized.found);
}

JsonValue to_json(const MinimizedFiles& minimized) {
    JsonValue files = json_array();
    for (const MinimizedFile& row : minimized.files) files.elements.push_back(row_json(row));
    return json_object({{"schema", json_number("1")}, {"files", std::move(files)}});
}

}  // namespace keyturn::fuzz
