#include "fuzz/planted/planted_project.h"

#include <fmt/format.h>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::expected<std::vector<PlantedBug>, std::string> load_planted_bugs(const fs::path& root) {
    const fs::path file = root / "fuzz/planted/bugs.json";
    const auto document = read_json_file(file);
    if (!document) return std::unexpected(document.error());
    auto bugs = read_planted_bugs(*document);
    if (!bugs) return std::unexpected(lines_of(file, bugs.error()));
    return *std::move(bugs);
}

std::expected<std::vector<TargetOracle>, std::string> load_oracles(const fs::path& root, std::string_view target) {
    for (const char* folder : {"fuzz", "fuzz/second_opinion"})
        if (const auto source = read_corpus_file(root / folder / fmt::format("{}.cc", target)))
            return oracles_in(*source);
    return std::unexpected(fmt::format("there is no fuzz/{}.cc", target));
}

fs::path unchanged_program(const fs::path& build, std::string_view target) {
    return build / "fuzz" / fmt::format("fuzz_{}", target);
}

fs::path planted_program(const fs::path& build, std::string_view bug) {
    return build / "fuzz/planted" / fmt::format("fuzz_{}", bug);
}

fs::path inverted_program(const fs::path& build, std::string_view target) {
    return build / "fuzz/planted" / fmt::format("inverted_{}", target);
}

}  // namespace keyturn::fuzz
