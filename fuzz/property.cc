// The witness of a property as JSON, as `keyturn check` saves it: {"property", "input"}. The reference library violates
// none of those that sign nothing and so take any input; where a witness is one that no library can be right about, the
// violation's own witness repeats it.
#include "adapters/reference_library.h"
#include "fuzz/target.h"
#include "properties/catalogue.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_witness_bytes = 4096;  // every user of a roster costs keys

// By the processor's time, or over lists of any size that the witness names: nothing for every input.
bool is_judged_elsewhere(std::string_view property) {
    return property == "reading_costs_what_it_reads" || property == "lists_of_every_size_read_back";
}

void repeats(Library& library, const Violation& violation) {
    const auto again = judge_witness(library, violation.witness);
    fuzz::expect(again && again->violation && again->violation->summary == violation.summary,
                 "the witness of a violation repeats it");
}

}  // namespace

FUZZ_TARGET {
    if (input.size() > most_witness_bytes) return fuzz::Taken::refused;
    const auto witness = parse_json(text_of(input));
    const JsonValue* name = witness ? witness->find("property") : nullptr;
    if (!name || is_judged_elsewhere(name->text)) return fuzz::Taken::refused;
    static const auto library = reference_library();
    const auto judgement = judge_witness(*library, *witness);
    if (!judgement) {
        fuzz::expect(!judgement.error().empty(), "a refusal has problems");
        return fuzz::Taken::refused;
    }
    if (find_property(name->text)->cost == Cost::pure) fuzz::expect(judgement->violation);
    if (judgement->violation) repeats(*library, *judgement->violation);
    return fuzz::Taken::accepted;
}
