// plant_bug ROOT NAME FILE: writes a copy of the source that the planted bug NAME changes, with the bug in it, to FILE.
#include <fmt/format.h>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/planted/planted_project.h"

using namespace keyturn::fuzz;

namespace {

namespace fs = std::filesystem;

std::expected<std::string, std::string> planted_source(const fs::path& root, std::string_view name) {
    const auto bugs = load_planted_bugs(root);
    if (!bugs) return std::unexpected(bugs.error());
    const PlantedBug* bug = find_bug(*bugs, name);
    if (!bug) return std::unexpected(fmt::format("there is no planted bug '{}'", name));
    const auto source = read_corpus_file(root / bug->file);
    const auto changed = source ? with_bug(*bug, *source) : source;
    if (!changed) return changed;
    return fmt::format("#line 1 \"{}\"\n{}", bug->file, *changed);
}

// A copy that stays as it was keeps its time, so that nothing is compiled anew when another row of the table changes.
std::expected<void, std::string> write_if_other(const fs::path& file, const std::string& text) {
    if (read_corpus_file(file) == text) return {};
    return write_whole(file, text);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        fmt::print(stderr, "usage: plant_bug ROOT NAME FILE\n");
        return 2;
    }
    const auto source = planted_source(argv[1], argv[2]);
    const auto written = source ? write_if_other(argv[3], *source) : std::unexpected(source.error());
    if (written) return 0;
    fmt::print(stderr, "plant_bug: {}\n", written.error());
    return 1;
}
