// The first 32 bytes are a key, the rest is sealed or a plaintext: as text and as a stream. What is sealed opens; one
// bit of damage or a cut does not.
#include <algorithm>

#include "fuzz/target.h"
#include "protocol/sealed_stream.h"
#include "protocol/sealed_text.h"

using namespace keyturn;

namespace {

void seals_and_opens(const ConversationKey& key, ByteView plaintext) {
    Bytes sealed = seal(key, plaintext, SealNonce{});
    const auto opened = open_sealed(key, sealed);
    fuzz::expect(opened && *opened == copy(plaintext), "what is sealed opens");
    sealed[plaintext.size() % sealed.size()] ^= 0x10;
    fuzz::expect(!open_sealed(key, sealed), "a damaged text does not open");
}

void streams_and_opens(const ConversationKey& key, ByteView plaintext) {
    Bytes stream = seal_stream(key, plaintext, std::array<std::uint8_t, 24>{});
    const auto opened = open_stream(key, stream, plaintext.size());
    fuzz::expect(opened && *opened == copy(plaintext), "a stream opens");
    if (plaintext.empty()) return;
    stream.pop_back();
    fuzz::expect(!open_stream(key, stream, plaintext.size()), "a cut stream does not open");
}

}  // namespace

FUZZ_TARGET {
    if (input.size() < ConversationKey::size) return fuzz::Taken::refused;
    const ConversationKey key(input.first<ConversationKey::size>());
    const ByteView rest = input.subspan(ConversationKey::size);
    fuzz::expect(open_sealed(key, rest).has_value() <= (rest.size() >= 40), "a sealed text has at least 40 bytes");
    fuzz::expect(open_stream(key, rest).has_value() <= (rest.size() >= 24), "a stream has at least 24 bytes");
    seals_and_opens(key, rest);
    streams_and_opens(key, rest);
    return fuzz::accepted_if(open_sealed(key, rest) || open_stream(key, rest));
}
