// The mutator "fields" for libFuzzer.
#include "fuzz/mutators/engine_hooks.h"
#include "fuzz/mutators/named_mutators.h"

KEYTURN_MUTATOR_HOOKS(keyturn::fuzz::mutate_fields, keyturn::fuzz::cross_over_fields)
