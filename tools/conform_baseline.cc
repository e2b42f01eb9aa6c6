#include "tools/conform_baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tools/input_file.h"

namespace keyturn {

namespace {

std::expected<Baseline, std::string> read_file(const std::string& path) {
    const auto document = read_json_input(path);
    if (!document) return std::unexpected(document.error());
    auto baseline = read_baseline(*document);
    if (!baseline) return std::unexpected(lines_of(path, baseline.error()));
    return std::move(*baseline);
}

}  // namespace

std::expected<Baseline, std::string> load_baseline(const std::string& path, const std::vector<Case>& suite,
                                                   bool will_be_updated) {
    std::error_code none;
    if (path.empty() || (will_be_updated && !std::filesystem::exists(path, none))) return Baseline{};
    auto baseline = read_file(path);
    if (!baseline) return baseline;
    const auto is_unknown = [&](const KnownFailure& known) {
        return std::ranges::find(suite, known.case_id, &Case::id) == suite.end();
    };
    if (will_be_updated) {
        std::erase_if(baseline->known, is_unknown);
        return baseline;
    }
    const auto unknown = std::ranges::find_if(baseline->known, is_unknown);
    if (unknown == baseline->known.end()) return baseline;
    return std::unexpected(
        fmt::format("{}: there is no case '{}'; --baseline-update takes it out", path, unknown->case_id));
}

std::expected<void, std::string> save_baseline(const std::string& path, const Baseline& baseline) {
    const std::string beside = path + ".new";
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << to_pretty_json(baseline_to_json(baseline)) << '\n';
    file.close();
    std::error_code error;
    if (file) std::filesystem::rename(beside, path, error);
    if (file && !error) return {};
    std::error_code none;
    std::filesystem::remove(beside, none);
    return std::unexpected(path + ": the baseline can't be written" + (error ? ": " + error.message() : ""));
}

std::expected<BaselineReport, std::string> judge_by_baseline(const std::vector<Verdict>& verdicts,
                                                             const Baseline& baseline, const ConformOptions& options,
                                                             std::uint64_t now_msec) {
    if (!options.baseline_update) return compare(baseline, verdicts, day_of(now_msec), options.strict);
    const Baseline after = updated(baseline, verdicts, now_msec, options.strict);
    if (const auto saved = save_baseline(options.baseline, after); !saved) return std::unexpected(saved.error());
    return compare(after, verdicts, "", options.strict);
}

}  // namespace keyturn
