// Ctrl-C and SIGTERM: what is under way is finished and torn down, and nothing else is begun.
#pragma once

namespace keyturn {

// From now on the signals are noted instead of ending the process. What was noted before is forgotten.
void note_interruptions();

bool is_interrupted();  // from any thread

}  // namespace keyturn
