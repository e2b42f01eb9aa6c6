// What holds of every exchange that is written down as a case, wherever it came from.
#pragma once

#include "conformance/interchange/import.h"
#include "fuzz/oracles/finding.h"

namespace keyturn::fuzz {

// Of each exchange that a case can hold: the case reads, and with its secrets filled in it sends the same method, path
// and body.
Finding exchanges_are_sent_again(const Imported& imported);

}  // namespace keyturn::fuzz
