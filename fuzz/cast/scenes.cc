#include "fuzz/cast/scenes.h"

#include <algorithm>
#include <vector>

#include "conformance/composer.h"
#include "conformance/server/respond.h"

namespace keyturn::fuzz {
namespace {

Scene sent_by(std::string_view sender) { return {cast(), {}, std::string(sender), server_of_cast()}; }

Scene after_a_change() {
    Scene scene = sent_by(cast_admin);
    Entropy entropy("fuzz/server", 1);
    auto earlier = compose(cast(), cast_group().id, cast_admin, {"5555"}, "", now_msec, entropy);
    scene.earlier = add_members_by_admin(std::move(earlier->request.body));
    scene.state = respond(scene.state, *scene.earlier, now_msec).next.value();
    return scene;
}

// An admin who is no member, titled like what is signed as unset.
Scene in_a_bare_group() {
    Scene scene = sent_by(cast_admin);
    scene.given.groups.front() = {.id = cast_group().id,
                                  .members = {"2222"},
                                  .admins = {std::string(cast_admin)},
                                  .pending = {},
                                  .title = "null",
                                  .avatar_url = {},
                                  .ttl_msec = {},
                                  .screen_capture_blocking = {},
                                  .conversation_key_version = {}};
    scene.state = server_of(scene.given);
    return scene;
}

// Bytes as a number: inputs that differ at all are spread over the scenes.
std::size_t sum_of(ByteView input) {
    std::size_t sum = 0;
    for (const std::uint8_t byte : input) sum = sum * 31 + byte;
    return sum;
}

// The usual one is the last.
const std::vector<Scene>& scenes() {
    static const std::vector<Scene> all = {sent_by("2222"), after_a_change(), in_a_bare_group(), sent_by(cast_admin)};
    return all;
}

}  // namespace

const Scene& usual_scene() { return scenes().back(); }

const Scene& scene_of(ByteView input) {
    constexpr std::size_t one_in = 16;
    return scenes()[std::min(sum_of(input) / 8 % one_in, scenes().size() - 1)];
}

}  // namespace keyturn::fuzz
