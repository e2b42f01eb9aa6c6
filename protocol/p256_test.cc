#include "protocol/p256.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <set>
#include <thread>

#include "protocol/test_support.h"

namespace keyturn {
namespace {

constexpr std::string_view order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr std::string_view order_minus_1 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
constexpr std::string_view order_plus_1 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";
constexpr std::string_view zero = "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::string_view one = "0000000000000000000000000000000000000000000000000000000000000001";
constexpr std::string_view all_ones = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
constexpr std::string_view prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
constexpr std::string_view base_x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
constexpr std::string_view base_y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
constexpr std::string_view minus_base_y = "b01cbd1c01e58065711814b583f061e9d431cca994cea1313449bf97c840ae0a";

std::string text(std::initializer_list<std::string_view> parts) {
    std::string all;
    for (const std::string_view part : parts) all += part;
    return all;
}

PrivateKey key_of(std::string_view scalar) { return PrivateKey::read(hex_bytes(scalar)).value(); }

Signature signature(std::string_view r, std::string_view s) { return sized<Signature>(hex_bytes(text({r, s}))); }

void expect_refused_key(std::string_view key, std::string_view reason, std::size_t offset = 0) {
    const auto read = PublicKey::read(hex_bytes(key));
    ASSERT_FALSE(read) << key;
    EXPECT_EQ(read.error().reason, reason) << key;
    EXPECT_EQ(read.error().offset, offset) << key;
    EXPECT_EQ(ERR_peek_error(), 0u) << "left behind in OpenSSL's error queue by " << key;
}

constexpr auto no_point = "not a point of the curve P-256";
constexpr auto bad_form = "the first byte of a point does not fit its length";
constexpr auto bad_length = "a public key is 33, 65 or 91 bytes long";

TEST(PublicKeys, of_the_golden_scalars_come_out_in_every_encoding_and_are_read_from_each) {
    for (const auto& [scalar, entry] : golden().at("keys").items()) {
        const PublicKey key = PrivateKey::read(bytes_at(entry, "scalar_hex")).value().public_key();
        EXPECT_EQ(hex(key.sec1()), text_at(entry, "sec1_uncompressed_hex")) << scalar;
        EXPECT_EQ(hex(key.spki()), text_at(entry, "spki_hex")) << scalar;
        EXPECT_EQ(key.fingerprint(), text_at(entry, "fingerprint_sha256_spki_b64url_nopad")) << scalar;
        EXPECT_EQ(PublicKey::read(key.sec1()), key);
        EXPECT_EQ(PublicKey::read(key.spki()), key);
        Bytes compressed = copy(key.sec1().first<33>());
        compressed[0] = key.sec1().back() % 2 == 0 ? 2 : 3;
        EXPECT_EQ(PublicKey::read(compressed), key);
    }
}

TEST(PublicKeys, in_compressed_form_take_their_parity_from_the_first_byte) {
    EXPECT_EQ(hex(PublicKey::read(hex_bytes(text({"03", base_x})))->sec1()), text({"04", base_x, base_y}));
    EXPECT_EQ(hex(PublicKey::read(hex_bytes(text({"02", base_x})))->sec1()), text({"04", base_x, minus_base_y}));
    EXPECT_TRUE(PublicKey::read(hex_bytes(text({"02", zero}))));  // x = 0 is on the curve
}

TEST(PublicKeys, in_compressed_form_are_refused_when_no_point_has_that_x) {
    expect_refused_key(text({"02", one}), no_point);
    expect_refused_key(text({"03", one}), no_point);
    expect_refused_key(text({"02", prime}), no_point);  // the prime is 0 again, whose point exists
    expect_refused_key(text({"03", all_ones}), no_point);
    for (const char* form : {"00", "01", "04", "05", "06", "07"}) expect_refused_key(text({form, base_x}), bad_form);
}

TEST(PublicKeys, in_uncompressed_form_are_refused_off_the_curve_and_in_hybrid_form) {
    expect_refused_key(text({"04", base_x, base_x}), no_point);
    expect_refused_key(text({"04", zero, zero}), no_point);
    const std::string root_of_b = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
    EXPECT_TRUE(PublicKey::read(hex_bytes(text({"04", zero, root_of_b}))));
    expect_refused_key(text({"04", prime, root_of_b}), no_point);
    for (const char* form : {"00", "02", "03", "05", "06", "07"})
        expect_refused_key(text({form, base_x, base_y}), bad_form);
}

TEST(PublicKeys, of_any_other_length_are_refused) {
    expect_refused_key("", bad_length);
    expect_refused_key("00", bad_length);  // infinity in SEC1
    const std::string spki = hex(scalar_key(1).public_key().spki()) + "00";
    for (std::size_t size = 0; size <= 92; ++size)
        if (size != 33 && size != 65 && size != 91) expect_refused_key(spki.substr(0, 2 * size), bad_length);
    expect_refused_key(text({base_x, base_y}), bad_length);
}

TEST(PublicKeys, in_spki_form_need_the_prefix_and_an_uncompressed_point) {
    const auto spki = scalar_key(1).public_key().spki();
    for (std::size_t bit = 0; bit < 26 * 8; ++bit)
        expect_refused_key(hex(with_bit_flipped(spki, bit)), "not the SPKI prefix of a P-256 key");
    for (std::size_t bit = 26 * 8; bit < 27 * 8; ++bit)
        expect_refused_key(hex(with_bit_flipped(spki, bit)), bad_form, 26);
    for (std::size_t bit = 27 * 8; bit < 91 * 8; ++bit)
        expect_refused_key(hex(with_bit_flipped(spki, bit)), no_point, 26);
}

TEST(PrivateKeys, are_scalars_from_1_to_below_the_order) {
    EXPECT_EQ(hex(key_of(one).reveal()), one);
    EXPECT_EQ(hex(key_of(one).public_key().sec1()), text({"04", base_x, base_y}));
    EXPECT_EQ(hex(key_of(order_minus_1).public_key().sec1()), text({"04", base_x, minus_base_y}));
    for (const std::string_view scalar : {zero, order, order_plus_1, all_ones})
        EXPECT_EQ(reason(PrivateKey::read(hex_bytes(scalar))),
                  "a private key is neither 0 nor the order of the curve or more");
    for (const std::size_t size : {0u, 31u, 33u, 64u})
        EXPECT_EQ(reason(PrivateKey::read(Bytes(size, 1))), "a private key is 32 bytes long");
}

TEST(PrivateKeys, are_the_first_candidate_in_range) {
    std::vector<std::string_view> candidates = {one, order_minus_1, order, all_ones, zero};
    const auto draw = [&candidates] {
        const auto candidate = sized<Secret<32, struct CandidateTag>>(hex_bytes(candidates.back()));
        candidates.pop_back();
        return candidate;
    };
    EXPECT_EQ(hex(PrivateKey::first_in_range(draw).reveal()), order_minus_1);
    EXPECT_EQ(candidates.size(), 1u);
}

TEST(PrivateKeys, are_generated_from_the_next_32_bytes_of_entropy) {
    Entropy entropy("keys", 1), bytes("keys", 1);
    EXPECT_EQ(hex(PrivateKey::generate(entropy).reveal()), hex(bytes.bytes<32>()));
    EXPECT_EQ(hex(PrivateKey::generate(entropy).reveal()), hex(bytes.bytes<32>()));
}

TEST(PrivateKeys, share_the_x_coordinate_of_the_product_from_either_side) {
    const PrivateKey three = scalar_key(3), five = scalar_key(5);
    EXPECT_EQ(hex(three.shared_x(five.public_key()).reveal()), hex(five.shared_x(three.public_key()).reveal()));
    EXPECT_EQ(hex(three.shared_x(scalar_key(1).public_key()).reveal()), hex(three.public_key().sec1().subspan(1, 32)));
    EXPECT_EQ(hex(key_of(order_minus_1).shared_x(scalar_key(1).public_key()).reveal()), base_x);
}

TEST(PrivateKeys, share_an_x_coordinate_of_32_bytes_also_when_it_begins_with_zeros) {
    const auto at_zero = PublicKey::read(hex_bytes(text({"02", zero}))).value();
    EXPECT_EQ(hex(scalar_key(1).shared_x(at_zero).reveal()), zero);
}

struct Rfc6979Example {
    std::string_view message, r, s;
};

// RFC 6979, A.2.5, with SHA-256.
constexpr std::string_view rfc6979_key = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
constexpr Rfc6979Example rfc6979_examples[] = {
    {"sample", "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
     "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
    {"test", "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
     "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"}};

TEST(Ecdsa, signs_the_examples_of_rfc_6979) {
    const PrivateKey key = key_of(rfc6979_key);
    EXPECT_EQ(hex(key.public_key().sec1()),
              "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
              "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    for (const auto& [message, r, s] : rfc6979_examples) {
        EXPECT_EQ(hex(sign(key, bytes_of(message))), text({r, s}));
        EXPECT_TRUE(verify(key.public_key(), bytes_of(message), signature(r, s)));
    }
}

TEST(Ecdsa, signs_the_golden_messages_and_verifies_them_and_their_twins) {
    for (const auto& entry : golden().at("ecdsa")) {
        const PrivateKey key = scalar_key(entry.at("key_scalar"));
        const std::string message = text_at(entry, "message_utf8");
        const Signature made = sign(key, bytes_of(message));
        EXPECT_EQ(hex(made), text_at(entry, "rfc6979_raw_rs_hex"));
        EXPECT_EQ(has_high_s(made), entry.at("high_s").get<bool>());
        EXPECT_EQ(hex(twin(made)), text_at(entry, "twin_raw_rs_hex"));
        EXPECT_EQ(verify(key.public_key(), bytes_of(message), twin(made)),
                  entry.at("twin_accepted_by_sdk").get<bool>());
        EXPECT_TRUE(verify(key.public_key(), bytes_of(message), made));
    }
}

// Found by search: the SHA-256 of this text is ffffffff89514907…, above the order, so it is reduced before it is used.
TEST(Ecdsa, reduces_a_digest_above_the_order) {
    const Signature expected = signature("48549f05629fd4e39cb18ced0e68d89132d7bd318b7aef7c058fd2825a3a5031",
                                         "22219cfa8b9fff9ecf21714de690ca76d0fe6fe9e7db3759c429fe53a5205ff4");
    EXPECT_EQ(sign(scalar_key(2), bytes_of("message 2493601830")), expected);
    EXPECT_TRUE(verify(scalar_key(2).public_key(), bytes_of("message 2493601830"), expected));
}

TEST(Ecdsa, signs_the_empty_message) {
    const Signature made = sign(scalar_key(2), {});
    EXPECT_TRUE(verify(scalar_key(2).public_key(), {}, made));
    EXPECT_FALSE(verify(scalar_key(2).public_key(), bytes_of("a"), made));
}

TEST(Ecdsa, refuses_every_flipped_bit_of_message_and_signature_and_every_other_key) {
    const std::string_view message = "one message";
    const Signature made = sign(scalar_key(2), bytes_of(message));
    const PublicKey key = scalar_key(2).public_key();
    for (std::size_t bit = 0; bit < made.size() * 8; ++bit)
        EXPECT_FALSE(verify(key, bytes_of(message), with_bit_flipped(made, bit))) << bit;
    for (std::size_t bit = 0; bit < message.size() * 8; ++bit)
        EXPECT_FALSE(verify(key, with_bit_flipped(bytes_of(message), bit), made)) << bit;
    EXPECT_FALSE(verify(scalar_key(3).public_key(), bytes_of(message), made));
}

TEST(Ecdsa, verifies_a_nonce_point_whose_x_is_above_the_order) {
    // Made backwards from the point with x = n + 3, so r = 3; s = 1.
    const auto key =
        PublicKey::read(hex_bytes("04174d301294ba1dadc7b386bc0c932eb5d7eebffa8a267b441981a73b2b19ebe"
                                  "5b7be913a944175c08788c782355943e61d37d5fd90c80b6cefee92762ce66aee"));
    const std::string_view r = "0000000000000000000000000000000000000000000000000000000000000003";
    const std::string_view r_plus_order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632554";
    EXPECT_TRUE(verify(*key, bytes_of("large x"), signature(r, one)));
    EXPECT_FALSE(verify(*key, bytes_of("large x"), signature(r_plus_order, one)));
}

TEST(Ecdsa, refuses_a_signature_whose_nonce_point_is_infinity) {
    // r = -digest / 2 under the key 2: both multiples cancel whatever s is.
    const std::string_view r = "94333c7c72ed56aaf3b50fca341769393dba686a0f66b0b225af202d16218d82";
    EXPECT_FALSE(verify(scalar_key(2).public_key(), bytes_of("infinity"), signature(r, one)));
    EXPECT_EQ(ERR_peek_error(), 0u);
}

TEST(Signatures, have_64_bytes_with_both_halves_in_range) {
    for (const std::string_view half : {one, order_minus_1}) {
        EXPECT_EQ(signature_of(hex_bytes(text({half, one}))), signature(half, one));
        EXPECT_EQ(signature_of(hex_bytes(text({one, half}))), signature(one, half));
    }
    for (const std::string_view half : {zero, order, order_plus_1, all_ones}) {
        const auto bad_r = signature_of(signature(half, one)), bad_s = signature_of(signature(one, half));
        EXPECT_EQ(reason(bad_r), "r of a signature is 0 or not below the order of the curve");
        EXPECT_EQ(bad_r.error().offset, 0u);
        EXPECT_EQ(reason(bad_s), "s of a signature is 0 or not below the order of the curve");
        EXPECT_EQ(bad_s.error().offset, 32u);
    }
    for (const std::size_t size : {0u, 63u, 65u})
        EXPECT_EQ(reason(signature_of(Bytes(size, 1))), "a signature is 64 bytes long");
}

TEST(Signatures, in_der_or_of_another_length_do_not_verify) {
    const Signature made = sign(scalar_key(2), bytes_of("m"));
    const PublicKey key = scalar_key(2).public_key();
    const Bytes der = hex_bytes("30440220" + hex(ByteView(made).first(32)) + "0220" + hex(ByteView(made).last(32)));
    EXPECT_FALSE(verify(key, bytes_of("m"), der));
    EXPECT_FALSE(verify(key, bytes_of("m"), ByteView(made).first(63)));
    EXPECT_FALSE(verify(key, bytes_of("m"), hex_bytes(hex(made) + "00")));
    EXPECT_FALSE(verify(key, bytes_of("m"), {}));
}

TEST(Signatures, are_high_above_half_the_order_and_their_twins_are_not) {
    const Signature low = signature(one, "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
    const Signature high = signature(one, "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9");
    EXPECT_FALSE(has_high_s(low));
    EXPECT_TRUE(has_high_s(high));
    EXPECT_EQ(twin(low), high);
    EXPECT_EQ(twin(high), low);
    EXPECT_DEATH(twin(signature(one, zero)), "s is in");
}

TEST(P256, gives_the_same_answers_in_several_threads_at_once) {
    const Signature expected = sign(scalar_key(2), bytes_of("threads"));
    std::array<bool, 4> right{};
    {
        std::vector<std::jthread> threads;
        for (bool& answer : right)
            threads.emplace_back([&answer, &expected] {
                answer = sign(scalar_key(2), bytes_of("threads")) == expected &&
                         verify(scalar_key(2).public_key(), bytes_of("threads"), expected);
            });
    }
    EXPECT_EQ(right, (std::array{true, true, true, true}));
}

}  // namespace
}  // namespace keyturn
