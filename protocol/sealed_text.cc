#include "protocol/sealed_text.h"

#include <sodium.h>

#include <algorithm>

#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::size_t nonce_size = crypto_secretbox_NONCEBYTES, tag_size = crypto_secretbox_MACBYTES;

}  // namespace

Bytes seal(const ConversationKey& key, ByteView plaintext, const SealNonce& nonce) {
    Bytes sealed(nonce_size + tag_size + plaintext.size());
    std::ranges::copy(nonce, sealed.begin());
    crypto_secretbox_easy(sealed.data() + nonce_size, plaintext.data(), plaintext.size(), nonce.data(),
                          key.reveal().data());
    return sealed;
}

std::string seal_text(const ConversationKey& key, std::string_view text, Entropy& entropy) {
    return base64(seal(key, bytes_of(text), entropy.bytes<nonce_size>()));
}

Result<Bytes> open_sealed(const ConversationKey& key, ByteView sealed) {
    if (sealed.size() < nonce_size + tag_size) return refuse("a sealed text is at least 40 bytes long");
    const ByteView nonce = sealed.first(nonce_size), box = sealed.subspan(nonce_size);
    Bytes plaintext(box.size() - tag_size);
    if (crypto_secretbox_open_easy(plaintext.data(), box.data(), box.size(), nonce.data(), key.reveal().data()) != 0)
        return refuse("the tag of the sealed text does not fit");
    return plaintext;
}

Result<std::string> open_text(const ConversationKey& key, std::string_view sealed) {
    const auto bytes = read_base64(sealed);
    if (!bytes) return std::unexpected(bytes.error());
    const auto plaintext = open_sealed(key, *bytes);
    if (!plaintext) return std::unexpected(plaintext.error());
    if (!is_utf8(text_of(*plaintext))) return refuse("the sealed text is not UTF-8");
    return std::string(text_of(*plaintext));
}

}  // namespace keyturn
