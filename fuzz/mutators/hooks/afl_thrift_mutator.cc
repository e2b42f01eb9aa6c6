// The mutator "thrift" for AFL++.
#include "fuzz/mutators/afl_hooks.h"
#include "fuzz/mutators/named_mutators.h"

KEYTURN_AFL_HOOKS(keyturn::fuzz::mutate_event, keyturn::fuzz::cross_over_events)
