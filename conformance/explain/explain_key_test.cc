#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "protocol/base64.h"
#include "protocol/p256.h"

namespace keyturn {
namespace {

PrivateKey key_of(std::uint8_t last_byte) {
    Bytes scalar(32);
    scalar.back() = last_byte;
    return PrivateKey::read(scalar).value();
}

const PublicKey& public_key() {
    static const PublicKey key = key_of(1).public_key();
    return key;
}

Bytes compressed(const PublicKey& key) {
    const Bytes point = copy(key.sec1());
    Bytes short_form = {static_cast<std::uint8_t>(point.back() & 1 ? 3 : 2)};
    short_form.insert(short_form.end(), point.begin() + 1, point.begin() + 33);
    return short_form;
}

Bytes spki(const PublicKey& key) { return copy(key.spki()); }

std::string pem(const std::string& label, ByteView bytes) {
    return "-----BEGIN " + label + "-----\n" + base64(bytes) + "\n-----END " + label + "-----\n";
}

TEST(ExplainPublicKey, in_every_encoding) {
    const std::string fingerprint = "fingerprint: " + public_key().fingerprint() + "\n";
    const std::pair<Bytes, std::string> encodings[] = {
        {copy(public_key().sec1()), "encoding: SEC1 uncompressed, 65 bytes\n"},
        {compressed(public_key()), "encoding: SEC1 compressed, 33 bytes\n"},
        {spki(public_key()), "encoding: SPKI, 91 bytes of DER\n"}};
    for (const auto& [bytes, encoding] : encodings)
        for (const std::string& input : {hex(bytes), base64(bytes), std::string(text_of(bytes))}) {
            const Explanation explanation = explained(input);
            EXPECT_EQ(explanation.kind, "public key");
            EXPECT_EQ(explanation.name, "public-key");
            EXPECT_EQ(joined(explanation.lines), encoding + fingerprint);
            EXPECT_EQ(joined(explanation.could_be), "");
            EXPECT_EQ(explanation.decoded.find("sec1")->text, hex(public_key().sec1()));
            EXPECT_EQ(explanation.decoded.find("fingerprint")->text, public_key().fingerprint());
        }
    EXPECT_EQ(oddities_of(hex(spki(public_key()))), "");
    EXPECT_EQ(oddities_of(hex(compressed(public_key()))), "the compressed form is read, but nobody writes it\n");
}

TEST(ExplainPublicKey, in_pem) {
    const Explanation explanation = explained(pem("PUBLIC KEY", spki(public_key())));
    EXPECT_EQ(explanation.form, "PEM");
    EXPECT_EQ(explanation.lines.front(), "PEM of a \"PUBLIC KEY\"");
    EXPECT_EQ(explanation.kind, "public key");
}

TEST(ExplainPublicKey, one_that_no_reader_takes) {
    Bytes off_curve = copy(public_key().sec1());
    off_curve.back() ^= 1;
    for (const std::uint8_t lead : Bytes{4, 6, 7}) {
        off_curve.front() = lead;
        const Explanation explanation = explained(hex(off_curve));
        EXPECT_EQ(explanation.kind, "public key");
        EXPECT_TRUE(joined(explanation.oddities).starts_with("it is no key that a reader takes: "));
        EXPECT_EQ(joined(explanation.could_be), "sealed-text\n");
    }
    off_curve.front() = 5;
    EXPECT_EQ(explained(base64(off_curve)).kind, "sealed text");
    Bytes past_p(33, 0xff);
    for (const std::uint8_t lead : Bytes{2, 3}) {
        past_p.front() = lead;
        EXPECT_EQ(explained(hex(past_p)).kind, "public key");
    }
    past_p.front() = 1;
    EXPECT_FALSE(explain(hex(past_p)));
    const Explanation other_curve = explained("300a300302010103030000ff");
    EXPECT_EQ(other_curve.kind, "public key");
    EXPECT_EQ(joined(other_curve.lines), "encoding: 12 bytes\n");
    for (const char* no_spki : {"300a310302010103030000ff", "300a300302010104030000ff", "300c300302010103030000ff0500"})
        EXPECT_FALSE(explain(no_spki)) << no_spki;
}

TEST(ExplainPublicKey, whose_it_is_by_the_state) {
    const MadeRequest made = made_request();
    const RegisteredKey& registered = made.invented.given.users.at("2222").keys.front();
    const Explanation identity = explained(base64(registered.identity.spki()), made.options());
    EXPECT_EQ(identity.lines.back(), "registered: identity key of \"2222\", version \"" + registered.version + "\"");
    EXPECT_EQ(checks_of(identity), "the state registers the key: yes\n");
    const Explanation signing = explained(base64(registered.signing->spki()), made.options());
    EXPECT_EQ(signing.lines.back(), "registered: signing key of \"2222\", version \"" + registered.version + "\"");
    EXPECT_EQ(checks_of(explained(base64(spki(public_key())), made.options())),
              "the state registers the key: no: no user has it\n");
}

void never_shows(const PrivateKey& key, const Explanation& explanation) {
    const std::string all = joined(explanation.lines) + joined(explanation.oddities) + to_json(explanation.decoded);
    EXPECT_FALSE(all.contains(hex(key.reveal()).substr(0, 20)));
    EXPECT_FALSE(all.contains(base64(key.reveal()).substr(0, 20)));
}

TEST(ExplainPrivateKey, a_scalar) {
    const PrivateKey key = key_of(9);
    const Explanation explanation = explained(base64(key.reveal()));
    EXPECT_EQ(explanation.kind, "private key");
    EXPECT_EQ(joined(explanation.lines), "a scalar of 32 bytes, not shown\nfingerprint of its public key " +
                                             key.public_key().fingerprint() + "\n");
    EXPECT_EQ(joined(explanation.oddities),
              "a private key: it belongs in no request, file of a case or command line\n");
    EXPECT_EQ(joined(explanation.could_be), "conversation-key\n");
    never_shows(key, explanation);
}

TEST(ExplainPrivateKey, two_scalars_may_be_a_signature_too) {
    const PrivateKey identity = key_of(9), signing = key_of(8);
    Bytes both = copy(identity.reveal());
    both.insert(both.end(), signing.reveal().begin(), signing.reveal().end());
    EXPECT_EQ(explained(base64(both)).kind, "signature");
    EXPECT_EQ(joined(explained(base64(both)).could_be), "private-key\nsealed-text\n");
    const Explanation explanation = explained_as("private-key", base64(both));
    EXPECT_EQ(joined(explanation.lines),
              "identity and signing key, 32 bytes each, not shown\n"
              "identity: fingerprint of its public key " +
                  identity.public_key().fingerprint() + "\nsigning: fingerprint of its public key " +
                  signing.public_key().fingerprint() + "\n");
    never_shows(identity, explanation);
}

TEST(ExplainPrivateKey, in_der_and_pem) {
    const PrivateKey key = key_of(9);
    const std::string sec1 =
                          "3025020101"
                          "0420" +
                          hex(key.reveal()),
                      pkcs8 =
                          "302e0201003000"
                          "0427" +
                          sec1;
    const Explanation of_sec1 = explained(sec1), of_pkcs8 = explained(pem("PRIVATE KEY", *from_hex(pkcs8)));
    EXPECT_EQ(of_sec1.lines.front(), "SEC1 EC private key, DER, not shown");
    EXPECT_EQ(joined(of_pkcs8.lines),
              "PEM of a \"PRIVATE KEY\"\nPKCS#8, DER, not shown\nfingerprint of its public key " +
                  key.public_key().fingerprint() + "\n");
    EXPECT_EQ(joined(of_sec1.could_be), "");
    never_shows(key, of_sec1);
    never_shows(key, of_pkcs8);
}

TEST(ExplainPrivateKey, whose_it_is_by_the_state) {
    const MadeRequest made = made_request();
    const User& user = made.invented.given.users.at("2222");
    ExplainOptions options = made.options();
    options.kind = "private-key";
    const Explanation explanation = explained(base64(user.private_keys->signing.reveal()), options);
    EXPECT_EQ(checks_of(explanation), "the state registers the key: yes\n");
    EXPECT_TRUE(explanation.lines.back().starts_with("registered: signing key of \"2222\""));
}

TEST(ExplainPrivateKey, what_can_be_none) {
    const auto why_not = [](std::string_view input) {
        return refusal_of(input, {.kind = "private-key", .target = {}, .sender = {}, .conversation_id = {}});
    };
    EXPECT_TRUE(why_not(hex(Bytes(32))).starts_with("no private key: "));
    EXPECT_TRUE(why_not(hex(Bytes(64))).starts_with("no two private keys: "));
    EXPECT_TRUE(why_not("00").starts_with("no private key: "));
    EXPECT_EQ(explained(base64(Bytes(32))).kind, "conversation key") << "0 is no scalar";
}

TEST(ExplainConversationKey, is_never_shown) {
    const Bytes key(32, 0xa5);
    const Explanation explanation = explained_as("conversation-key", base64(key));
    EXPECT_EQ(joined(explanation.lines), "32 bytes, not shown: whoever has them reads the conversation\n");
    EXPECT_EQ(joined(explanation.oddities),
              "a conversation key in the clear: it belongs in no request, file or command line\n");
    EXPECT_EQ(refusal_of("0000", {.kind = "conversation-key", .target = {}, .sender = {}, .conversation_id = {}}),
              "a conversation key has 32 bytes, not 2");
}

}  // namespace
}  // namespace keyturn
