#include "conformance/leaks.h"

#include "conformance/test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

const std::string secret = "s3cr\xfft?token";

std::vector<Confidential> one_secret(const std::string& bytes = secret) {
    return {{bytes, "AM-SEC-001", "the caller's token"}};
}

// "requirement place: expected …, found …", a text for each breach.
Lines lines_of(const std::vector<ContractBreach>& breaches) {
    Lines all;
    for (const auto& [requirement, difference] : breaches)
        all.push_back(requirement + " " + difference.place + ": expected " + difference.expected + ", found " +
                      difference.actual);
    return all;
}

Lines in_body(const std::string& body, const std::vector<Confidential>& confidential = one_secret()) {
    return lines_of(leaks({200, "OK", {{"Content-Type", "application/json"}}, body}, confidential));
}

const Lines told_of_body = {"AM-SEC-001 body: expected nothing confidential, found the caller's token, not shown here"};

TEST(Leaks, NothingIsFoundInAnAnswerWithoutTheSecret) {
    EXPECT_EQ(in_body(R"({"data":{}})"), Lines{});
    EXPECT_EQ(in_body("s3cr\xfft?toke"), Lines{});
}

TEST(Leaks, SecretIsFoundPlainInBodyReasonAndHeaders) {
    EXPECT_EQ(in_body("x" + secret + "y"), told_of_body);
    EXPECT_EQ(
        lines_of(leaks({200, "OK " + secret, {}, ""}, one_secret())),
        Lines{"AM-SEC-001 reason phrase: expected nothing confidential, found the caller's token, not shown here"});
    const HttpResponse response{200, "", {{"A", "b"}, {"X-Echo", "Bearer " + secret}, {"token-of-1", "c"}}, ""};
    EXPECT_EQ(
        lines_of(leaks(response, one_secret())),
        Lines{"AM-SEC-001 header line 2: expected nothing confidential, found the caller's token, not shown here"});
    EXPECT_EQ(
        lines_of(leaks(response, one_secret("token-of-1"))),
        Lines{"AM-SEC-001 header line 3: expected nothing confidential, found the caller's token, not shown here"});
}

TEST(Leaks, SecretIsFoundInHexadecimalOfEitherCase) {
    EXPECT_EQ(in_body("x73336372ff743f746f6b656ey"), told_of_body);
    EXPECT_EQ(in_body("x73336372FF743F746F6B656Ey"), told_of_body);
}

TEST(Leaks, SecretIsFoundPercentEncodedAsMuchAsNeededOrThroughout) {
    EXPECT_EQ(in_body("/?q=s3cr%FFt%3Ftoken&"), told_of_body);
    EXPECT_EQ(in_body("%73%33%63%72%FF%74%3F%74%6F%6B%65%6E"), told_of_body);
    EXPECT_EQ(in_body("AZaz09-._~%21%2F%3A%40%5B%60%7B", one_secret("AZaz09-._~!/:@[`{")), told_of_body);
    EXPECT_EQ(in_body("%74oken%2d1234", one_secret("token-1234")), told_of_body);
    EXPECT_EQ(in_body(R"(["\u0025\u0037\u0034oken-1234"])", one_secret("token-1234")), told_of_body);
}

TEST(Leaks, EscapesAreUndoneInEveryPlaceAndBrokenOnesStandAsTheyAre) {
    const HttpResponse response{200, "%74oken-1", {{"Link", "%74oken-1"}}, ""};
    EXPECT_EQ(lines_of(leaks(response, one_secret("token-1"))).size(), 2u);
    EXPECT_EQ(in_body("%7%74oken-1", one_secret("%7token-1")), told_of_body);
    EXPECT_EQ(in_body("%zztoken-1%", one_secret("%zztoken-1%")), told_of_body);
    EXPECT_EQ(in_body("%41token-1", one_secret("%41token-1")), told_of_body);
    EXPECT_EQ(in_body("%2574oken-1", one_secret("token-1")), Lines{});
}

TEST(Leaks, SecretIsFoundInBase64WhereverItStandsInLongerBytes) {
    for (const std::string before : {"", "a", "ab", "abc"})
        for (const std::string after : {"", "c", "cd", "cde"}) {
            const std::string encoded = base64(bytes_of(before + secret + after));
            EXPECT_EQ(in_body(encoded), told_of_body) << encoded;
            const std::string other = base64(bytes_of(before + "s3cr\xfft?tokeN" + after));
            EXPECT_EQ(in_body(other), Lines{}) << other;
        }
}

TEST(Leaks, SecretIsFoundInUrlSafeBase64) {
    const std::string bytes = "\xfb\xff\xbf\xfb\xff\xbf\xfb\xff";
    EXPECT_EQ(in_body("-_-_-_-_-_8", one_secret(bytes)), told_of_body);
    EXPECT_EQ(in_body("+/+/+/+/+/8", one_secret(bytes)), told_of_body);
    EXPECT_EQ(in_body("-/+_-/+_-/8", one_secret(bytes)), Lines{});
}

TEST(Leaks, SecretIsFoundBehindJsonEscapesInTextsAndKeysAtAnyDepth) {
    const auto token = one_secret("token-1234");
    EXPECT_EQ(in_body(R"({"a":[{"b":"x\u0074oken-1234y"}]})", token), told_of_body);
    EXPECT_EQ(in_body(R"({"a":[{"\u0074oken-1234":1}]})", token), told_of_body);
    EXPECT_EQ(in_body(R"(["token-","1234"])", token), Lines{});
    EXPECT_EQ(in_body(R"({"token-":"1234"})", token), Lines{});
    EXPECT_EQ(in_body(R"({"\u0074oken-1234":)", token), Lines{}) << "no JSON, no escapes";
}

TEST(Leaks, SecretInBodyAndDecodedBodyIsToldOnce) {
    EXPECT_EQ(in_body(R"(["token-1234"])", one_secret("token-1234")), told_of_body);
}

TEST(Leaks, TextsOfFewerThanSixBytesAreNotSearchedFor) {
    EXPECT_EQ(in_body("12345", one_secret("12345")), Lines{});
    EXPECT_EQ(in_body("123456", one_secret("123456")), told_of_body);
    EXPECT_EQ(in_body("", one_secret("")), Lines{});
}

TEST(Leaks, EachSecretIsToldInEachPlaceUnderItsOwnRequirement) {
    const std::vector<Confidential> all = {{"token-1", "AM-SEC-001", "the caller's token"},
                                           {"short", "AM-SEC-002", "short"},
                                           {"token-2", "AM-SEC-002", "another user's token"},
                                           {"key-key", "AM-SEC-002", "a private key"}};
    EXPECT_EQ(
        lines_of(leaks({200, "token-2", {}, "token-1 short key-key token-2"}, all)),
        (Lines{"AM-SEC-001 body: expected nothing confidential, found the caller's token, not shown here",
               "AM-SEC-002 reason phrase: expected nothing confidential, found another user's token, not shown here",
               "AM-SEC-002 body: expected nothing confidential, found another user's token, not shown here",
               "AM-SEC-002 body: expected nothing confidential, found a private key, not shown here"}));
}

TEST(Leaks, BreachNeverShowsTheSecret) {
    const HttpResponse response{200, secret, {{secret, secret}}, secret};
    for (const std::string& line : lines_of(leaks(response, one_secret()))) EXPECT_FALSE(line.contains(secret)) << line;
}

}  // namespace
}  // namespace keyturn
