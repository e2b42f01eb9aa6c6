// The text of a case file. Every problem has a place; a case that reads has exchanges and requirements.
#include "conformance/exchange.h"
#include "conformance/json_comparison.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto read = read_case(*document, "fuzz", "fuzz.json", {});
    if (read) {
        fuzz::expect(!read->exchanges.empty() && !read->requirements.empty() && !read->title.empty(),
                     "a case has a title, requirements and exchanges");
        return fuzz::Taken::accepted;
    }
    fuzz::expect(!read.error().empty(), "a refusal has problems");
    if (!doubled_keys(*document).empty()) return fuzz::Taken::refused;  // a pointer can't tell two equal keys apart
    for (const Problem& problem : read.error())
        fuzz::expect(problem.pointer.empty() || resolve(*document, problem.pointer) || problem.actual == "nothing",
                     "a problem has a place");
    return fuzz::Taken::refused;
}
