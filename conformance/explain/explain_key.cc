// Keys, public and private, and conversation keys. Of a secret nothing is said but its kind and, where it has one, its
// public key.
#include <fmt/format.h>

#include <algorithm>

#include "conformance/explain/der.h"
#include "conformance/explain/kinds.h"
#include "protocol/group.h"
#include "protocol/p256.h"

namespace keyturn {
namespace {

constexpr std::size_t compressed_size = 33, uncompressed_size = 65, spki_size = 91, pair_size = 64;

bool is_sec1_like(ByteView bytes) {
    if (bytes.size() == compressed_size) return bytes.front() == 2 || bytes.front() == 3;
    return bytes.size() == uncompressed_size && (bytes.front() == 4 || bytes.front() == 6 || bytes.front() == 7);
}

bool is_spki_like(ByteView bytes) {
    constexpr std::uint8_t bit_string = 0x03;
    auto rest = der_sequence(bytes);
    return rest && take_der(*rest, der::sequence) && take_der(*rest, bit_string) && rest->empty();
}

std::string encoding_of(ByteView bytes) {
    if (bytes.size() == compressed_size) return "SEC1 compressed, 33 bytes";
    if (bytes.size() == uncompressed_size) return "SEC1 uncompressed, 65 bytes";
    if (bytes.size() == spki_size) return "SPKI, 91 bytes of DER";
    return fmt::format("{} bytes", bytes.size());
}

// Whose key it is by the state.
void say_owners(const PublicKey& key, Words& words) {
    if (!words.state()) return;
    std::size_t owners = 0;
    for (const auto& [id, user] : words.state()->users)
        for (const RegisteredKey& registered : user.keys) {
            const bool is_identity = registered.identity == key;
            if (!is_identity && registered.signing != key) continue;
            words.say(fmt::format("registered: {} key of {}, version {}", is_identity ? "identity" : "signing",
                                  quoted(id), quoted(registered.version)));
            ++owners;
        }
    words.check("the state registers the key", owners > 0, owners > 0 ? "" : "no user has it");
}

void say_public_half(std::string_view what, const PrivateKey& key, Words& words) {
    const PublicKey half = key.public_key();
    words.say(fmt::format("{}fingerprint of its public key {}", what, half.fingerprint()));
    say_owners(half, words);
}

struct PrivateForm {
    std::string name;
    ByteView scalars;  // 32 bytes, or 64
};

PrivateForm private_form_of(ByteView bytes) {
    if (const auto scalar = read_pkcs8_private_key(bytes)) return {"PKCS#8, DER", *scalar};
    if (const auto scalar = read_sec1_private_key(bytes)) return {"SEC1 EC private key, DER", *scalar};
    if (bytes.size() == pair_size) return {"identity and signing key, 32 bytes each", bytes};
    return {"a scalar of 32 bytes", bytes};
}

}  // namespace

Fit fit_public_key(ByteView bytes) {
    if (PublicKey::read(bytes)) return Fit::surely;
    return is_sec1_like(bytes) || is_spki_like(bytes) ? Fit::may : Fit::no;
}

Fit fit_private_key(ByteView bytes) {
    if (read_pkcs8_private_key(bytes) || read_sec1_private_key(bytes)) return Fit::surely;
    return PrivateKey::read(bytes) || PrivateKeys::read(bytes) ? Fit::may : Fit::no;
}

Fit fit_conversation_key(ByteView bytes) { return bytes.size() == ConversationKey::size ? Fit::may : Fit::no; }

Result<void> explain_public_key(ByteView bytes, Words& words) {
    words.say("encoding: " + encoding_of(bytes));
    const auto key = PublicKey::read(bytes);
    if (!key) {
        words.find_odd("it is no key that a reader takes: " + key.error().reason);
        return {};
    }
    words.say("fingerprint: " + key->fingerprint());
    words.explanation().decoded =
        json_object({{"sec1", json_string(hex(key->sec1()))}, {"fingerprint", json_string(key->fingerprint())}});
    words.find_odd_if(bytes.size() == compressed_size, "the compressed form is read, but nobody writes it");
    say_owners(*key, words);
    return {};
}

Result<void> explain_private_key(ByteView bytes, Words& words) {
    const PrivateForm form = private_form_of(bytes);
    words.say(form.name + ", not shown");
    words.find_odd("a private key: it belongs in no request, file of a case or command line");
    if (form.scalars.size() == pair_size) {
        const auto keys = PrivateKeys::read(form.scalars);
        if (!keys) return refuse("no two private keys: " + keys.error().reason);
        say_public_half("identity: ", keys->identity, words);
        say_public_half("signing: ", keys->signing, words);
        return {};
    }
    const auto key = PrivateKey::read(form.scalars);
    if (!key) return refuse("no private key: " + key.error().reason);
    say_public_half("", *key, words);
    return {};
}

Result<void> explain_conversation_key(ByteView bytes, Words& words) {
    if (bytes.size() != ConversationKey::size)
        return refuse(fmt::format("a conversation key has {} bytes, not {}", ConversationKey::size, bytes.size()));
    words.say("32 bytes, not shown: whoever has them reads the conversation");
    words.find_odd("a conversation key in the clear: it belongs in no request, file or command line");
    return {};
}

}  // namespace keyturn
