// Sends a fresh request to a server and judges the answer as `keyturn conform` does.
#pragma once

#include <string>

#include "tools/conform_options.h"
#include "tools/fresh_request.h"

namespace keyturn {

// `connection` says where to and how: endpoint, credentials, deadlines, which host is allowed. The server is given the
// group through its state hook where it has one, and relieved of it. Where it has none, a group that was invented
// (`is_invented`) is none that it knows: whether it accepts is not judged then. Prints the answer with its verdict, as
// JSON where connection.json says so. Returns the exit status.
int send_and_judge(const FreshRequest& request, bool is_invented, const ConformOptions& connection);

}  // namespace keyturn
