#include "protocol/sealed_stream.h"

#include <sodium.h>

#include <algorithm>

#include "protocol/check.h"

namespace keyturn {
namespace {

constexpr std::size_t header_size = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t overhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t chunk_size = 1024;

// One direction of a stream; its state is as secret as the key.
class Stream {
  public:
    // Pushing and pulling start from the same state; only this way of making it takes a header that is given.
    Stream(const ConversationKey& key, std::span<const std::uint8_t, header_size> header) {
        must_do(crypto_secretstream_xchacha20poly1305_init_pull(&state_, header.data(), key.reveal().data()));
    }
    ~Stream() { sodium_memzero(&state_, sizeof state_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    void push(Bytes& sealed, ByteView chunk, std::uint8_t tag) {
        const std::size_t place = grow(sealed, chunk.size() + overhead);
        must_do(crypto_secretstream_xchacha20poly1305_push(&state_, sealed.data() + place, nullptr, chunk.data(),
                                                           chunk.size(), nullptr, 0, tag));
    }

    // Appends the plaintext and gives the tag; nothing when the chunk does not open. `chunk` is longer than its
    // overhead.
    std::optional<std::uint8_t> pull(Bytes& plaintext, ByteView chunk) {
        const std::size_t place = grow(plaintext, chunk.size() - overhead);
        std::uint8_t tag = 0;
        const int status = crypto_secretstream_xchacha20poly1305_pull(&state_, plaintext.data() + place, nullptr, &tag,
                                                                      chunk.data(), chunk.size(), nullptr, 0);
        return status == 0 ? std::optional(tag) : std::nullopt;
    }

  private:
    static void must_do(int status) { check(status == 0, "libsodium seals whatever it was given"); }

    static std::size_t grow(Bytes& bytes, std::size_t size) {
        const std::size_t place = bytes.size();
        bytes.resize(place + size);
        return place;
    }

    crypto_secretstream_xchacha20poly1305_state state_;
};

std::uint8_t tag_of(bool last) {
    return last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
}

// What is wrong with a tag that is not `tag_of(last)`.
const char* misplaced(std::uint8_t tag, bool last) {
    if (last) return "the stream ends without a final chunk";
    if (tag == tag_of(true)) return "FINAL is not at the end";
    return "a chunk before the last is tagged neither MESSAGE nor FINAL";
}

}  // namespace

Bytes seal_stream(const ConversationKey& key, ByteView plaintext, Entropy& entropy) {
    return seal_stream(key, plaintext, entropy.bytes<header_size>());
}

Bytes seal_stream(const ConversationKey& key, ByteView plaintext, const std::array<std::uint8_t, 24>& header) {
    Stream stream(key, header);
    Bytes sealed = copy(header);
    while (!plaintext.empty()) {
        const std::size_t size = std::min(plaintext.size(), chunk_size);
        stream.push(sealed, plaintext.first(size), tag_of(size == plaintext.size()));
        plaintext = plaintext.subspan(size);
    }
    return sealed;
}

Result<Bytes> open_stream(const ConversationKey& key, ByteView sealed, std::optional<std::size_t> expected_size) {
    if (sealed.size() < header_size) return refuse("a sealed stream begins with a header of 24 bytes");
    Stream stream(key, sealed.first<header_size>());
    Bytes plaintext;
    for (std::size_t at = header_size; at < sealed.size();) {
        const ByteView chunk = sealed.subspan(at, std::min(chunk_size + overhead, sealed.size() - at));
        if (chunk.size() <= overhead) return refuse("a chunk of the stream is empty", at);
        const auto tag = stream.pull(plaintext, chunk);
        if (!tag) return refuse("a chunk of the stream does not open", at);
        const bool last = at + chunk.size() == sealed.size();
        if (*tag != tag_of(last)) return refuse(misplaced(*tag, last), at);
        at += chunk.size();
    }
    if (expected_size && plaintext.size() != *expected_size) return refuse("the stream has another size than expected");
    return plaintext;
}

}  // namespace keyturn
