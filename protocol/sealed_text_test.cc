#include "protocol/sealed_text.h"

#include <gtest/gtest.h>

#include "protocol/base64.h"
#include "protocol/test_support.h"

namespace keyturn {
namespace {

constexpr auto bad_tag = "the tag of the sealed text does not fit";

TEST(SealedText, makes_and_opens_the_golden_texts) {
    for (const auto& entry : golden().at("secretbox")) {
        const auto key = sized<ConversationKey>(bytes_at(entry, "key_hex"));
        const auto nonce = sized<SealNonce>(bytes_at(entry, "nonce_hex"));
        const std::string text = text_at(entry, "plaintext_utf8");
        const Bytes sealed = seal(key, bytes_of(text), nonce);
        EXPECT_EQ(hex(sealed), hex(nonce) + text_at(entry, "tag_hex") + text_at(entry, "ciphertext_hex"));
        EXPECT_EQ(base64(sealed), text_at(entry, "output_b64"));
        EXPECT_EQ(open_text(key, base64(sealed)), text);
    }
}

TEST(SealedText, draws_a_fresh_nonce_per_text) {
    Entropy entropy("seal", 1), nonces("seal", 1);
    for (int i = 0; i < 2; ++i) {
        const std::string sealed = seal_text(conversation_key(3), "Gr\xc3\xbc\xc3\x9f e", entropy);
        EXPECT_EQ(sealed, base64(seal(conversation_key(3), bytes_of("Gr\xc3\xbc\xc3\x9f e"), nonces.bytes<24>())));
        EXPECT_EQ(open_text(conversation_key(3), sealed), "Gr\xc3\xbc\xc3\x9f e");
    }
}

TEST(SealedText, of_any_length_opens_again_and_is_40_bytes_longer) {
    for (std::size_t size = 0; size < 200; ++size) {
        const Bytes plaintext(size, 'x');
        const Bytes sealed = seal(conversation_key(3), plaintext, SealNonce{});
        EXPECT_EQ(sealed.size(), size + 40);
        EXPECT_EQ(open_sealed(conversation_key(3), sealed), plaintext);
    }
}

TEST(SealedText, with_any_bit_flipped_or_under_another_key_is_refused) {
    const Bytes sealed = seal(conversation_key(3), bytes_of("Team"), SealNonce{1, 2, 3});
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
        EXPECT_EQ(reason(open_sealed(conversation_key(3), with_bit_flipped(sealed, bit))), bad_tag) << bit;
    EXPECT_EQ(reason(open_sealed(conversation_key(4), sealed)), bad_tag);
}

TEST(SealedText, cut_short_is_refused_at_every_length) {
    const Bytes sealed = seal(conversation_key(3), bytes_of("Team"), SealNonce{});
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_EQ(reason(open_sealed(conversation_key(3), ByteView(sealed).first(size))),
                  size < 40 ? "a sealed text is at least 40 bytes long" : bad_tag);
    EXPECT_EQ(reason(open_sealed(conversation_key(3), joined(sealed, Bytes{0}))), bad_tag);
}

TEST(SealedText, says_what_is_wrong_with_text_that_does_not_open) {
    EXPECT_EQ(reason(open_text(conversation_key(3), "")), "a sealed text is at least 40 bytes long");
    EXPECT_EQ(reason(open_text(conversation_key(3), "QQ===")), "more '=' than the last base64 group takes");
    EXPECT_EQ(open_text(conversation_key(3), "QQ===").error().offset, 4u);
    const Bytes latin1 = seal(conversation_key(3), Bytes{'G', 0xfc}, SealNonce{});
    EXPECT_EQ(reason(open_text(conversation_key(3), base64(latin1))), "the sealed text is not UTF-8");
    EXPECT_TRUE(open_sealed(conversation_key(3), latin1));
}

}  // namespace
}  // namespace keyturn
