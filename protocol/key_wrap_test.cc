#include "protocol/key_wrap.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <map>

#include "protocol/base64.h"
#include "protocol/test_support.h"

namespace keyturn {
namespace {

constexpr auto bad_tag = "the tag of the wrapped key does not fit";

TEST(KeyWrap, makes_every_step_of_the_golden_wraps) {
    for (const auto& entry : golden().at("ecies")) {
        const PrivateKey ephemeral = scalar_key(entry.at("ephemeral_scalar")),
                         member = scalar_key(entry.at("recipient_scalar"));
        const auto key = sized<ConversationKey>(bytes_at(entry, "plaintext_hex"));
        const WrapSteps steps = wrap_steps(ephemeral, member.public_key());
        EXPECT_EQ(hex(steps.shared_x.reveal()), text_at(entry, "shared_x_hex"));
        EXPECT_EQ(hex(steps.derived.reveal()), text_at(entry, "kdf_out_hex"));
        EXPECT_EQ(hex(steps.derived.reveal().first(16)), text_at(entry, "aes_key_hex"));
        EXPECT_EQ(hex(steps.derived.reveal().last(16)), text_at(entry, "iv_hex"));
        const WrappedKey blob = wrap_key(key, member.public_key(), ephemeral);
        EXPECT_EQ(hex(blob), text_at(entry, "blob_hex"));
        EXPECT_EQ(base64(blob), text_at(entry, "blob_b64"));
        EXPECT_TRUE(unwrap_key(blob, member).value() == key);
    }
}

TEST(KeyWrap, every_participant_of_the_golden_key_change_opens_the_same_key) {
    const auto& change = golden().at("key_change_plain");
    const std::map<std::string, std::uint8_t> scalars = {{"1111", 1}, {"2222", 3}, {"3333", 5}};
    for (const auto& participant : change.at("participants")) {
        const Bytes blob = read_base64(text_at(participant, "encryptedKey")).value();
        const auto key = unwrap_key(blob, scalar_key(scalars.at(text_at(participant, "userId"))));
        EXPECT_EQ(hex(key.value().reveal()), text_at(change, "conversation_key_hex"));
    }
}

TEST(KeyWrap, draws_one_fresh_ephemeral_scalar_per_call) {
    Entropy entropy("wrap", 1), ephemerals("wrap", 1);
    const PublicKey member = scalar_key(5).public_key();
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(wrap_key(conversation_key(3), member, entropy),
                  wrap_key(conversation_key(3), member, PrivateKey::generate(ephemerals)));
}

TEST(KeyWrap, opens_for_nobody_else) {
    const WrappedKey blob = wrap_key(conversation_key(3), scalar_key(5).public_key(), scalar_key(9));
    EXPECT_TRUE(unwrap_key(blob, scalar_key(5)));
    EXPECT_EQ(reason(unwrap_key(blob, scalar_key(1))), bad_tag);
}

TEST(KeyWrap, with_any_bit_flipped_is_refused_and_says_which_part_is_wrong) {
    const WrappedKey blob = wrap_key(conversation_key(3), scalar_key(5).public_key(), scalar_key(9));
    for (std::size_t bit = 0; bit < blob.size() * 8; ++bit) {
        const auto expected = bit < 8        ? "the first byte of a point does not fit its length"
                              : bit < 65 * 8 ? "not a point of the curve P-256"
                                             : bad_tag;
        EXPECT_EQ(reason(unwrap_key(with_bit_flipped(blob, bit), scalar_key(5))), expected) << bit;
    }
    EXPECT_EQ(ERR_peek_error(), 0u) << "left behind in OpenSSL's error queue";
}

TEST(KeyWrap, with_the_opposite_ephemeral_point_is_refused_though_it_shares_the_same_x) {
    WrappedKey blob = wrap_key(conversation_key(3), scalar_key(5).public_key(), scalar_key(1));
    const Bytes minus_one = hex_bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550");
    std::ranges::copy(PrivateKey::read(minus_one).value().public_key().sec1(), blob.begin());
    EXPECT_EQ(reason(unwrap_key(blob, scalar_key(5))), bad_tag);
}

TEST(KeyWrap, of_any_other_length_is_refused) {
    const WrappedKey blob = wrap_key(conversation_key(3), scalar_key(5).public_key(), scalar_key(9));
    for (std::size_t size = 0; size < blob.size(); ++size)
        EXPECT_EQ(reason(unwrap_key(ByteView(blob).first(size), scalar_key(5))), "a wrapped key is 113 bytes long");
    EXPECT_EQ(reason(unwrap_key(joined(blob, Bytes{0}), scalar_key(5))), "a wrapped key is 113 bytes long");
}

}  // namespace
}  // namespace keyturn
