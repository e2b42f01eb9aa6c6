// Planted defects of a server: what implementers get wrong, each as a row that bends what the reference server does
// right. A suite that does not notice one of them proves nothing about a server that has it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "conformance/http/raw_answer.h"
#include "conformance/http_message.h"
#include "conformance/server/respond.h"

namespace keyturn {

// What a defective server remembers besides its state.
struct ServerPast {
    std::size_t additions = 0;                  // requests to add members, the one at hand included
    std::optional<HttpResponse> last_response;  // that was right for the addition before
    std::string last_token;                     // of the last request with a token that is some user's
};

// One request at a defective server: what it came upon, and what is made of it, which a defect bends.
struct Turn {
    const ServerState& before;
    const HttpRequest& request;
    const ServerPast& past;
    std::uint64_t now_msec;
    Handled handled;                    // what the reference server makes of it
    std::optional<RawAnswer> raw = {};  // is sent instead of the response
};

using Occasion = bool (*)(const Turn& turn);
using Bending = std::function<void(Turn& turn)>;

struct ServerDefect {
    std::string_view name;         // as `keyturn serve --defect` takes it
    std::string_view requirement;  // the one that it breaks
    std::string_view summary;      // what the server does wrong, after "a server that …"
    Occasion when;                 // as it stands before the bending
    Bending bend;
};

// Every defect, by subject. None is the name of a rule (server_rules()), none is to be had by leaving one rule out.
std::span<const ServerDefect> server_defects();

const ServerDefect* find_server_defect(std::string_view name);  // nullptr when there is none

}  // namespace keyturn
