#include "conformance/explain/secret_texts.h"

#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr const char* remark = "(a secret, not shown)";

std::string shown(std::string_view secret, std::string_view text) {
    SecretTexts secrets;
    secrets.add_text(secret);
    return secrets.without_secrets(text);
}

TEST(SecretTexts, a_secret_is_replaced_wherever_it_stands) {
    EXPECT_EQ(shown("secret", "a secret, secretsecret"), std::string("a ") + remark + ", " + remark + remark);
    EXPECT_EQ(shown("secret", "secre"), "secre");
    EXPECT_EQ(shown("secret", ""), "");
    EXPECT_EQ(shown("token-1111", "Bearer token-1111."), std::string("Bearer ") + remark + ".");
}

TEST(SecretTexts, short_texts_are_met_by_chance) {
    EXPECT_EQ(shown("12345", "12345"), "12345");
    EXPECT_EQ(shown("123456", "123456"), remark);
}

TEST(SecretTexts, sixteen_characters_of_a_long_one_give_it_away) {
    const std::string secret = "abcdefghijklmnopqrstuvwxyz";
    EXPECT_EQ(shown(secret, "<" + secret + ">"), std::string("<") + remark + ">");
    EXPECT_EQ(shown(secret, "<" + secret.substr(5, 16) + ">"), std::string("<") + remark + ">");
    EXPECT_EQ(shown(secret, secret.substr(10)), remark);
    EXPECT_EQ(shown(secret, secret.substr(11)), secret.substr(11)) << "fifteen";
}

TEST(SecretTexts, one_of_sixteen_characters_is_found_as_a_whole) {
    EXPECT_EQ(shown("abcdefghijklmnop", "xabcdefghijklmnopx"), std::string("x") + remark + "x");
    EXPECT_EQ(shown("abcdefghijklmnop", "abcdefghijklmno"), "abcdefghijklmno");
}

TEST(SecretTexts, no_character_outside_ascii_is_cut) {
    const std::string secret = "€€€€€€€€";
    EXPECT_EQ(shown(secret, "<" + secret + ">"), std::string("<") + remark + ">");
    EXPECT_EQ(shown(secret, secret.substr(3)), secret.substr(3));
}

TEST(SecretTexts, keys_in_every_writing) {
    Bytes key;
    for (int i = 0; i < 32; ++i) key.push_back(static_cast<std::uint8_t>(0xfb - i));
    SecretTexts secrets;
    secrets.add_key(key);
    std::string capitals = hex(key);
    for (char& c : capitals) c = static_cast<char>(std::toupper(c));
    for (const std::string& writing : {hex(key), capitals, base64_unpadded(key), base64_url_unpadded(key)})
        EXPECT_EQ(secrets.without_secrets(writing), remark) << writing;
    EXPECT_EQ(secrets.without_secrets(base64(key)), std::string(remark) + "=");
}

TEST(SecretTexts, all_of_a_state) {
    const MadeRequest made = made_request();
    SecretTexts secrets;
    secrets.add_all_of(made.invented.given);
    for (const auto& [id, user] : made.invented.given.users) {
        const Bytes identity = copy(user.private_keys->identity.reveal()),
                    signing = copy(user.private_keys->signing.reveal());
        Bytes both = identity;
        both.insert(both.end(), signing.begin(), signing.end());
        for (const Bytes& key : {identity, signing, both})
            EXPECT_EQ(secrets.without_secrets(base64_unpadded(key)), remark);
        EXPECT_EQ(secrets.without_secrets(*user.token), remark);
        EXPECT_EQ(secrets.without_secrets(user.keys.front().identity.fingerprint()),
                  user.keys.front().identity.fingerprint());
    }
}

TEST(SecretTexts, every_text_of_an_explanation) {
    SecretTexts secrets;
    secrets.add_text("secret");
    Explanation explanation;
    explanation.lines = {"secret"};
    explanation.oddities = {"secret"};
    explanation.checks = {{"secret", true, "secret"}};
    explanation.sender = "secret";
    explanation.decoded = json_object({{"secret", json_array({json_string("secret")})}});
    hide(secrets, explanation);
    EXPECT_EQ(explanation.lines.front(), remark);
    EXPECT_EQ(explanation.oddities.front(), remark);
    EXPECT_EQ(explanation.checks.front().what, remark);
    EXPECT_EQ(explanation.checks.front().why, remark);
    EXPECT_EQ(explanation.sender, remark);
    EXPECT_EQ(to_json(explanation.decoded), std::string("{\"") + remark + "\":[\"" + remark + "\"]}");
}

}  // namespace
}  // namespace keyturn
