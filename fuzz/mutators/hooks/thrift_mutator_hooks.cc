// The mutator "thrift" for libFuzzer.
#include "fuzz/mutators/engine_hooks.h"
#include "fuzz/mutators/event_mutator.h"

KEYTURN_MUTATOR_HOOKS(keyturn::fuzz::mutate_event, keyturn::fuzz::cross_over_events)
