// Wrapped keys and sealed texts.
#include <fmt/format.h>

#include "conformance/explain/kinds.h"
#include "protocol/key_wrap.h"
#include "protocol/p256.h"

namespace keyturn {
namespace {

constexpr std::size_t point_size = 65, wrapped_size = WrappedKey{}.size(), nonce_size = 24, tag_size = 16;

// Whose private key opens it, tried one by one.
void open_for_anybody(ByteView bytes, Words& words) {
    std::size_t holders = 0, opened = 0;
    for (const auto& [id, user] : words.state()->users) {
        if (!user.private_keys || holders == Explanation::most_checks) continue;
        ++holders;
        if (!unwrap_key(bytes, user.private_keys->identity)) continue;
        words.say(fmt::format("opens for {}", quoted(id)));
        ++opened;
    }
    words.check("it opens for a user of the state", opened > 0,
                opened > 0 ? "" : fmt::format("tried {}", counted(holders, "private key")));
}

}  // namespace

Fit fit_wrapped_key(ByteView bytes) {
    if (bytes.size() != wrapped_size) return Fit::no;
    return PublicKey::read(bytes.first(point_size)) ? Fit::surely : Fit::may;
}

Fit fit_sealed_text(ByteView bytes) { return bytes.size() >= nonce_size + tag_size ? Fit::may : Fit::no; }

Result<void> explain_wrapped_key(ByteView bytes, Words& words) {
    if (bytes.size() != wrapped_size)
        return refuse(fmt::format("a wrapped key has {} bytes, not {}", wrapped_size, bytes.size()));
    words.say("a fresh key's point (65 bytes), a conversation key under AES-128-GCM (32), its tag (16)");
    const auto point = PublicKey::read(bytes.first(point_size));
    words.say("point: " + hex(bytes.first(point_size)));
    words.find_odd_if(!point, "its point can't be read: " + (point ? "" : point.error().reason));
    if (words.state()) open_for_anybody(bytes, words);
    return {};
}

Result<void> explain_sealed_text(ByteView bytes, Words& words) {
    if (bytes.size() < nonce_size + tag_size)
        return refuse(fmt::format("a sealed text has {} bytes at least, not {}", nonce_size + tag_size, bytes.size()));
    words.say(fmt::format("a nonce (24 bytes), a tag (16), {} of text under XSalsa20",
                          counted(bytes.size() - nonce_size - tag_size, "byte")));
    words.say("nonce: " + hex(bytes.first(nonce_size)));
    words.say("whether it is one, only its conversation key tells: any bytes of that length look alike");
    if (words.state())
        words.say("a state holds no conversation keys: a request that wraps one opens its own title and avatar URL");
    return {};
}

}  // namespace keyturn
