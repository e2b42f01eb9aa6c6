// An OpenAPI document with examples. Every exchange that is taken becomes a case that sends it again, byte for byte.
#include "conformance/interchange/import.h"
#include "fuzz/oracles/recorded_exchange.h"
#include "fuzz/target.h"

using namespace keyturn;

FUZZ_TARGET {
    constexpr ImportLimits limits{.bytes = fuzz::most_input_bytes, .exchanges = 16};
    const auto imported = read_openapi_examples(text_of(input), {}, limits);
    if (!imported) {
        fuzz::expect(!imported.error().empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    fuzz::expect(fuzz::exchanges_are_sent_again(*imported));
    return fuzz::accepted_if(!imported->exchanges.empty());
}
