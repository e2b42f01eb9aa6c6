// Keys, wraps and sealed texts and streams that the sample has no entry of.
#include <gtest/gtest.h>
#include <sodium.h>

#include "conformance/vectors/entry_test_support.h"
#include "conformance/vectors/sample_test_support.h"
#include "conformance/vectors/vector_entry.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/sealed_text.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

std::string told_entry(std::string_view section, const JsonValue& entry) {
    return told(report_on(json_object({{std::string(section), json_array({entry})}})));
}

JsonValue with(JsonValue entry, std::string_view field, JsonValue value) {
    entry.set(field, std::move(value));
    return entry;
}

// A stream as libsodium seals it by itself: its header is fixed by the generator behind it.
struct Stream {
    Bytes header, sealed;
};

Stream sealed_by_libsodium(const Bytes& plaintext, const ConversationKey& key) {
    crypto_secretstream_xchacha20poly1305_state state;
    Stream stream{Bytes(24), {}};
    crypto_secretstream_xchacha20poly1305_init_push(&state, stream.header.data(), key.reveal().data());
    stream.sealed = stream.header;
    for (std::size_t start = 0; start < plaintext.size(); start += 1024) {
        const std::size_t size = std::min<std::size_t>(1024, plaintext.size() - start);
        const bool is_last = start + size == plaintext.size();
        Bytes chunk(size + 17);
        crypto_secretstream_xchacha20poly1305_push(&state, chunk.data(), nullptr, &plaintext[start], size, nullptr, 0,
                                                   is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        stream.sealed.insert(stream.sealed.end(), chunk.begin(), chunk.end());
    }
    return stream;
}

JsonValue stream_entry(std::size_t size, bool shows_ciphertext = false) {
    Bytes plaintext;
    for (std::size_t i = 0; i < size; ++i) plaintext.push_back(i & 255);
    const auto [header, sealed] = sealed_by_libsodium(plaintext, key_ending_in(3));
    JsonValue entry = json_object({{"key_hex", json_string(hex(key_ending_in(3).reveal()))},
                                   {"plaintext", json_string("byte i is i & 255")},
                                   {"plaintext_len", json_number(std::to_string(size))},
                                   {"header_hex", json_string(hex(header))},
                                   {"ciphertext_len", json_number(std::to_string(sealed.size()))},
                                   {"ciphertext_sha256", json_string(hex(sha256(sealed)))}});
    if (shows_ciphertext) entry.set("ciphertext_hex", json_string(hex(sealed)));
    return entry;
}

TEST(Secretstream, streams_of_every_length_around_a_chunk_pass) {
    for (const std::size_t size : {0u, 1u, 255u, 256u, 257u, 1023u, 1024u, 1025u, 2048u, 3000u}) {
        EXPECT_EQ(told_entry("secretstream", stream_entry(size)), "") << size;
        EXPECT_EQ(told_entry("secretstream", stream_entry(size, true)), "") << size;
    }
}

TEST(Secretstream, every_field_counts) {
    const JsonValue entry = stream_entry(5, true);
    for (const JsonMember& field : entry.members) {
        if (field.key == "plaintext") continue;
        JsonValue damaged = field.value;
        damaged.text = with_other_character(damaged.text, damaged.text.size() - 1);
        EXPECT_NE(told_entry("secretstream", with(entry, field.key, damaged)), "") << field.key;
        EXPECT_NE(told_entry("secretstream", with(entry, field.key, json_array())), "") << field.key;
        if (field.key != "ciphertext_hex") {
            EXPECT_NE(told_entry("secretstream", with(entry, field.key, json_null())), "") << field.key;
        }
    }
    EXPECT_EQ(told_entry("secretstream", with(entry, "ciphertext_hex", json_null())), "");
    EXPECT_EQ(told_entry("secretstream", with(entry, "ciphertext_len", json_number("46.0"))),
              "secretstream #0 ciphertext_len: expected 46, found 46.0 (number)\n");
    EXPECT_EQ(told_entry("secretstream", with(entry, "plaintext", json_null())),
              "secretstream #0 plaintext: expected text, found nothing\n");
}

TEST(Secretstream, a_hostile_length_is_refused_before_it_is_made) {
    for (const char* size : {"67108865", "18446744073709551616", "1e9", "-1", "5.0"})
        EXPECT_EQ(told_entry("secretstream", with(stream_entry(0), "plaintext_len", json_number(size))),
                  std::string("secretstream #0 plaintext_len: expected a number from 0 to 67108864, found ") + size +
                      " (number)\n");
}

TEST(Secretbox, texts_of_every_length_pass) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{300}}) {
        const std::string plaintext(size, 'x');
        const Bytes sealed = seal(key_ending_in(3), bytes_of(plaintext), SealNonce{});
        const ByteView bytes = sealed;
        const JsonValue entry = json_object({{"key_hex", json_string(hex(key_ending_in(3).reveal()))},
                                             {"plaintext_utf8", json_string(plaintext)},
                                             {"nonce_hex", json_string(std::string(48, '0'))},
                                             {"tag_hex", json_string(hex(bytes.subspan(24, 16)))},
                                             {"ciphertext_hex", json_string(hex(bytes.subspan(40)))},
                                             {"output_b64", json_string(base64(bytes))}});
        EXPECT_EQ(told_entry("secretbox", entry), "");
    }
}

TEST(Secretbox, a_nonce_or_key_of_another_size_is_told) {
    const JsonValue entry = sample_at("/secretbox/0");
    EXPECT_EQ(told_entry("secretbox", with(entry, "nonce_hex", json_string("00"))),
              "secretbox #0 nonce_hex: expected 24 bytes, found 1 bytes\n");
    EXPECT_EQ(told_entry("secretbox", with(entry, "key_hex", json_string(std::string(66, '0')))),
              "secretbox #0 key_hex: expected 32 bytes, found 33 bytes\n");
    EXPECT_EQ(told_entry("secretbox", with(entry, "key_hex", json_string("0"))),
              "secretbox #0 key_hex: expected lower-case hexadecimal, found \"0\" (string)\n");
}

TEST(Keys, any_scalar_of_the_curve_may_be_named) {
    const auto told_named = [](const std::string& name) {
        const auto key = scalar_of_decimal(name).value_or(small_scalar(1));
        const PublicKey point = key.public_key();
        const JsonValue entry =
            json_object({{"scalar_hex", json_string(hex(key.reveal()))},
                         {"sec1_uncompressed_hex", json_string(hex(point.sec1()))},
                         {"sec1_b64", json_string(base64(point.sec1()))},
                         {"spki_hex", json_string(hex(point.spki()))},
                         {"spki_b64", json_string(base64(point.spki()))},
                         {"fingerprint_sha256_spki_b64url_nopad", json_string(point.fingerprint())}});
        return told(report_on(json_object({{"keys", json_object({{name, entry}})}})));
    };
    EXPECT_EQ(told_named("300"), "");
    EXPECT_EQ(told_named("115792089210356248762697446949407573529996955224135760342422259061068512044368"), "");
    for (const std::string name :
         {"0", "x1", "", "115792089210356248762697446949407573529996955224135760342422259061068512044369"})
        EXPECT_TRUE(told_named(name).contains("expected a private scalar in decimal as the entry's name")) << name;
}

JsonValue registration(const PrivateKey& signing, const PrivateKey& identity, const std::string& signature = "") {
    const auto spki = identity.public_key().spki();
    return json_object(
        {{"userId", json_string("4444")},
         {"publicKeyVersion", json_string("17")},
         {"publicKey", json_string(base64(signing.public_key().spki()))},
         {"identityPublicKey", json_string(base64(spki))},
         {"identityPublicKeySignature", json_string(signature.empty() ? sign_binding(signing, spki) : signature)}});
}

std::string twin_of_binding(const PrivateKey& signing, const PrivateKey& identity) {
    return base64(twin(sign(signing, identity.public_key().spki())));
}

TEST(SigningKeys, a_stranger_is_judged_by_the_binding_alone) {
    const PrivateKey signing = small_scalar(10), identity = small_scalar(11);
    EXPECT_EQ(told_entry("signing_keys", registration(signing, identity)), "");
    EXPECT_EQ(told_entry("signing_keys", registration(signing, identity, twin_of_binding(signing, identity))), "");
    EXPECT_EQ(told_entry("signing_keys",
                         registration(signing, identity, sign_binding(small_scalar(12), identity.public_key().spki()))),
              "signing_keys #0 identityPublicKeySignature: expected a signature of the signing key over the identity "
              "key, found one that does not verify\n");
}

TEST(SigningKeys, the_casts_signer_is_deterministic) {
    const PrivateKey identity = small_scalar(11);
    EXPECT_EQ(told_entry("signing_keys", registration(cast_signing_key(), identity)), "");
    EXPECT_TRUE(told_entry("signing_keys",
                           registration(cast_signing_key(), identity, twin_of_binding(cast_signing_key(), identity)))
                    .starts_with("signing_keys #0 identityPublicKeySignature: expected \""));
}

TEST(SigningKeys, an_identity_key_of_the_cast_belongs_to_its_user) {
    const std::string owners[] = {"1111", "2222", "3333"};
    const std::uint8_t scalars[] = {1, 3, 5};
    for (std::size_t i = 0; i < 3; ++i) {
        const JsonValue stolen = registration(small_scalar(10), small_scalar(scalars[i]));
        const JsonValue owned =
            with(with(stolen, "userId", json_string(owners[i])), "publicKeyVersion", json_string("1"));
        EXPECT_EQ(told_entry("signing_keys", owned), "");
        EXPECT_EQ(cited(report_on(json_object({{"signing_keys", json_array({stolen})}}))),
                  (std::set<std::string>{"signing_keys/userId", "signing_keys/publicKeyVersion"}));
    }
}

TEST(SigningKeys, keys_are_registered_as_spki) {
    const JsonValue entry = registration(small_scalar(10), small_scalar(11));
    const std::string sec1 = base64(small_scalar(10).public_key().sec1());
    for (const char* field : {"publicKey", "identityPublicKey"}) {
        EXPECT_TRUE(
            cited(report_on(json_object({{"signing_keys", json_array({with(entry, field, json_string(sec1))})}})))
                .contains(std::string("signing_keys/") + field));
        EXPECT_TRUE(told_entry("signing_keys", with(entry, field, json_string("AAAA")))
                        .contains("expected a public key, found "));
    }
}

JsonValue binding_entry(const std::string& form, ByteView presented, const std::string& signature) {
    return json_object({{"form", json_string(form)},
                        {"signed_bytes_hex", json_string(hex(presented))},
                        {"identity_public_key_b64", json_string(base64(presented))},
                        {"signing_public_key_b64", json_string(base64(cast_signing_key().public_key().spki()))},
                        {"identity_public_key_signature_b64", json_string(signature)}});
}

TEST(Binding, both_forms_pass_each_with_its_own_signature) {
    const PublicKey identity = small_scalar(1).public_key();
    const Bytes spki = copy(identity.spki()), sec1 = copy(identity.sec1());
    const std::string over_spki = sign_binding(cast_signing_key(), spki),
                      over_sec1 = sign_binding(cast_signing_key(), sec1);
    EXPECT_EQ(told_entry("binding", binding_entry("spki", spki, over_spki)), "");
    EXPECT_EQ(told_entry("binding", binding_entry("sec1", sec1, over_sec1)), "");
    EXPECT_TRUE(told_entry("binding", binding_entry("sec1", sec1, over_spki))
                    .contains("expected a binding that verifies, found one that does not"));
    EXPECT_TRUE(told_entry("binding", binding_entry("sec1", sec1, over_spki))
                    .contains("found one that verifies for the other form too"));
    EXPECT_TRUE(told_entry("binding", binding_entry("spki", spki, over_sec1))
                    .contains("found one that verifies for the other form too"));
    EXPECT_TRUE(told_entry("binding", binding_entry("spki", sec1, over_sec1)).contains("form: expected \"sec1\""));
    EXPECT_EQ(told_entry("binding", binding_entry("spki", {}, over_spki)),
              "binding #0 identity_public_key_b64: expected a public key, found none\n");
}

TEST(Ecdsa, the_empty_message_passes) {
    const Signature signature = sign(small_scalar(9), {});
    const JsonValue entry = json_object({{"key_scalar", json_number("9")},
                                         {"message_utf8", json_string("")},
                                         {"rfc6979_raw_rs_hex", json_string(hex(signature))},
                                         {"b64_nopad", json_string(signature_text(signature))},
                                         {"high_s", json_bool(has_high_s(signature))},
                                         {"twin_raw_rs_hex", json_string(hex(twin(signature)))},
                                         {"twin_accepted_by_sdk", json_bool(true)}});
    EXPECT_EQ(told_entry("ecdsa", entry), "");
}

TEST(KeyChangePlain, is_wrapped_for_the_cast_with_its_ephemeral_scalars) {
    const auto told_plain = [](const JsonValue& participant) {
        JsonValue plain = sample_at("/key_change_plain");
        plain.set("participants", json_array({participant}));
        return told(report_on(json_object({{"key_change_plain", plain}})));
    };
    const JsonValue right = sample_at("/key_change_plain/participants/0");
    EXPECT_EQ(told_plain(right), "");
    EXPECT_EQ(told_plain(with(right, "userId", json_string("4444"))),
              "key_change_plain  participants/0/userId: expected 1111, 2222 or 3333, found another user\n");
    EXPECT_EQ(
        told_plain(
            with(right, "encryptedKey", json_string(wrapped_for("1111", key_ending_in(4)).encrypted_conversation_key))),
        "key_change_plain  participants/0/encryptedKey: expected what opens to the plaintext, found another plaintext\n"
        "key_change_plain  participants/0/encryptedKey: expected the key wrapped with the ephemeral scalar 7, 8 or 9, "
        "found another wrap\n");
    EXPECT_TRUE(told_plain(json_null())
                    .starts_with("key_change_plain  participants/0: expected an object, found null (null)\n"));
}

}  // namespace
}  // namespace keyturn
