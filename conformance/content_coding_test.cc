#include "conformance/content_coding.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

const std::string gzip = "\x1f\x8b\x08\xff", zstd = "\x28\xb5\x2f\xfd\xff", deflate = "\x78\x9c\xff";

CodingFindings found(const std::string& asked, const std::string& stated, const std::string& body) {
    HttpRequest request;
    if (!asked.empty()) request.headers = {{"X", "gzip"}, {"accept-encoding", asked}};
    HttpResponse response{200, "", {}, body};
    if (!stated.empty()) response.headers = {{"Y", "br"}, {"content-encoding", stated}};
    return judge_content_coding(request, response);
}

Lines told(const std::string& asked, const std::string& stated, const std::string& body) {
    Lines all;
    for (const Difference& difference : found(asked, stated, body).differences)
        all.push_back(difference.place + ": expected " + difference.expected + ", found " + difference.actual);
    return all;
}

std::string unasked(const std::string& coding) {
    return "header Content-Encoding: expected none that was not asked for, found \"" + coding + "\"";
}

TEST(ContentCoding, BodyThatIsNotCodedIsRight) {
    for (const std::string body : {"{}", "", "text", "\xff\xfe", "x^2"}) EXPECT_EQ(told("", "", body), Lines{}) << body;
    EXPECT_EQ(told("", "identity", "{}"), Lines{});
    EXPECT_EQ(told("", "Identity", "{}"), Lines{});
    EXPECT_FALSE(found("", "identity", "\xff").hides_body);
}

TEST(ContentCoding, CodingThatWasNotAskedForIsTold) {
    EXPECT_EQ(told("", "gzip", gzip), Lines{unasked("gzip")});
    EXPECT_EQ(told("br", "gzip", gzip), Lines{unasked("gzip")});
    EXPECT_EQ(told("gzip;q=0", "gzip", gzip), Lines{unasked("gzip")});
    EXPECT_EQ(told("gzip;q=0.000", "gzip", gzip), Lines{unasked("gzip")});
    EXPECT_EQ(told("*;q=0", "gzip", gzip), Lines{unasked("gzip")});
    EXPECT_EQ(told("gzip;q=0, *", "gzip", gzip), Lines{unasked("gzip")});
    EXPECT_EQ(told("*, gzip ; Q=0", "gzip", gzip), Lines{unasked("gzip")});
    EXPECT_EQ(told("gzip", "br, gzip", gzip), Lines{unasked("br")});
    EXPECT_EQ(told("", "br", "coded"), Lines{unasked("br")});
    EXPECT_EQ(told("", "gzip", ""), Lines{unasked("gzip")});
    EXPECT_EQ(told("gzipped", "gzip", gzip), Lines{unasked("gzip")});
}

TEST(ContentCoding, CodingThatWasAskedForIsRight) {
    for (const std::string asked : {"gzip", "GZIP", "br, gzip", "br ,\tgzip;q=0.5", "*", "gzip;q=1", "x-gzip",
                                    "deflate;q=0,gzip;q=0.001", ",gzip,"})
        EXPECT_EQ(told(asked, "gzip", gzip), Lines{}) << asked;
    EXPECT_EQ(told("gzip", "x-gzip", gzip), Lines{});
    EXPECT_EQ(told("gzip", "X-GZIP", gzip), Lines{});
    EXPECT_EQ(told("*", "GZip", gzip), Lines{});
    EXPECT_EQ(told("*", "zstd", zstd), Lines{});
    EXPECT_EQ(told("*", "br", "coded"), Lines{});
    for (const char* level : {"\x78\x01", "\x78\x5e", "\x78\x9c", "\x78\xda"})
        EXPECT_EQ(told("*", "deflate", level), Lines{});
    EXPECT_EQ(told("*", "deflate, gzip", gzip), Lines{});
    EXPECT_EQ(told("gzip", "gzip", ""), Lines{}) << "there is no body to be coded";
}

TEST(ContentCoding, EveryLineOfAFieldCounts) {
    HttpRequest request;
    request.headers = {{"Accept-Encoding", "br"}, {"Accept-Encoding", "gzip"}};
    HttpResponse response{200, "", {{"Content-Encoding", "br"}, {"Content-Encoding", "gzip"}}, gzip};
    EXPECT_TRUE(judge_content_coding(request, response).differences.empty());
    request.headers.pop_back();
    EXPECT_EQ(judge_content_coding(request, response).differences.size(), 1u);
}

TEST(ContentCoding, BodyThatIsNotCodedAsItsHeadSaysIsTold) {
    EXPECT_EQ(told("*", "gzip", "{}"), Lines{"body: expected \"gzip\", as Content-Encoding says, found \"{}\""});
    EXPECT_EQ(told("*", "zstd", gzip), Lines{"body: expected \"zstd\", as Content-Encoding says, found hex 1f8b08ff"});
    EXPECT_EQ(told("*", "gzip, deflate", gzip).size(), 1u) << "the last one was applied last";
    EXPECT_EQ(told("", "gzip", "{}").size(), 2u);
}

TEST(ContentCoding, CodedBodyThatIsNotSaidToBeIsTold) {
    EXPECT_EQ(told("gzip", "", gzip),
              Lines{"body: expected as it is, for no Content-Encoding says otherwise, found gzip: hex 1f8b08ff"});
    EXPECT_EQ(told("", "identity", zstd),
              Lines{"body: expected as it is, for no Content-Encoding says otherwise, found zstd: hex 28b52ffdff"});
    EXPECT_EQ(told("", "", deflate),
              Lines{"body: expected as it is, for no Content-Encoding says otherwise, found deflate: hex 789cff"});
}

TEST(ContentCoding, CodedBodyHidesWhatItHolds) {
    EXPECT_TRUE(found("gzip", "gzip", gzip).hides_body);
    EXPECT_TRUE(found("", "", gzip).hides_body);
    EXPECT_TRUE(found("", "br", "coded").hides_body);
    EXPECT_FALSE(found("", "gzip", "{}").hides_body) << "it reads as JSON";
    EXPECT_FALSE(found("", "gzip", "").hides_body);
    EXPECT_FALSE(found("", "", "no JSON").hides_body);
}

}  // namespace
}  // namespace keyturn
