// The mutator "fields" for AFL++.
#include "fuzz/mutators/afl_hooks.h"
#include "fuzz/mutators/named_mutators.h"

KEYTURN_AFL_HOOKS(keyturn::fuzz::mutate_fields, keyturn::fuzz::cross_over_fields)
