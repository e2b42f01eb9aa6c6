// The first 32 bytes are a key, the rest is media, and a sealed stream. What is sealed opens; a flipped bit, a stream
// cut anywhere, chunks in another order or another length than expected open nothing.
#include "protocol/sealed_stream.h"

#include <algorithm>

#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t header_size = 24, chunk_size = 1024, added_size = 17, sealed_chunk = chunk_size + added_size;

bool opens(const ConversationKey& key, ByteView stream, std::size_t size) {
    return open_stream(key, stream, size).has_value();
}

void damage_is_noticed(const ConversationKey& key, const Bytes& stream, std::size_t size) {
    for (const std::size_t place : {std::size_t{0}, header_size, stream.size() / 2, stream.size() - 1}) {
        Bytes damaged = stream;
        damaged[place] ^= 0x10;
        fuzz::expect(!opens(key, damaged, size), "a damaged stream does not open");
        fuzz::expect(!opens(key, ByteView(stream).first(place), size), "a cut stream does not open");
    }
    fuzz::expect(!opens(key, stream, size + 1), "the expected length counts");
    Bytes longer = stream;
    longer.insert(longer.end(), sealed_chunk, 0);
    fuzz::expect(!open_stream(key, longer), "nothing stands behind the end");
}

void order_and_end_count(const ConversationKey& key, Bytes stream, std::size_t size) {
    if (size <= 2 * chunk_size) return;
    const auto first = stream.begin() + header_size, second = first + sealed_chunk;
    fuzz::expect(!open_stream(key, Bytes(stream.begin(), second)), "a stream cut behind a chunk does not open");
    std::swap_ranges(first, second, second);
    fuzz::expect(!opens(key, stream, size), "chunks in another order do not open");
}

}  // namespace

FUZZ_TARGET {
    if (input.size() < ConversationKey::size) return fuzz::Taken::refused;
    const ConversationKey key(input.first<ConversationKey::size>());
    const ByteView media = input.subspan(ConversationKey::size);
    const Bytes stream = seal_stream(key, media, std::array<std::uint8_t, header_size>{});
    const std::size_t chunks = (media.size() + chunk_size - 1) / chunk_size;
    fuzz::expect(stream.size() == header_size + media.size() + chunks * added_size, "every chunk is 17 bytes longer");
    fuzz::expect(open_stream(key, stream, media.size()).value_or(Bytes{}) == copy(media), "a stream opens");
    if (!media.empty()) damage_is_noticed(key, stream, media.size());
    order_and_end_count(key, stream, media.size());
    return fuzz::accepted_if(open_stream(key, media).has_value());
}
