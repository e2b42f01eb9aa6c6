// How much memory and processor time a process has used, with all that it started.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>

namespace keyturn {

// The peaks of resident memory of the process and all its descendants that are alive, added up; 0 when there is no such
// process. Counts a thousand descendants at most.
std::size_t peak_memory_of_tree(pid_t process);

// The processor time of the same processes, added up; of those that have ended nothing.
std::chrono::nanoseconds processor_time_of_tree(pid_t process);

}  // namespace keyturn
