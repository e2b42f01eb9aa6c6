// The mutator "request" for AFL++.
#include "fuzz/mutators/afl_hooks.h"
#include "fuzz/mutators/named_mutators.h"

KEYTURN_AFL_HOOKS(keyturn::fuzz::mutate_request, keyturn::fuzz::cross_over_requests)
