// A request body as JSON text, read by the reader and held against the JSON Schema that we export: both accept it or
// neither does. A target of its own, for the validator is slow.
#include "fuzz/second_opinion/opinions/schema_opinion.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const ReadRequest ours = AddMembersRequest::read(*document);
    fuzz::expect(fuzz::disagreement_with_schema(*document, ours));
    return fuzz::accepted_if(ours.problems.empty());
}
