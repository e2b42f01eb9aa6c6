// The first 32 bytes are a key, the rest is a plaintext, and sealed, as bytes or as their base64. What is sealed opens,
// as bytes and as text; a flipped bit, a cut or another key opens nothing.
#include "fuzz/target.h"
#include "protocol/base64.h"
#include "protocol/sealed_text.h"

using namespace keyturn;

namespace {

constexpr std::size_t nonce_size = 24, tag_size = 16;

void damage_is_noticed(const ConversationKey& key, const Bytes& sealed) {
    for (const std::size_t place : {std::size_t{0}, nonce_size, nonce_size + tag_size - 1, sealed.size() - 1}) {
        Bytes damaged = sealed;
        damaged[place] ^= 0x10;
        fuzz::expect(!open_sealed(key, damaged), "a damaged text does not open");
        fuzz::expect(!open_sealed(key, ByteView(sealed).first(place)), "a cut text does not open");
    }
    ConversationKey other = key;
    other.writable().front() ^= 1;
    fuzz::expect(!open_sealed(other, sealed), "another key opens nothing");
}

void seals_and_opens(const ConversationKey& key, ByteView plaintext) {
    const Bytes sealed = seal(key, plaintext, SealNonce{});
    fuzz::expect(sealed.size() == nonce_size + tag_size + plaintext.size(), "nonce and tag are added, nothing else");
    fuzz::expect(open_sealed(key, sealed).value_or(Bytes{}) == copy(plaintext), "what is sealed opens");
    damage_is_noticed(key, sealed);
}

void seals_and_opens_text(const ConversationKey& key, std::string_view text) {
    Entropy entropy("fuzz/sealed", 1);
    const auto opened = open_text(key, seal_text(key, text, entropy));
    fuzz::expect(opened.has_value() == is_utf8(text), "only UTF-8 opens as text");
    if (opened) fuzz::expect(*opened == text, "a sealed text opens");
}

void text_opens_as_its_bytes_do(const ConversationKey& key, std::string_view text) {
    const auto bytes = read_base64(text);
    const auto plaintext = bytes ? open_sealed(key, *bytes) : std::unexpected(bytes.error());
    const auto opened = open_text(key, text);
    fuzz::expect(opened.has_value() == (plaintext && is_utf8(text_of(*plaintext))), "a text opens as its bytes do");
    if (opened) fuzz::expect(*opened == text_of(*plaintext), "and says the same");
}

}  // namespace

FUZZ_TARGET {
    if (input.size() < ConversationKey::size) return fuzz::Taken::refused;
    const ConversationKey key(input.first<ConversationKey::size>());
    const ByteView rest = input.subspan(ConversationKey::size);
    seals_and_opens(key, rest);
    seals_and_opens_text(key, text_of(rest));
    text_opens_as_its_bytes_do(key, text_of(rest));
    const bool opens = open_sealed(key, rest).has_value();
    fuzz::expect(opens <= (rest.size() >= nonce_size + tag_size), "a sealed text has at least 40 bytes");
    return fuzz::accepted_if(opens);
}
