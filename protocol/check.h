// What cannot fail unless a program or a library is broken: ends the process instead of going on with wrong bytes.
#pragma once

namespace keyturn {

// Aborts with `promise`, the sentence that should have been true, on standard error.
void check(bool kept, const char* promise);

}  // namespace keyturn
