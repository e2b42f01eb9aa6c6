// JSON text, read by our scanner and by nlohmann/json: they agree but where opinions/json_opinion.h says why not.
#include "fuzz/second_opinion/opinions/json_opinion.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto ours = parse_json(text_of(input));
    fuzz::expect(fuzz::disagreement_with_nlohmann(text_of(input), ours));
    return fuzz::accepted_if(ours.has_value());
}
