// The text of an index of seeds. What is read and written again reads as the same, every file is found, and seeds that
// are named after their content agree with their rows.
#include "fuzz/corpus/corpus_index.h"

#include "fuzz/target.h"

using namespace keyturn;

namespace {

void rows_come_and_go(const fuzz::CorpusIndex& index) {
    for (const fuzz::Seed& seed : index.seeds) {
        const fuzz::Seed* found = index.find(seed.file);
        fuzz::expect(found && *found == seed, "a file stands once, and is found");
        fuzz::CorpusIndex changed = index;
        changed.erase(seed.file);
        fuzz::expect(!changed.find(seed.file) && changed.seeds.size() + 1 == index.seeds.size(), "a row goes");
        changed.put(seed);
        fuzz::expect(changed == index, "and comes back into its place");
    }
}

void what_is_missing_is_told(const fuzz::CorpusIndex& index) {
    fuzz::expect(disagreements(index, {}).size() >= index.seeds.size(), "a row without its file is told");
    fuzz::expect(!disagreements(index, {{"not-its-name", "content"}}).empty(), "so is a file with another name");
    const std::string nothing = fuzz::content_name("");
    const bool has_only_it = index.seeds.size() == 1 && index.seeds.front().file == nothing;
    fuzz::expect(disagreements(index, {{nothing, ""}}).empty() == has_only_it, "a row and its file agree");
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    const auto index = document ? fuzz::read_corpus_index(*document) : std::unexpected(Problems{});
    if (!index) return fuzz::Taken::refused;
    const JsonValue written = fuzz::corpus_index_to_json(*index);
    const auto again = fuzz::read_corpus_index(written);
    fuzz::expect(again && *again == *index, "a written index reads back");
    rows_come_and_go(*index);
    what_is_missing_is_told(*index);
    return fuzz::Taken::accepted;
}
