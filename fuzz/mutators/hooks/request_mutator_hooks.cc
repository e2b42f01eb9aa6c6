// The mutator "request" for libFuzzer.
#include "fuzz/mutators/engine_hooks.h"
#include "fuzz/mutators/named_mutators.h"

KEYTURN_MUTATOR_HOOKS(keyturn::fuzz::mutate_request, keyturn::fuzz::cross_over_requests)
