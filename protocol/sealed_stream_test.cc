#include "protocol/sealed_stream.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include "protocol/sha256.h"
#include "protocol/test_support.h"

namespace keyturn {
namespace {

using Header = std::array<std::uint8_t, 24>;
constexpr Header header = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24};
constexpr std::size_t sealed_chunk = 1041;
constexpr auto broken_chunk = "a chunk of the stream does not open";
constexpr auto no_final = "the stream ends without a final chunk";
constexpr auto early_final = "FINAL is not at the end";
constexpr auto foreign_tag = "a chunk before the last is tagged neither MESSAGE nor FINAL";
constexpr auto empty_chunk = "a chunk of the stream is empty";

Bytes counting(std::size_t size) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i & 255);
    return bytes;
}

Bytes sealed(std::size_t size) { return seal_stream(conversation_key(3), counting(size), header); }

Bytes sealed_part(ByteView stream, std::size_t index) {
    const std::size_t at = 24 + index * sealed_chunk;
    return copy(stream.subspan(at, std::min(sealed_chunk, stream.size() - at)));
}

Bytes assembled(std::initializer_list<Bytes> parts) {
    Bytes stream = copy(header);
    for (const Bytes& part : parts) stream = joined(stream, part);
    return stream;
}

// A stream whose chunks carry the given tags, made with libsodium alone.
Bytes with_tags(std::initializer_list<std::pair<std::size_t, std::uint8_t>> chunks) {
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_init_pull(&state, header.data(), conversation_key(3).reveal().data());
    Bytes stream = copy(header);
    for (const auto& [size, tag] : chunks) {
        const Bytes plain = counting(size);
        Bytes chunk(size + 17);
        crypto_secretstream_xchacha20poly1305_push(&state, chunk.data(), nullptr, plain.data(), size, nullptr, 0, tag);
        stream = joined(stream, chunk);
    }
    return stream;
}

void expect_refused(const Result<Bytes>& result, std::string_view reason, std::size_t offset) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, reason);
    EXPECT_EQ(result.error().offset, offset);
}

Result<Bytes> open(ByteView stream, std::optional<std::size_t> expected_size = std::nullopt) {
    return open_stream(conversation_key(3), stream, expected_size);
}

TEST(SealedStream, makes_the_golden_streams) {
    for (const auto& entry : golden().at("secretstream")) {
        const auto key = sized<ConversationKey>(bytes_at(entry, "key_hex"));
        const auto given = sized<Header>(bytes_at(entry, "header_hex"));
        const Bytes stream = seal_stream(key, counting(entry.at("plaintext_len")), given);
        EXPECT_EQ(stream.size(), entry.at("ciphertext_len").get<std::size_t>());
        EXPECT_EQ(hex(sha256(stream)), text_at(entry, "ciphertext_sha256"));
    }
}

TEST(SealedStream, tags_its_last_chunk_final_also_when_it_is_full) {
    constexpr std::uint8_t message = 0, final = 3;
    EXPECT_EQ(sealed(0), copy(header));
    EXPECT_EQ(sealed(1), with_tags({{1, final}}));
    EXPECT_EQ(sealed(1023), with_tags({{1023, final}}));
    EXPECT_EQ(sealed(1024), with_tags({{1024, final}}));
    EXPECT_EQ(sealed(1025), with_tags({{1024, message}, {1, final}}));
    EXPECT_EQ(sealed(2048), with_tags({{1024, message}, {1024, final}}));
    EXPECT_EQ(sealed(2049), with_tags({{1024, message}, {1024, message}, {1, final}}));
}

TEST(SealedStream, is_what_libsodium_pushes_from_a_fresh_start) {
    crypto_secretstream_xchacha20poly1305_state state;
    Header fresh;
    crypto_secretstream_xchacha20poly1305_init_push(&state, fresh.data(), conversation_key(3).reveal().data());
    Bytes chunk(5 + 17);
    crypto_secretstream_xchacha20poly1305_push(&state, chunk.data(), nullptr, counting(5).data(), 5, nullptr, 0, 3);
    EXPECT_EQ(seal_stream(conversation_key(3), counting(5), fresh), joined(fresh, chunk));
}

TEST(SealedStream, opens_at_every_length_around_the_chunk_borders) {
    for (const std::size_t size : {0u, 1u, 1023u, 1024u, 1025u, 2047u, 2048u, 2049u, 5000u}) {
        EXPECT_EQ(open(sealed(size)), counting(size)) << size;
        EXPECT_EQ(open(sealed(size), size), counting(size)) << size;
        expect_refused(open(sealed(size), size + 1), "the stream has another size than expected", 0);
    }
    expect_refused(open(sealed(1), 0), "the stream has another size than expected", 0);
}

TEST(SealedStream, draws_its_header_from_entropy) {
    Entropy entropy("stream", 1), headers("stream", 1);
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(seal_stream(conversation_key(3), counting(9), entropy),
                  seal_stream(conversation_key(3), counting(9), headers.bytes<24>()));
}

TEST(SealedStream, shorter_than_its_header_is_refused) {
    for (std::size_t size = 0; size < 24; ++size)
        expect_refused(open(ByteView(header).first(size)), "a sealed stream begins with a header of 24 bytes", 0);
}

TEST(SealedStream, cut_to_its_header_is_refused_only_by_those_who_know_its_size) {
    EXPECT_EQ(open(header), Bytes{});
    expect_refused(open(header, 2049), "the stream has another size than expected", 0);
}

TEST(SealedStream, cut_anywhere_behind_its_header_is_refused) {
    const Bytes stream = sealed(2049);
    for (std::size_t size = 25; size < stream.size(); ++size) {
        const std::size_t chunk = 24 + (size - 25) / sealed_chunk * sealed_chunk, left = size - chunk;
        const auto expected = left <= 17 ? empty_chunk : left == sealed_chunk ? no_final : broken_chunk;
        expect_refused(open(ByteView(stream).first(size)), expected, chunk);
    }
}

TEST(SealedStream, with_a_chunk_dropped_swapped_or_doubled_is_refused) {
    const Bytes stream = sealed(3000), first = sealed_part(stream, 0), second = sealed_part(stream, 1),
                last = sealed_part(stream, 2);
    EXPECT_EQ(open(assembled({first, second, last})), counting(3000));
    expect_refused(open(assembled({second, last})), broken_chunk, 24);
    expect_refused(open(assembled({first, last})), broken_chunk, 24 + sealed_chunk);
    expect_refused(open(assembled({second, first, last})), broken_chunk, 24);
    expect_refused(open(assembled({first, first, second, last})), broken_chunk, 24 + sealed_chunk);
    expect_refused(open(assembled({first, second})), no_final, 24 + sealed_chunk);
}

TEST(SealedStream, with_bytes_after_its_final_chunk_is_refused) {
    expect_refused(open(joined(sealed(1024), Bytes{0})), early_final, 24);
    expect_refused(open(joined(sealed(1024), sealed_part(sealed(1024), 0))), early_final, 24);
    expect_refused(open(joined(sealed(5), Bytes{0})), broken_chunk, 24);
    expect_refused(open(with_tags({{1024, 3}, {1, 3}})), early_final, 24);
}

TEST(SealedStream, with_other_tags_than_message_and_final_is_refused) {
    constexpr std::uint8_t message = 0, push = 1, rekey = 2, final = 3;
    for (const std::uint8_t tag : {message, push, rekey}) expect_refused(open(with_tags({{9, tag}})), no_final, 24);
    for (const std::uint8_t tag : {push, rekey})
        expect_refused(open(with_tags({{1024, tag}, {1, final}})), foreign_tag, 24);
}

TEST(SealedStream, with_an_empty_final_chunk_is_refused_for_no_writer_makes_one) {
    expect_refused(open(with_tags({{0, 3}})), empty_chunk, 24);
    expect_refused(open(with_tags({{1024, 0}, {0, 3}})), empty_chunk, 24 + sealed_chunk);
}

TEST(SealedStream, with_any_bit_flipped_or_under_another_key_is_refused) {
    const Bytes stream = sealed(40);
    for (std::size_t bit = 0; bit < stream.size() * 8; ++bit)
        expect_refused(open(with_bit_flipped(stream, bit)), broken_chunk, 24);
    expect_refused(open_stream(conversation_key(4), stream), broken_chunk, 24);
}

}  // namespace
}  // namespace keyturn
