#include "conformance/shown_text.h"
#include "conformance/vectors/bit_flips.h"
#include "conformance/vectors/section_checks.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"

namespace keyturn::section_checks {
namespace {

void expect_decodes_to(VectorEntry& entry, std::string_view field, ByteView bytes, const PublicKey& key) {
    const auto read = PublicKey::read(bytes);
    entry.expect(read && *read == key, field, "the point of the scalar", read ? "another point" : "no point");
}

// A public key as registrations carry it: padded base64 of the 91 bytes.
std::optional<PublicKey> registered_key(VectorEntry& entry, std::string_view field) {
    const auto key = PublicKey::read(entry.base64_bytes(field));
    if (!key) {
        entry.expect(false, field, "a public key", key.error().reason);
        return std::nullopt;
    }
    entry.expect_base64(field, key->spki());
    return *key;
}

void expect_flips_noticed(VectorEntry& entry, std::string_view field, std::optional<std::size_t> accepted) {
    if (accepted)
        entry.expect(false, field, "no signature with a bit flipped",
                     "one that verifies, bit " + std::to_string(*accepted));
}

// A signature by the cast's signing key, and with it the same bytes every time.
void expect_cast_signature(VectorEntry& entry, std::string_view field, const PublicKey& signing_key, ByteView message) {
    if (signing_key == cast_signing_key().public_key()) entry.expect_base64(field, sign(cast_signing_key(), message));
}

// The same key presented in the other of the two forms.
Bytes other_form(const PublicKey& key, std::string_view form) {
    return form == "spki" ? copy(key.sec1()) : copy(key.spki());
}

}  // namespace

void keys(VectorEntry& entry, const VectorFacts&) {
    const auto scalar = scalar_of_decimal(entry.name());
    if (!scalar)
        return entry.expect(false, "", "a private scalar in decimal as the entry's name", shown_bytes(entry.name()));
    const PublicKey point = scalar->public_key();
    entry.expect_hex("scalar_hex", scalar->reveal());
    entry.expect_hex("sec1_uncompressed_hex", point.sec1());
    entry.expect_base64("sec1_b64", point.sec1());
    entry.expect_hex("spki_hex", point.spki());
    entry.expect_base64("spki_b64", point.spki());
    entry.expect_text("fingerprint_sha256_spki_b64url_nopad", point.fingerprint());
    expect_decodes_to(entry, "sec1_uncompressed_hex", entry.hex_bytes("sec1_uncompressed_hex"), point);
    expect_decodes_to(entry, "spki_hex", entry.hex_bytes("spki_hex"), point);
}

void signing_keys(VectorEntry& entry, const VectorFacts&) {
    const std::string user_id = entry.text("userId"), version = entry.text("publicKeyVersion");
    const auto signing = registered_key(entry, "publicKey"), identity = registered_key(entry, "identityPublicKey");
    const Bytes signature = entry.base64_bytes("identityPublicKeySignature");
    if (!signing || !identity || entry.failed()) return;
    if (const auto owner = cast_member_with(*identity)) {
        entry.expect_text("userId", *owner);
        entry.expect_text("publicKeyVersion", cast_key_version);
    }
    entry.expect(verify(*signing, identity->spki(), signature), "identityPublicKeySignature",
                 "a signature of the signing key over the identity key", "one that does not verify");
    expect_cast_signature(entry, "identityPublicKeySignature", *signing, identity->spki());
}

void ecdsa(VectorEntry& entry, const VectorFacts&) {
    const PrivateKey key = entry.scalar("key_scalar");
    const std::string message = entry.text("message_utf8");
    if (entry.failed()) return;
    const PublicKey point = key.public_key();
    const Signature signature = sign(key, bytes_of(message)), other = twin(signature);
    entry.expect_hex("rfc6979_raw_rs_hex", signature);
    entry.expect_text("b64_nopad", signature_text(signature));
    entry.expect_boolean("high_s", has_high_s(signature));
    entry.expect_hex("twin_raw_rs_hex", other);
    entry.expect_boolean("twin_accepted_by_sdk", verify(point, bytes_of(message), other));
    entry.expect(verify(point, bytes_of(message), signature), "rfc6979_raw_rs_hex", "a signature that verifies",
                 "one that does not");
    expect_flips_noticed(entry, "rfc6979_raw_rs_hex", accepted_flip(signature, [&](ByteView flipped) {
                             return verify(point, bytes_of(message), flipped);
                         }));
    expect_flips_noticed(entry, "message_utf8", accepted_flip(bytes_of(message), [&](ByteView flipped) {
                             return verify(point, flipped, signature);
                         }));
}

void binding(VectorEntry& entry, const VectorFacts&) {
    const std::string form = entry.text("form");
    const Bytes presented = entry.base64_bytes("identity_public_key_b64");
    const Bytes signature = entry.base64_bytes("identity_public_key_signature_b64");
    const auto signing = registered_key(entry, "signing_public_key_b64");
    const auto identity = PublicKey::read(presented);
    entry.expect(identity.has_value(), "identity_public_key_b64", "a public key", "none");
    if (!signing || !identity || entry.failed()) return;
    entry.expect_hex("signed_bytes_hex", presented);
    entry.expect_text("form", presented.size() == identity->spki().size() ? "spki" : "sec1");
    entry.expect(binding_verifies(base64(presented), *signing, base64(signature)), "identity_public_key_signature_b64",
                 "a binding that verifies", "one that does not");
    expect_cast_signature(entry, "identity_public_key_signature_b64", *signing, presented);
    entry.expect(!verify(*signing, other_form(*identity, form), signature), "identity_public_key_signature_b64",
                 "a binding of this form only", "one that verifies for the other form too");
}

}  // namespace keyturn::section_checks
