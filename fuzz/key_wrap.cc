// Three times 32 bytes: a conversation key, the scalar of its recipient, an ephemeral scalar; behind them pairs of
// bytes, each a place in the wrapped key. What is wrapped opens for its recipient only, and not once damaged; an
// ephemeral key is used once.
#include "protocol/key_wrap.h"

#include <algorithm>

#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t part = 32, point_size = 65, most_flips = 4;

// The keys d and n-d have one X, and so agree on the same secrets.
bool have_one_x(const PublicKey& a, const PublicKey& b) {
    return std::ranges::equal(a.sec1().subspan(1, 32), b.sec1().subspan(1, 32));
}

void flipped_bits_are_noticed(const WrappedKey& blob, ByteView places, const PrivateKey& member) {
    for (std::size_t at = 0; at + 1 < places.size() && at / 2 < most_flips; at += 2) {
        const std::size_t bit = (places[at] * 256u + places[at + 1]) % (blob.size() * 8);
        WrappedKey damaged = blob;
        damaged[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
        fuzz::expect(!unwrap_key(damaged, member), "a flipped bit is noticed");
    }
    fuzz::expect(!unwrap_key(ByteView(blob).first(blob.size() - 1), member), "a cut wrap does not open");
}

void ephemeral_keys_are_fresh(const ConversationKey& key, const PublicKey& member) {
    Entropy entropy("fuzz/key_wrap", 1);
    const WrappedKey one = wrap_key(key, member, entropy), other = wrap_key(key, member, entropy);
    fuzz::expect(!std::equal(one.begin(), one.begin() + point_size, other.begin()), "an ephemeral key is used once");
}

}  // namespace

FUZZ_TARGET {
    if (input.size() < 3 * part) return fuzz::Taken::refused;
    const ConversationKey key(input.first<part>());
    const auto member = PrivateKey::read(input.subspan(part, part)),
               ephemeral = PrivateKey::read(input.subspan(2 * part, part));
    if (!member || !ephemeral) return fuzz::Taken::refused;
    const PublicKey recipient = member->public_key(), stranger = ephemeral->public_key();
    const WrappedKey blob = wrap_key(key, recipient, *ephemeral);
    fuzz::expect(std::ranges::equal(ByteView(blob).first(point_size), stranger.sec1()),
                 "a wrap begins with its ephemeral key");
    const auto opened = unwrap_key(blob, *member);
    fuzz::expect(opened && *opened == key, "what is wrapped opens");
    fuzz::expect(unwrap_key(blob, *ephemeral).has_value() == have_one_x(stranger, recipient),
                 "a stranger opens nothing");
    flipped_bits_are_noticed(blob, input.subspan(3 * part), *member);
    ephemeral_keys_are_fresh(key, recipient);
    return fuzz::Taken::accepted;
}
