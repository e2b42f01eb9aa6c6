#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "protocol/base64.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

std::string wrapped_for(const MadeRequest& made, std::size_t place) {
    const JsonValue body = parse_json(made.body()).value();
    return resolve(body, "/conversation_participant_keys/" + std::to_string(place) + "/encrypted_conversation_key")
        ->text;
}

TEST(ExplainWrappedKey, its_parts) {
    const MadeRequest made = made_request();
    const Explanation explanation = explained(wrapped_for(made, 0));
    const Bytes bytes = read_base64(wrapped_for(made, 0)).value();
    EXPECT_EQ(explanation.kind, "wrapped key");
    EXPECT_EQ(joined(explanation.lines),
              "a fresh key's point (65 bytes), a conversation key under AES-128-GCM (32), its tag (16)\npoint: " +
                  hex(ByteView(bytes).first(65)) + "\n");
    EXPECT_EQ(joined(explanation.oddities), "");
    EXPECT_EQ(joined(explanation.could_be), "");
}

TEST(ExplainWrappedKey, with_a_point_that_is_none) {
    const Explanation explanation = explained(base64(Bytes(113, 4)));
    EXPECT_EQ(explanation.kind, "wrapped key");
    EXPECT_TRUE(joined(explanation.oddities).starts_with("its point can't be read: "));
    EXPECT_EQ(joined(explanation.could_be), "sealed-text\n");
    EXPECT_EQ(explained(base64(Bytes(112, 4))).kind, "sealed text");
    EXPECT_EQ(explained(base64(Bytes(114, 4))).kind, "sealed text");
    EXPECT_EQ(refusal_of("00", {.kind = "wrapped-key", .target = {}, .sender = {}, .conversation_id = {}}),
              "a wrapped key has 113 bytes, not 1");
}

TEST(ExplainWrappedKey, opens_for_a_user_of_the_state) {
    const MadeRequest made = made_request();
    const Explanation explanation = explained(wrapped_for(made, 0), made.options());
    EXPECT_EQ(checks_of(explanation), "it opens for a user of the state: yes\n");
    EXPECT_TRUE(explanation.lines.back().starts_with("opens for \""));
    ExplainOptions others = made.options();
    Bytes damaged = read_base64(wrapped_for(made, 0)).value();
    damaged.back() ^= 1;
    EXPECT_EQ(checks_of(explained(base64(damaged), others)),
              "it opens for a user of the state: no: tried 4 private keys\n");
    for (auto& [id, user] : others.state->users)
        if (id != "1111") user.private_keys.reset();
    EXPECT_EQ(checks_of(explained(base64(damaged), others)),
              "it opens for a user of the state: no: tried 1 private key\n");
}

TEST(ExplainSealedText, its_parts) {
    Bytes sealed(24, 1);
    sealed.insert(sealed.end(), 20, 2);
    const Explanation explanation = explained(base64(sealed));
    EXPECT_EQ(explanation.kind, "sealed text");
    EXPECT_EQ(joined(explanation.lines),
              "a nonce (24 bytes), a tag (16), 4 bytes of text under XSalsa20\nnonce: " + hex(Bytes(24, 1)) +
                  "\nwhether it is one, only its conversation key tells: any bytes of that length look alike\n");
    EXPECT_EQ(lines_of(base64(Bytes(40, 1))).substr(0, 55), "a nonce (24 bytes), a tag (16), 0 bytes of text under X");
    EXPECT_FALSE(explain(base64(Bytes(39, 1))));
    EXPECT_FALSE(explain(text_of(Bytes(50, 1)))) << "whoever seals a text writes it in base64";
    EXPECT_EQ(explained_as("sealed-text", text_of(Bytes(50, 1))).kind, "sealed text");
    EXPECT_EQ(refusal_of("00", {.kind = "sealed-text", .target = {}, .sender = {}, .conversation_id = {}}),
              "a sealed text has 40 bytes at least, not 1");
}

TEST(ExplainSealedText, digits_of_hexadecimal_are_no_base64) {
    EXPECT_FALSE(explain(std::string(60, 'a'))) << "30 bytes, though 45 in base64";
    EXPECT_EQ(explained(std::string(80, 'a')).form, "hexadecimal");
    EXPECT_EQ(explained_as("sealed-text", std::string(60, 'a')).form, "base64");
}

TEST(ExplainSealedText, a_state_holds_nothing_that_opens_it) {
    const Explanation explanation = explained(base64(Bytes(50, 1)), made_request().options());
    EXPECT_EQ(checks_of(explanation), "");
    EXPECT_TRUE(joined(explanation.lines).contains("a state holds no conversation keys: a request"));
    EXPECT_EQ(explanation.lines.back(), "the state has nothing to verify or open here");
}

}  // namespace
}  // namespace keyturn
