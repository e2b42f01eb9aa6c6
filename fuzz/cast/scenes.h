// In which state of the reference server, and by whom, the target `server` has its inputs sent.
#pragma once

#include <optional>
#include <string>

#include "fuzz/cast/cast.h"
#include "protocol/bytes.h"

namespace keyturn::fuzz {

struct Scene {
    Given given;
    std::optional<HttpRequest> earlier;  // accepted before the input is sent, by the admin
    std::string sender;                  // one of the cast
    ServerState state;                   // after all that
};

// The cast's group as it is; its admin sends.
const Scene& usual_scene();

// Three inputs of sixteen have another scene: a member sends who is no admin, the group was changed before, nothing is
// set of the group. The same bytes always have the same.
const Scene& scene_of(ByteView input);

}  // namespace keyturn::fuzz
