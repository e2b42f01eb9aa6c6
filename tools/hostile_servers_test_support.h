// What hostile servers do, and what a run makes of it: the table that docs/hostile-servers.md shows.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "conformance/http/raw_server_test_support.h"

namespace keyturn {

struct HostileServer {
    std::string behaviour;
    RawServer::Script script;  // for the connection that asks it first
    std::string verdict;
    std::string reason;  // what is said first; an ellipsis at its end stands for any more
    bool ends_by_deadline = false;
};

void PrintTo(const HostileServer& server, std::ostream* out);  // in messages of a test

struct HostileGroup {
    std::string title;
    std::vector<HostileServer> servers;
};

const std::vector<HostileGroup>& hostile_servers();

// Answers each request of a connection as it is expected.
void answer_rightly(RawPeer& peer);

}  // namespace keyturn
