#include "conformance/redaction.h"

#include <gtest/gtest.h>

#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::string_view token = "tok-\"3/4\\5?6>";

HttpRequest as_alice(std::string body) {
    return {"POST", "/a", {{"Authorization", "Bearer " + std::string(token)}}, std::move(body)};
}

// The body of a request whose token is known from its Authorization.
std::string body_of(const std::string& body) { return Redactor().redacted(as_alice(body)).message.body; }

std::string filled_again(const Redactor& redactor, const std::string& text) {
    Secrets secrets;
    for (const auto& [value, name] : redactor.book().names_by_value()) secrets[name] = value;
    return filled(text, secrets);
}

TEST(Redaction, a_token_is_taken_out_of_its_place) {
    Redactor redactor;
    const auto redacted = redactor.redacted(as_alice("x"));
    EXPECT_EQ(redacted.message.headers.front(), HeaderLine("Authorization", "Bearer {{KEYTURN_TOKEN_1}}"));
    EXPECT_EQ(redacted.names, SecretNames{"KEYTURN_TOKEN_1"});
    EXPECT_EQ(*redactor.book().name_for(std::string(token)), "KEYTURN_TOKEN_1");
    EXPECT_EQ(redactor.book().what_is("KEYTURN_TOKEN_1"), "the credentials in Authorization");
    EXPECT_EQ(redacted.message.body, "x");
}

TEST(Redaction, and_wherever_else_it_stands_however_it_is_spelled) {
    for (const Spelling spelling : all_spellings()) {
        if (spelling == Spelling::braces) continue;
        const std::string body = "<" + spelled(token, spelling) + ">";
        const std::string left = body_of(body);
        EXPECT_TRUE(left.starts_with("<{{KEYTURN_TOKEN_1")) << left;
        EXPECT_TRUE(left.ends_with("}}>")) << left;
        EXPECT_EQ(filled(left, {{"KEYTURN_TOKEN_1", std::string(token)}}), body);
    }
}

TEST(Redaction, of_equal_spellings_the_plainest_is_named) {
    Redactor redactor;
    redactor.name("S", "abcdef");
    EXPECT_EQ(redactor.redacted(HttpRequest{"GET", "/", {}, "abcdef YWJjZGVm 616263646566"}).message.body,
              "{{S}} {{S|base64}} {{S|hex}}");
}

TEST(Redaction, a_secret_within_longer_base64_takes_the_whole_text_with_it_unless_it_stands_apart) {
    for (const std::string before : {"", "u", "uv", "uvw"}) {
        for (const std::string_view after : {"", "x", "xy", "xyz"}) {
            Redactor redactor;
            redactor.name("S", "s3cret-value");
            const std::string body = "[" + base64(bytes_of(before + "s3cret-value" + std::string(after))) + "]";
            const std::string left = redactor.redacted(HttpRequest{"GET", "/", {}, body}).message.body;
            EXPECT_EQ(filled_again(redactor, left), body);
            EXPECT_EQ(left.contains("{{S|base64}}"), before.size() % 3 == 0) << left;
            EXPECT_EQ(left == "[{{KEYTURN_SECRET_1}}]", before.size() % 3 != 0) << left;
        }
    }
}

TEST(Redaction, other_escapes_make_a_secret_of_its_own) {
    Redactor redactor;
    redactor.name("S", "abcdef");
    const std::string body = R"(["\u0061bcdef", "%61bcdef", "61626364656F", "61626364656f66", "6162636465\u00366"])";
    const std::string left = redactor.redacted(HttpRequest{"GET", "/", {}, body}).message.body;
    EXPECT_EQ(left, R"(["{{KEYTURN_SECRET_1}}", "{{KEYTURN_SECRET_2}}", "61626364656F", "61626364656f66", )"
                    R"("{{KEYTURN_SECRET_3}}"])");
    EXPECT_EQ(filled_again(redactor, left), body);
    EXPECT_EQ(redactor.book().what_is("KEYTURN_SECRET_1"), "a longer text with a secret in it");
}

TEST(Redaction, secrets_that_overlap_leave_nothing_of_either) {
    Redactor redactor;
    redactor.name("A", "abcdef");
    redactor.name("B", "defghi");
    redactor.name("LONG", "xxabcdefxx");
    const std::string body = "1abcdefghi2xxabcdefxx3abcdefdefghi";
    const std::string left = redactor.redacted(HttpRequest{"GET", "/", {}, body}).message.body;
    EXPECT_EQ(left, "1{{KEYTURN_SECRET_1}}2{{LONG}}3{{A}}{{B}}");
    EXPECT_EQ(filled_again(redactor, left), body);
}

TEST(Redaction, what_is_left_says_no_secret_either) {
    Redactor redactor;
    redactor.name("A", R"(\u0041\)");
    redactor.name("B", "abcdef");
    const std::string body = R"(\u0041\\\\u0061bcdef)";
    const std::string left = redactor.redacted(HttpRequest{"GET", "/", {}, body}).message.body;
    EXPECT_EQ(left, R"({{A}}\\{{KEYTURN_SECRET_1}})") << "behind the first secret two backslashes are one";
    EXPECT_EQ(filled_again(redactor, left), body);
}

TEST(Redaction, a_secret_that_holds_the_first_slash_of_a_path_leaves_it) {
    Redactor redactor;
    redactor.name("S", "/abcdef");
    EXPECT_EQ(redactor.redacted(HttpRequest{"GET", "/abcdef/x", {}, ""}).message.target, "/{{KEYTURN_SECRET_1}}/x");
    EXPECT_EQ(redactor.redacted(HttpRequest{"GET", "x/abcdef", {}, ""}).message.target, "x{{S}}");
}

TEST(Redaction, a_text_that_nobody_can_look_into_has_one_name) {
    Redactor redactor;
    const Placeholder one = redactor.placeholder_for_all_of("packed", "why");
    EXPECT_EQ(one, (Placeholder{"KEYTURN_SECRET_1"}));
    EXPECT_EQ(redactor.placeholder_for_all_of("packed", "why"), one);
    EXPECT_EQ(redactor.placeholder_for_all_of("other", "why"), (Placeholder{"KEYTURN_SECRET_2"}));
    EXPECT_EQ(redactor.book().what_is("KEYTURN_SECRET_1"), "why");
}

TEST(Redaction, says_whether_a_text_holds_a_secret) {
    Redactor redactor;
    redactor.name("S", "abcdef");
    EXPECT_TRUE(redactor.holds_a_secret("x616263646566"));
    EXPECT_FALSE(redactor.holds_a_secret("abcde"));
}

TEST(Redaction, short_secrets_are_taken_out_of_their_place_alone) {
    Redactor redactor;
    const auto redacted = redactor.redacted(
        HttpRequest{"POST", "/?token=ab", {{"Cookie", "a=abc; b=abcd"}}, R"({"password":"x","y":"abc abcd x"})"});
    EXPECT_EQ(redacted.message.target, "/?token={{KEYTURN_TOKEN_1}}");
    EXPECT_EQ(redacted.message.headers.front().second, "a={{KEYTURN_COOKIE_1}}; b={{KEYTURN_COOKIE_2}}");
    EXPECT_EQ(redacted.message.body, R"({"password":"{{KEYTURN_SECRET_1}}","y":"abc {{KEYTURN_COOKIE_2}} x"})");
}

TEST(Redaction, learns_from_the_answer_before_the_request_is_redacted) {
    Redactor redactor;
    const auto both = redactor.redacted(HttpRequest{"GET", "/fresh-session", {}, "fresh-session"},
                                        HttpResponse{200,
                                                     "fresh-session",
                                                     {{"Set-Cookie", "s=fresh-session"}, {"X", "fresh-session"}},
                                                     R"({"token":"other-one"})"});
    EXPECT_EQ(both.request.message.target, "/{{KEYTURN_COOKIE_1}}");
    EXPECT_EQ(both.request.message.body, "{{KEYTURN_COOKIE_1}}");
    EXPECT_EQ(both.request.names, SecretNames{"KEYTURN_COOKIE_1"});
    EXPECT_EQ(both.response.message.reason, "{{KEYTURN_COOKIE_1}}");
    EXPECT_EQ(both.response.message.headers[0].second, "s={{KEYTURN_COOKIE_1}}");
    EXPECT_EQ(both.response.message.headers[1].second, "{{KEYTURN_COOKIE_1}}");
    EXPECT_EQ(both.response.message.body, R"({"token":"{{KEYTURN_TOKEN_1}}"})");
    EXPECT_EQ(both.response.names, (SecretNames{"KEYTURN_COOKIE_1", "KEYTURN_TOKEN_1"}));
}

TEST(Redaction, remembers_what_it_learned) {
    Redactor redactor;
    redactor.redacted(as_alice(""));
    EXPECT_EQ(redactor.redacted(HttpResponse{200, "", {}, std::string(token)}).message.body, "{{KEYTURN_TOKEN_1}}");
    EXPECT_EQ(redactor.redacted(HttpResponse{200, "", {}, R"({"token":"another"})"}).message.body,
              R"({"token":"{{KEYTURN_TOKEN_2}}"})");
}

TEST(Redaction, names_that_are_taken_are_given_to_nothing_else) {
    Redactor redactor(SecretBook({"KEYTURN_TOKEN_1", "KEYTURN_TOKEN_2"}));
    EXPECT_EQ(redactor.redacted(as_alice("")).names, SecretNames{"KEYTURN_TOKEN_3"});
}

TEST(Redaction, what_was_named_keeps_its_name) {
    Redactor redactor;
    redactor.name("ALICE", std::string(token));
    EXPECT_EQ(redactor.redacted(as_alice("")).message.headers.front().second, "Bearer {{ALICE}}");
    EXPECT_EQ(redactor.book().what_is("ALICE"), "named by --secret-env");
}

TEST(Redaction, the_bytes_of_private_keys_are_looked_for_and_each_of_two) {
    const std::string identity = "0123456789abcdef0123456789ABCDEF", signing = "fedcba9876543210FEDCBA9876543210";
    const std::string both = base64(bytes_of(identity + signing));
    for (const std::string& leaked :
         {both, identity + signing, identity, signing, base64(bytes_of(identity)), hex(bytes_of(signing))}) {
        Redactor redactor;
        const std::string body = R"({"private_keys":")" + both + R"(","x":")" + leaked + R"("})";
        const std::string left = redactor.redacted(HttpRequest{"POST", "/", {}, body}).message.body;
        EXPECT_FALSE(left.contains(leaked)) << left;
        EXPECT_EQ(filled_again(redactor, left), body);
        Redactor named;
        named.name("KEYS", both);
        EXPECT_FALSE(named.redacted(HttpRequest{"POST", "/", {}, leaked}).message.body.contains(leaked));
    }
    Redactor one;
    one.name("KEY", base64(bytes_of(identity)));
    EXPECT_EQ(one.redacted(HttpRequest{"POST", "/", {}, identity}).message.body, "{{KEYTURN_SECRET_1}}");
    Redactor longer;
    longer.name("KEY", base64(bytes_of(identity + "x")));
    EXPECT_EQ(longer.redacted(HttpRequest{"POST", "/", {}, identity + "x"}).message.body, identity + "x");
}

TEST(Redaction, a_password_is_known_from_basic_credentials) {
    Redactor redactor;
    const auto redacted =
        redactor.redacted(HttpRequest{"GET",
                                      "/",
                                      {{"Authorization", "Basic " + base64(bytes_of("alice:pass:word"))}},
                                      "alice pass:word alice:pass:word"});
    EXPECT_EQ(redacted.message.headers.front().second, "Basic {{KEYTURN_TOKEN_1}}");
    EXPECT_EQ(redacted.message.body, "alice {{KEYTURN_SECRET_1}} {{KEYTURN_SECRET_2}}");
    EXPECT_EQ(Redactor().redacted(as_alice("tok-")).message.body, "tok-");
}

TEST(Redaction, a_header_whose_name_is_a_secret_is_left_out) {
    Redactor redactor;
    redactor.name("S", "X-abcdef");
    EXPECT_EQ(redactor.redacted(HttpRequest{"GET", "/", {{"x-a", "1"}, {"X-abcdef", "2"}}, ""}).message.headers,
              (std::vector<HeaderLine>{{"x-a", "1"}}));
}

TEST(Redaction, a_recorded_text_that_looks_like_a_placeholder_stays_itself) {
    Redactor redactor;
    redactor.name("S", "abcdef");
    const auto both =
        redactor.redacted(HttpRequest{"GET", "/", {}, "{{S}} abcdef"}, HttpResponse{200, "", {}, "{{S}}"});
    EXPECT_EQ(filled_again(redactor, both.request.message.body), "{{S}} abcdef");
    EXPECT_EQ(filled_again(redactor, both.response.message.body), "{{S}}");
    EXPECT_EQ(both.response.names, SecretNames{});
    const auto alone = redactor.redacted(HttpRequest{"GET", "/", {}, "{{S}}"});
    EXPECT_EQ(alone.message.body, "{{S}}");
}

TEST(Redaction, a_message_without_secrets_stays_as_it_is) {
    const HttpRequest request{"POST", "/a%20b", {{"Content-Type", "application/json"}}, "{\"a\":\"\\u0041\"}"};
    const auto redacted = Redactor().redacted(request);
    EXPECT_EQ(redacted.message.target, request.target);
    EXPECT_EQ(redacted.message.headers, request.headers);
    EXPECT_EQ(redacted.message.body, request.body);
    EXPECT_TRUE(redacted.names.empty());
}

}  // namespace
}  // namespace keyturn
