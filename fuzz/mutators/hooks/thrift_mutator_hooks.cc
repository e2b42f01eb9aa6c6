// The mutator "thrift" for libFuzzer.
#include "fuzz/mutators/engine_hooks.h"
#include "fuzz/mutators/named_mutators.h"

KEYTURN_MUTATOR_HOOKS(keyturn::fuzz::mutate_event, keyturn::fuzz::cross_over_events)
