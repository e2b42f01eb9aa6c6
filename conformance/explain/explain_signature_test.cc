#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/p256.h"

namespace keyturn {
namespace {

// r and s of 1 and 2, and the same with the high s.
Signature low() {
    Signature signature{};
    signature[31] = 1;
    signature[63] = 2;
    return signature;
}

TEST(ExplainSignature, raw_with_either_half_of_s) {
    const Explanation explanation = explained(signature_text(low()));
    EXPECT_EQ(explanation.kind, "signature");
    EXPECT_EQ(joined(explanation.lines),
              "raw r || s, 64 bytes\ns is low, at most n/2\n"
              "(r, n-s) verifies as well, and counts as the same signature\n");
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(to_json(explanation.decoded), R"({"encoding":"raw","bytes":64,"s":"low"})");
    const Explanation high = explained(signature_text(twin(low())));
    EXPECT_EQ(high.lines[1], "s is high, above n/2");
    EXPECT_EQ(high.decoded.find("s")->text, "high");
}

TEST(ExplainSignature, in_der) {
    const Explanation explanation = explained("3006020101020102");
    EXPECT_EQ(explanation.kind, "signature");
    EXPECT_EQ(joined(explanation.lines),
              "DER, 8 bytes\ns is low, at most n/2\n"
              "(r, n-s) verifies as well, and counts as the same signature\n");
    EXPECT_EQ(joined(explanation.oddities), "in DER it is refused: the protocol takes r || s, 64 bytes\n");
    EXPECT_EQ(explanation.decoded.find("encoding")->text, "DER");
}

TEST(ExplainSignature, that_can_not_verify) {
    const Explanation explanation = explained(base64(Bytes(64)));
    EXPECT_EQ(explanation.kind, "signature");
    EXPECT_EQ(joined(explanation.oddities), "it can't verify: " + signature_of(Bytes(64)).error().reason + "\n");
    EXPECT_EQ(explanation.decoded.find("s"), nullptr);
    const Explanation cut = explained_as("signature", hex(Bytes(63)));
    EXPECT_EQ(joined(cut.oddities), "it has 63 bytes, not 64\n");
    EXPECT_EQ(joined(cut.lines), "raw r || s, 63 bytes\n");
}

TEST(ExplainSignature, in_the_url_safe_alphabet) {
    Signature signature = low();
    signature[0] = 0xfb;
    signature[1] = 0xff;
    const Explanation explanation = explained(base64_url_unpadded(signature));
    EXPECT_EQ(explanation.kind, "signature");
    EXPECT_EQ(explanation.form, "url-safe base64");
    EXPECT_EQ(joined(explanation.oddities), "in the url-safe alphabet, which the protocol's readers refuse\n");
}

TEST(ExplainSignature, a_text_of_64_characters_is_none) {
    EXPECT_FALSE(explain(std::string(64, '?')));
    EXPECT_EQ(explained(std::string(63, '?') + "\x01").kind, "signature") << "no text";
    EXPECT_EQ(explained(std::string(63, '?') + "\xff").kind, "signature") << "no UTF-8";
    EXPECT_FALSE(explain(std::string(61, '?') + "\t\r\n"));
}

}  // namespace
}  // namespace keyturn
