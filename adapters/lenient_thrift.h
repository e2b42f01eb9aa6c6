// A Thrift reader that is as careless as some are: for defective libraries.
#pragma once

#include "protocol/thrift_binary.h"

namespace keyturn {

// What is read past instead of refused.
struct Leniency {
    bool unknown_fields = false;  // skipped
    bool other_types = false;     // a field of another type than its schema's is skipped
    bool repeats = false;         // the last one counts
    bool any_boolean = false;     // what is not 0 is true
    bool several_arms = false;    // the first one of a union counts
    bool trailing_bytes = false;
};

// Refuses what is left to refuse, roughly: a struct is read as deep as the schema goes, what is skipped as deep as 64.
Result<ThriftValue> read_leniently(ByteView bytes, const ThriftStructSchema& schema, const Leniency& leniency);

}  // namespace keyturn
