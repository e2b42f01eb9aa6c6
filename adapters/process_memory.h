// How much memory a process has used, read from /proc.
#pragma once

#include <sys/types.h>

#include <cstddef>

namespace keyturn {

// The peaks of resident memory of the process and all its descendants that are alive, added up; 0 when there is no such
// process. Counts a thousand descendants at most.
std::size_t peak_memory_of_tree(pid_t process);

}  // namespace keyturn
