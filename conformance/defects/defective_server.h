// A server with something planted in it: the reference server, the rules that it leaves out and the defects that bend
// what it does. With nothing planted it is the reference server.
#pragma once

#include <cstdint>
#include <vector>

#include "conformance/defects/server_defect.h"

namespace keyturn {

// What is wrong with a server on purpose.
struct Planted {
    LeftOut left_out = {};
    std::vector<const ServerDefect*> defects = {};  // each bends what those before it left
};

// For one thread. Requests to the state hook are never bent, so that cases start from what they ask for.
class DefectiveServer {
  public:
    explicit DefectiveServer(Planted planted);

    ServerAnswer answer(const HttpRequest& request, std::uint64_t now_msec);

  private:
    void remember(const HttpRequest& request, const HttpResponse& right_response);

    std::vector<const ServerDefect*> defects_;
    ServerState state_;
    ServerPast past_;
};

}  // namespace keyturn
