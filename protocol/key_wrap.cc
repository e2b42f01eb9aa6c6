#include "protocol/key_wrap.h"

#include <algorithm>

#include "protocol/openssl_handles.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

using WrapSecret = decltype(WrapSteps::derived);

constexpr std::size_t point_size = 65, key_size = ConversationKey::size, tag_size = 16, iv_size = 16;
constexpr std::array<std::uint8_t, 4> first_block = {0, 0, 0, 1};  // ANSI X9.63 counts its blocks from 1

// Both sides put the ephemeral point into the derivation, so that it can't be exchanged for another with the same X.
WrapSecret derived_from(const SharedX& shared_x, const PublicKey& ephemeral) {
    Sha256 digest = sha256(shared_x.reveal(), first_block, ephemeral.sec1());
    const WrapSecret secret(digest);
    sodium_memzero(digest.data(), digest.size());
    return secret;
}

// AES-128-GCM with an IV of 16 bytes, ready for its text.
OpensslHandle<EVP_CIPHER_CTX> gcm(const WrapSecret& secret, bool encrypts) {
    auto cipher = owned(EVP_CIPHER_CTX_new());
    const std::uint8_t *key = secret.reveal().data(), *iv = key + 16;
    must(EVP_CipherInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, nullptr, nullptr, encrypts));
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_IVLEN, iv_size, nullptr));
    must(EVP_CipherInit_ex(cipher.get(), nullptr, nullptr, key, iv, encrypts));
    return cipher;
}

void run(EVP_CIPHER_CTX* cipher, std::span<std::uint8_t, key_size> out, std::span<const std::uint8_t, key_size> in) {
    int written = 0;
    must(EVP_CipherUpdate(cipher, out.data(), &written, in.data(), static_cast<int>(in.size())));
}

bool finishes(EVP_CIPHER_CTX* cipher) {
    const OpensslErrorsForgotten refusals;
    std::uint8_t nothing_left[16];
    int written = 0;
    return EVP_CipherFinal_ex(cipher, nothing_left, &written) == 1;
}

}  // namespace

WrapSteps wrap_steps(const PrivateKey& ephemeral, const PublicKey& member) {
    const SharedX shared_x = ephemeral.shared_x(member);
    return {shared_x, derived_from(shared_x, ephemeral.public_key())};
}

WrappedKey wrap_key(const ConversationKey& key, const PublicKey& member, Entropy& entropy) {
    return wrap_key(key, member, PrivateKey::generate(entropy));
}

WrappedKey wrap_key(const ConversationKey& key, const PublicKey& member, const PrivateKey& ephemeral) {
    const PublicKey ephemeral_point = ephemeral.public_key();
    const auto cipher = gcm(derived_from(ephemeral.shared_x(member), ephemeral_point), true);
    WrappedKey wrapped;
    std::ranges::copy(ephemeral_point.sec1(), wrapped.begin());
    run(cipher.get(), std::span(wrapped).subspan<point_size, key_size>(), key.reveal());
    check(finishes(cipher.get()), "GCM seals whatever it was given");
    must(
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, std::span(wrapped).last<tag_size>().data()));
    return wrapped;
}

Result<ConversationKey> unwrap_key(ByteView blob, const PrivateKey& member) {
    if (blob.size() != WrappedKey{}.size()) return refuse("a wrapped key is 113 bytes long");
    const auto ephemeral = PublicKey::read(blob.first<point_size>());
    if (!ephemeral) return std::unexpected(ephemeral.error());
    const auto cipher = gcm(derived_from(member.shared_x(*ephemeral), *ephemeral), false);
    ConversationKey key;
    run(cipher.get(), key.writable(), blob.subspan<point_size, key_size>());
    std::array<std::uint8_t, tag_size> tag;
    std::ranges::copy(blob.last<tag_size>(), tag.begin());
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()));
    if (!finishes(cipher.get())) return refuse("the tag of the wrapped key does not fit");
    return key;
}

}  // namespace keyturn
