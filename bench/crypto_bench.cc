// Keys, signatures, wraps and base64, each beside the operation of OpenSSL or libsodium that it can't be faster than.
#include <benchmark/benchmark.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <sodium.h>

#include <memory>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_stream.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

struct Cast {
    Entropy entropy{"bench", 1};
    PrivateKey key = PrivateKey::generate(entropy);
    PublicKey point = key.public_key();
    ConversationKey conversation_key{entropy.bytes<32>()};
    std::string payload = std::string(1000, 'p');  // a change of a group of some 50 members
    std::string signature = sign_payload(key, payload);
};

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* handle) const { release(handle); }
};

using Group = std::unique_ptr<EC_GROUP, Release<EC_GROUP, EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Release<EC_POINT, EC_POINT_free>>;
using Number = std::unique_ptr<BIGNUM, Release<BIGNUM, BN_free>>;
using Scratch = std::unique_ptr<BN_CTX, Release<BN_CTX, BN_CTX_free>>;
using Pkey = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX, EVP_MD_CTX_free>>;

void openssl_multiply(benchmark::State& state, bool base_point) {
    Cast cast;
    const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    const Point point(EC_POINT_new(group.get())), product(EC_POINT_new(group.get()));
    const Number scalar(BN_bin2bn(cast.key.reveal().data(), 32, nullptr));
    const Scratch scratch(BN_CTX_new());
    EC_POINT_oct2point(group.get(), point.get(), cast.point.sec1().data(), 65, scratch.get());
    for (auto _ : state)
        EC_POINT_mul(group.get(), product.get(), base_point ? scalar.get() : nullptr,
                     base_point ? nullptr : point.get(), base_point ? nullptr : scalar.get(), scratch.get());
}
BENCHMARK_CAPTURE(openssl_multiply, base_point, true);
BENCHMARK_CAPTURE(openssl_multiply, any_point, false);

// What a wrap takes at least is one multiplication of each kind.
void wrap(benchmark::State& state) {
    Cast cast;
    for (auto _ : state) benchmark::DoNotOptimize(wrap_key(cast.conversation_key, cast.point, cast.entropy));
}
BENCHMARK(wrap);

void unwrap(benchmark::State& state) {
    Cast cast;
    const WrappedKey blob = wrap_key(cast.conversation_key, cast.point, cast.entropy);
    for (auto _ : state) benchmark::DoNotOptimize(unwrap_key(blob, cast.key));
}
BENCHMARK(unwrap);

void read_public_key(benchmark::State& state) {
    const auto spki = Cast().point.spki();
    for (auto _ : state) benchmark::DoNotOptimize(PublicKey::read(spki));
}
BENCHMARK(read_public_key);

void sign_a_payload(benchmark::State& state) {
    Cast cast;
    for (auto _ : state) benchmark::DoNotOptimize(sign_payload(cast.key, cast.payload));
}
BENCHMARK(sign_a_payload);

void openssl_sign(benchmark::State& state) {
    Cast cast;
    const Pkey key(EVP_EC_gen("P-256"));
    for (auto _ : state) {
        const Digest digest(EVP_MD_CTX_new());
        std::array<std::uint8_t, 80> der;
        std::size_t size = der.size();
        EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get());
        EVP_DigestSign(digest.get(), der.data(), &size, bytes_of(cast.payload).data(), cast.payload.size());
        benchmark::DoNotOptimize(der);
    }
}
BENCHMARK(openssl_sign);

void verify_a_payload(benchmark::State& state) {
    Cast cast;
    for (auto _ : state) benchmark::DoNotOptimize(payload_verifies(cast.point, cast.payload, cast.signature));
}
BENCHMARK(verify_a_payload);

void openssl_verify(benchmark::State& state) {
    Cast cast;
    const Pkey key(EVP_EC_gen("P-256"));
    const Digest signer(EVP_MD_CTX_new());
    std::array<std::uint8_t, 80> der;
    std::size_t size = der.size();
    EVP_DigestSignInit(signer.get(), nullptr, EVP_sha256(), nullptr, key.get());
    EVP_DigestSign(signer.get(), der.data(), &size, bytes_of(cast.payload).data(), cast.payload.size());
    for (auto _ : state) {
        const Digest digest(EVP_MD_CTX_new());
        EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get());
        benchmark::DoNotOptimize(
            EVP_DigestVerify(digest.get(), der.data(), size, bytes_of(cast.payload).data(), cast.payload.size()));
    }
}
BENCHMARK(openssl_verify);

void seal_a_title(benchmark::State& state) {
    Cast cast;
    for (auto _ : state)
        benchmark::DoNotOptimize(seal_text(cast.conversation_key, "a title of the usual length", cast.entropy));
}
BENCHMARK(seal_a_title);

void libsodium_secretbox(benchmark::State& state) {
    Cast cast;
    const auto nonce = cast.entropy.bytes<24>();
    const std::array<std::uint8_t, 27> title{};
    std::array<std::uint8_t, 27 + 16> box;
    for (auto _ : state) {
        crypto_secretbox_easy(box.data(), title.data(), title.size(), nonce.data(),
                              cast.conversation_key.reveal().data());
        benchmark::DoNotOptimize(box);
    }
}
BENCHMARK(libsodium_secretbox);

constexpr std::size_t media_size = 1 << 20;

void count_bytes(benchmark::State& state, std::size_t size) {
    state.SetBytesProcessed(static_cast<std::int64_t>(size) * state.iterations());
}

void seal_a_megabyte(benchmark::State& state) {
    Cast cast;
    const Bytes media(media_size);
    for (auto _ : state) benchmark::DoNotOptimize(seal_stream(cast.conversation_key, media, cast.entropy));
    count_bytes(state, media.size());
}
BENCHMARK(seal_a_megabyte);

void open_a_megabyte(benchmark::State& state) {
    Cast cast;
    const Bytes sealed = seal_stream(cast.conversation_key, Bytes(media_size), cast.entropy);
    for (auto _ : state) benchmark::DoNotOptimize(open_stream(cast.conversation_key, sealed));
    count_bytes(state, media_size);
}
BENCHMARK(open_a_megabyte);

constexpr std::size_t text_size = 30000;  // the detail of a key change for 150 members

void read_base64_text(benchmark::State& state) {
    const std::string text = base64(Bytes(text_size, 0x5a));
    for (auto _ : state) benchmark::DoNotOptimize(read_base64(text));
    count_bytes(state, text_size);
}
BENCHMARK(read_base64_text);

void libsodium_read_base64(benchmark::State& state) {
    const std::string text = base64(Bytes(text_size, 0x5a));
    Bytes bytes(text_size);
    for (auto _ : state) {
        std::size_t size = 0;
        benchmark::DoNotOptimize(sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size,
                                                   nullptr, sodium_base64_VARIANT_ORIGINAL));
    }
    count_bytes(state, text_size);
}
BENCHMARK(libsodium_read_base64);

void write_base64_text(benchmark::State& state) {
    const Bytes bytes(text_size, 0x5a);
    for (auto _ : state) benchmark::DoNotOptimize(base64(bytes));
    count_bytes(state, text_size);
}
BENCHMARK(write_base64_text);

}  // namespace
}  // namespace keyturn
