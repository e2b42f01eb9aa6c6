// Parses JSON and prints it, nothing else: what tools/bench-fuzz sets structured targets beside.
#include "fuzz/target.h"
#include "protocol/json_document.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    return fuzz::accepted_if(document && !to_json(*document).empty());
}
