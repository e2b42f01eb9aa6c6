// Text that was put into another form on its way: for defective libraries.
#pragma once

#include <string>

namespace keyturn {

// á for a and a combining acute accent, and eleven more: the beginning of Unicode's normal form C.
std::string composed(std::string text);

}  // namespace keyturn
