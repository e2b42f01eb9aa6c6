// The text of a requirements catalogue. Every requirement is found by its id, and under each profile at most one side
// of a conflict counts.
#include "conformance/requirement.h"

#include "fuzz/target.h"

using namespace keyturn;

namespace {

void one_side_counts(const Requirements& catalogue, const Requirement& requirement) {
    if (!requirement.conflict) return;
    const Requirement* other = catalogue.find(*requirement.conflict);
    fuzz::expect(other && other->conflict == requirement.id, "a conflict has two sides");
    for (const Profile profile : {Profile::documented, Profile::openapi, Profile::guide})
        fuzz::expect(!catalogue.applies(requirement, profile) || !catalogue.applies(*other, profile),
                     "one side of a conflict counts");
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto catalogue = Requirements::read(*document);
    if (!catalogue) {
        fuzz::expect(!catalogue.error().empty(), "a refusal has problems");
        return fuzz::Taken::refused;
    }
    for (const Requirement& requirement : catalogue->all()) {
        fuzz::expect(catalogue->find(requirement.id) == &requirement, "an id stands for one requirement");
        fuzz::expect(!requirement.replaced_by || !catalogue->applies(requirement, Profile::guide),
                     "what was replaced does not count");
        one_side_counts(*catalogue, requirement);
    }
    return fuzz::Taken::accepted;
}
