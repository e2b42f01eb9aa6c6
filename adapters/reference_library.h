// Our own library, over protocol/: what the properties hold for, and what defective libraries differ from in one thing.
#pragma once

#include <memory>

#include "adapters/library_functions.h"

namespace keyturn {

// Pure: the same arguments and surroundings give the same answer, from any thread.
LibraryFunctions reference_functions();

std::unique_ptr<Library> reference_library();

}  // namespace keyturn
