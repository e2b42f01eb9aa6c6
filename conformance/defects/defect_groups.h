// The table of defects, a subject a file.
#pragma once

#include <vector>

#include "conformance/defects/server_defect.h"

namespace keyturn {

using ServerDefects = std::vector<ServerDefect>;

ServerDefects acceptance_defects();  // the form of a 200
ServerDefects refusal_defects();     // the form of any other answer
ServerDefects json_defects();        // bytes that are no JSON
ServerDefects framing_defects();     // bytes that are no HTTP
ServerDefects delivery_defects();    // which answer goes where, and when
ServerDefects leak_defects();        // secrets that come back
ServerDefects caller_defects();      // whose request it is taken for
ServerDefects strictness_defects();  // what is right and refused
ServerDefects roster_defects();      // what an accepted change leaves behind
ServerDefects event_defects();       // what members read of it
ServerDefects refused_defects();     // what a refused change leaves behind
ServerDefects repeat_defects();      // the same again, and two at once
ServerDefects reading_defects();     // the operations around

}  // namespace keyturn
