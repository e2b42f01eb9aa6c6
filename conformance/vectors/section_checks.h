// One check for each section of golden vectors: makes an entry's values again from its inputs, compares, and breaks
// what must not be broken unnoticed.
#pragma once

#include "conformance/vectors/vector_entry.h"
#include "conformance/vectors/vector_facts.h"

namespace keyturn::section_checks {

using Check = void(VectorEntry&, const VectorFacts&);

// Keys and signatures.
Check keys;
Check signing_keys;
Check ecdsa;
Check binding;

// What is wrapped and sealed.
Check ecies;
Check key_change_plain;
Check secretbox;
Check secretstream;

// Signed actions.
Check member_add;
Check key_change;
Check other;
Check message_create;
Check negative_events;

// A whole request.
Check request_capture;

}  // namespace keyturn::section_checks
