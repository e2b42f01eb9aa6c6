#include "protocol/action_signature.h"

#include <gtest/gtest.h>

#include "protocol/base64.h"
#include "protocol/test_support.h"

namespace keyturn {
namespace {

const PublicKey& signer() {
    static const PublicKey key = scalar_key(2).public_key();
    return key;
}

TEST(ActionSignature, writes_and_verifies_the_golden_signatures) {
    for (const auto& entry : golden().at("ecdsa")) {
        const std::string message = text_at(entry, "message_utf8"), text = text_at(entry, "b64_nopad");
        EXPECT_EQ(sign_payload(scalar_key(2), message), text);
        EXPECT_TRUE(payload_verifies(signer(), message, text));
        EXPECT_TRUE(payload_verifies(signer(), message, text + "=="));
        EXPECT_FALSE(payload_verifies(signer(), message + " ", text));
        EXPECT_FALSE(payload_verifies(scalar_key(3).public_key(), message, text));
        EXPECT_EQ(signature_text(read_signature(text).value()), text);
    }
}

TEST(ActionSignature, every_signed_action_of_the_golden_file_verifies) {
    for (const char* section : {"member_add", "key_change", "other"})
        for (const auto& entry : golden().at(section)) {
            const std::string payload = text_at(entry, "signature_payload");
            EXPECT_EQ(sign_payload(scalar_key(2), payload), text_at(entry, "signature_b64_nopad"))
                << text_at(entry, "name");
            EXPECT_TRUE(payload_verifies(signer(), payload, text_at(entry, "signature_b64_nopad")));
        }
}

TEST(ActionSignature, text_has_86_characters_without_padding) {
    EXPECT_EQ(sign_payload(scalar_key(2), "a").size(), 86u);
    EXPECT_EQ(sign_payload(scalar_key(2), "a").find('='), std::string::npos);
}

TEST(ActionSignature, text_that_is_no_signature_is_refused_with_its_reason) {
    const std::string text = sign_payload(scalar_key(2), "a");
    EXPECT_EQ(reason(read_signature(text.substr(0, 84))), "a signature is 64 bytes long");
    EXPECT_EQ(reason(read_signature("")), "a signature is 64 bytes long");
    EXPECT_EQ(reason(read_signature("-" + text.substr(1))), "not a character of the standard base64 alphabet");
    Bytes s_of_zero(64);
    s_of_zero[31] = 1;
    const auto refused = read_signature(base64(s_of_zero));
    EXPECT_EQ(reason(refused), "s of a signature is 0 or not below the order of the curve");
    EXPECT_EQ(refused.error().offset, 0u);
    EXPECT_EQ(read_signature(text + " ").error().offset, 86u);
    EXPECT_FALSE(payload_verifies(signer(), "a", text + "==="));
}

TEST(Binding, of_the_golden_file_verifies_as_presented_and_in_no_other_form) {
    for (const auto& entry : golden().at("binding")) {
        const std::string identity = text_at(entry, "identity_public_key_b64");
        const std::string signature = text_at(entry, "identity_public_key_signature_b64");
        const auto signing_key = PublicKey::read(read_base64(text_at(entry, "signing_public_key_b64")).value()).value();
        EXPECT_EQ(sign_binding(scalar_key(2), bytes_at(entry, "signed_bytes_hex")), signature);
        EXPECT_TRUE(binding_verifies(identity, signing_key, signature));
        const bool spki = text_at(entry, "form") == "spki";
        const PublicKey key = scalar_key(1).public_key();
        EXPECT_FALSE(binding_verifies(spki ? base64(key.sec1()) : base64(key.spki()), signing_key, signature));
    }
}

TEST(Binding, holds_for_other_encodings_that_were_signed) {
    const PublicKey identity = scalar_key(1).public_key();
    Bytes compressed = copy(identity.sec1().first<33>());
    compressed[0] = 3;
    for (const Bytes& form : {copy(identity.sec1()), compressed})
        EXPECT_TRUE(binding_verifies(base64(form), signer(), sign_binding(scalar_key(2), form)));
}

TEST(Binding, fails_for_another_signer_and_for_what_cannot_be_read) {
    const auto identity = scalar_key(1).public_key().spki();
    const std::string signature = sign_binding(scalar_key(2), identity);
    EXPECT_TRUE(binding_verifies(base64(identity), signer(), signature));
    EXPECT_FALSE(binding_verifies(base64(identity), scalar_key(3).public_key(), signature));
    EXPECT_FALSE(binding_verifies(base64(identity) + "=", signer(), signature));
    EXPECT_FALSE(binding_verifies(base64(identity), signer(), signature + "="));
    EXPECT_FALSE(binding_verifies(base64(identity), signer(), ""));
    EXPECT_FALSE(binding_verifies("", signer(), sign_binding(scalar_key(2), {})));
    const Bytes no_key(91, 7);
    EXPECT_FALSE(binding_verifies(base64(no_key), signer(), sign_binding(scalar_key(2), no_key)));
}

}  // namespace
}  // namespace keyturn
