// The text of a file of planted bugs. A name stands for one bug; a bug stands where its text stood, and nowhere when
// that text stands twice or not at all.
#include "fuzz/planted/planted_bug.h"

#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto bugs = fuzz::read_planted_bugs(*document);
    if (!bugs) {
        fuzz::expect(!bugs.error().empty(), "a refusal has problems");
        return fuzz::Taken::refused;
    }
    for (const fuzz::PlantedBug& bug : *bugs) {
        fuzz::expect(fuzz::find_bug(*bugs, bug.name) == &bug, "a name stands for one bug");
        fuzz::expect(!bug.says.empty(), "a finding begins with something");
        fuzz::expect(fuzz::with_bug(bug, bug.from) == bug.to, "a bug stands where its text stood");
        fuzz::expect(!fuzz::with_bug(bug, bug.from + bug.from) && !fuzz::with_bug(bug, ""),
                     "a text that stands twice or not at all is no place");
    }
    return fuzz::Taken::accepted;
}
