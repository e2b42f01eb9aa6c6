#include <sodium.h>

#include <algorithm>
#include <array>

#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "protocol/key_wrap.h"
#include "protocol/openssl_handles.h"
#include "protocol/sealed_text.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

constexpr std::size_t point_size = 65, key_size = 32, tag_size = 16;

using Derived = std::array<std::uint8_t, 32>;  // AES key, then IV
using Derive = Derived (*)(const SharedX& shared_x, const PublicKey& ephemeral);

constexpr std::array<std::uint8_t, 4> first_block = {0, 0, 0, 1}, block_zero = {0, 0, 0, 0};

Derived as_it_should_be(const SharedX& shared_x, const PublicKey& ephemeral) {
    return sha256(shared_x.reveal(), first_block, ephemeral.sec1());
}

Derived without_ephemeral(const SharedX& shared_x, const PublicKey&) { return sha256(shared_x.reveal(), first_block); }

Derived counting_from_zero(const SharedX& shared_x, const PublicKey& ephemeral) {
    return sha256(shared_x.reveal(), block_zero, ephemeral.sec1());
}

Derived hmac(ByteView key, ByteView message) {
    Derived digest;
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, message.data(), message.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    return digest;
}

// RFC 5869 with a salt of zeros and the ephemeral point as info, one block.
Derived by_hkdf(const SharedX& shared_x, const PublicKey& ephemeral) {
    const Derived extracted = hmac(Derived{}, shared_x.reveal());
    Bytes info = copy(ephemeral.sec1());
    info.push_back(1);
    return hmac(extracted, info);
}

enum class Direction { seals, opens };

// AES-128-GCM over 32 bytes with an IV of `iv_size`; the tag is the caller's business.
OpensslHandle<EVP_CIPHER_CTX> run_gcm(const Derived& derived, int iv_size, Direction direction, ByteView in,
                                      std::span<std::uint8_t> out) {
    auto cipher = owned(EVP_CIPHER_CTX_new());
    const int encrypts = direction == Direction::seals ? 1 : 0;
    int written = 0;
    must(EVP_CipherInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, nullptr, nullptr, encrypts));
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_IVLEN, iv_size, nullptr));
    must(EVP_CipherInit_ex(cipher.get(), nullptr, nullptr, derived.data(), derived.data() + 16, encrypts));
    must(EVP_CipherUpdate(cipher.get(), out.data(), &written, in.data(), static_cast<int>(in.size())));
    return cipher;
}

// Wraps by another derivation or IV than is due. `iv_size` of 16 and as_it_should_be is right.
template <Derive derive, int iv_size>
Answer<Bytes> wrap_differently(const Bytes& public_key, const Bytes& key, const Surroundings& surroundings) {
    const auto member = PublicKey::read(public_key);
    if (!member || key.size() != key_size) return refused_by_defect("no key to wrap, or none to wrap it for");
    Entropy entropy(surroundings.entropy);
    const PrivateKey ephemeral = PrivateKey::generate(entropy);
    const PublicKey point = ephemeral.public_key();
    Bytes blob(point_size + key_size + tag_size);
    std::ranges::copy(point.sec1(), blob.begin());
    const auto cipher = run_gcm(derive(ephemeral.shared_x(*member), point), iv_size, Direction::seals, key,
                                std::span(blob).subspan(point_size, key_size));
    std::array<std::uint8_t, tag_size> nothing_left;
    int written = 0;
    must(EVP_CipherFinal_ex(cipher.get(), nothing_left.data(), &written));
    must(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, std::span(blob).last(tag_size).data()));
    return blob;
}

// The key, whatever the tag says.
Answer<Bytes> unwrap_without_tag(const Bytes& private_key, const Bytes& blob, const Surroundings&) {
    const auto member = PrivateKey::read(private_key);
    if (!member || blob.size() != point_size + key_size + tag_size) return refused_by_defect("no key, or no blob");
    const auto ephemeral = PublicKey::read(ByteView(blob).first(point_size));
    if (!ephemeral) return refused_by_defect(ephemeral.error().reason);
    Bytes key(key_size);
    run_gcm(as_it_should_be(member->shared_x(*ephemeral), *ephemeral), 16, Direction::opens,
            ByteView(blob).subspan(point_size, key_size), key);
    return key;
}

// Draws its random numbers from what it is given instead of the entropy of the call.
Surroundings with_entropy_of(const Bytes& bytes, const Surroundings& surroundings) {
    return {surroundings.now_msec, Entropy::Seed(std::span<const std::uint8_t, 32>(sha256(bytes)))};
}

constexpr std::size_t nonce_size = crypto_secretbox_NONCEBYTES, box_tag_size = crypto_secretbox_MACBYTES;

// The first 32 bytes of the key stream make the key of the tag; the text comes behind.
Answer<std::string> open_without_tag(const Bytes& key, const Bytes& blob, const Surroundings&) {
    if (key.size() != 32 || blob.size() < nonce_size + box_tag_size) return refused_by_defect("no key, or no blob");
    Bytes stream(32, 0);
    stream.insert(stream.end(), blob.begin() + nonce_size + box_tag_size, blob.end());
    crypto_stream_xsalsa20_xor(stream.data(), stream.data(), stream.size(), blob.data(), key.data());
    return std::string(stream.begin() + 32, stream.end());
}

// Gives seal_text another text than it was asked for.
void seal_after(LibraryFunctions& library, std::string (*change)(std::string)) {
    library.seal_text = [change, seal = library.seal_text](const Bytes& key, const std::string& text,
                                                           const Surroundings& surroundings) {
        return seal(key, change(text), surroundings);
    };
}

// U+FFFD for everything beyond the basic plane, as software that counts in 16 bits does.
std::string in_basic_plane(std::string text) {
    std::string basic;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        if (lead < 0xf0) {
            basic += text[at];
            continue;
        }
        basic += "\xEF\xBF\xBD";
        at += 3;
    }
    return basic;
}

std::string up_to_nul(std::string text) { return text.substr(0, text.find('\0')); }

std::string trimmed(std::string text) {
    while (text.ends_with(' ') || text.ends_with('\n')) text.pop_back();
    return text;
}

std::string with_line_feeds(std::string text) { return replaced(std::move(text), "\r\n", "\n"); }

void put_nonce_last(Bytes& blob) { std::ranges::rotate(blob, blob.begin() + nonce_size); }

constexpr DefectiveLibrary table[] = {
    {"wrap-with-iv-of-12", "AM-KEY-014", "keys are wrapped with the usual IV of 12 bytes",
     [](LibraryFunctions& library) { library.wrap_key = wrap_differently<as_it_should_be, 12>; }},
    {"wrap-without-ephemeral", "AM-KEY-014", "the ephemeral point is left out of the key derivation",
     [](LibraryFunctions& library) { library.wrap_key = wrap_differently<without_ephemeral, 16>; }},
    {"wrap-counts-from-zero", "AM-KEY-014", "the blocks of the key derivation are counted from 0",
     [](LibraryFunctions& library) { library.wrap_key = wrap_differently<counting_from_zero, 16>; }},
    {"wrap-by-hkdf", "AM-KEY-014", "the wrapping key is derived by HKDF",
     [](LibraryFunctions& library) { library.wrap_key = wrap_differently<by_hkdf, 16>; }},
    {"ephemeral-per-member", "AM-KEY-013", "the ephemeral key depends on the member only, and comes again",
     [](LibraryFunctions& library) {
         library.wrap_key = [wrap = library.wrap_key](const Bytes& public_key, const Bytes& key,
                                                      const Surroundings& surroundings) {
             return wrap(public_key, key, with_entropy_of(public_key, surroundings));
         };
     }},
    {"unwrap-without-tag", "AM-KEY-015", "a wrapped key opens whatever its tag",
     [](LibraryFunctions& library) { library.unwrap_key = unwrap_without_tag; }},
    {"unwrap-ignores-the-end", "AM-KEY-029", "bytes behind a wrapped key are read past",
     [](LibraryFunctions& library) {
         library.unwrap_key = [unwrap = library.unwrap_key](const Bytes& private_key, Bytes blob,
                                                            const Surroundings& surroundings) {
             if (blob.size() > WrappedKey{}.size()) blob.resize(WrappedKey{}.size());
             return unwrap(private_key, blob, surroundings);
         };
     }},

    {"nonce-per-key", "AM-KEY-031", "the nonce of a sealed text depends on the key only, and comes again",
     [](LibraryFunctions& library) {
         library.seal_text = [seal = library.seal_text](const Bytes& key, const std::string& text,
                                                        const Surroundings& surroundings) {
             return seal(key, text, with_entropy_of(key, surroundings));
         };
     }},
    {"nonce-last", "AM-KEY-021", "the nonce stands behind a sealed text, when written and when read",
     [](LibraryFunctions& library) {
         library.seal_text = [seal = library.seal_text](const Bytes& key, const std::string& text,
                                                        const Surroundings& surroundings) {
             auto blob = seal(key, text, surroundings);
             if (blob) put_nonce_last(*blob);
             return blob;
         };
         library.open_text = [open = library.open_text](const Bytes& key, Bytes blob,
                                                        const Surroundings& surroundings) {
             if (blob.size() > nonce_size) std::ranges::rotate(blob, blob.end() - nonce_size);
             return open(key, blob, surroundings);
         };
     }},
    {"open-without-tag", "AM-KEY-015", "a sealed text opens whatever its tag",
     [](LibraryFunctions& library) { library.open_text = open_without_tag; }},
    {"text-in-basic-plane", "AM-SIG-030", "characters beyond the basic plane become U+FFFD when sealed",
     [](LibraryFunctions& library) { seal_after(library, in_basic_plane); }},
    {"text-up-to-nul", "AM-SIG-030", "a text is sealed up to its first NUL",
     [](LibraryFunctions& library) { seal_after(library, up_to_nul); }},
    {"text-trimmed", "AM-SIG-030", "spaces and line feeds at the end of a text are lost when sealed",
     [](LibraryFunctions& library) { seal_after(library, trimmed); }},
    {"text-composed", "AM-SIG-030", "letters and their combining marks are sealed as one character",
     [](LibraryFunctions& library) { seal_after(library, composed); }},
    {"line-ends-changed", "AM-SIG-030", "carriage returns before line feeds are lost when sealed",
     [](LibraryFunctions& library) { seal_after(library, with_line_feeds); }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_sealing() { return table; }

}  // namespace keyturn
