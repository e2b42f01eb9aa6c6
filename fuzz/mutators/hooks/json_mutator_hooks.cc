// The mutator "json" for libFuzzer.
#include "fuzz/mutators/engine_hooks.h"
#include "fuzz/mutators/named_mutators.h"

KEYTURN_MUTATOR_HOOKS(keyturn::fuzz::mutate_any_json, keyturn::fuzz::cross_over_any_json)
