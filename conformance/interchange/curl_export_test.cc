// What a shell and curl make of an exported line: the bytes that arrive are those of the request.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "conformance/http/raw_server_test_support.h"
#include "conformance/interchange/export.h"

namespace keyturn {
namespace {

std::string every_byte() {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    return bytes;
}

std::string every_byte_but_nul() { return every_byte().substr(1); }

class Script {
  public:
    explicit Script(const std::string& text)
        : path_(std::filesystem::temp_directory_path() / ("keyturn-curl-" + std::to_string(::getpid()) + ".sh")) {
        std::ofstream(path_, std::ios::binary) << text;
    }
    ~Script() { std::filesystem::remove(path_); }
    Script(const Script&) = delete;
    Script& operator=(const Script&) = delete;

    int run() const {
        return std::system(("sh '" + path_.string() + "' >'" + path_.string() + ".out' 2>&1; status=$?; rm -f '" +
                            path_.string() + ".out'; exit $status")
                               .c_str());
    }

  private:
    std::filesystem::path path_;
};

class CurlExport : public testing::Test {
  protected:
    OutgoingRequest outgoing(HttpRequest request) {
        return {.name = "x", .url = server_.url(), .request = std::move(request), .secrets = {}};
    }

    // What arrives when the line is run; "" where the shell or curl fails.
    std::string arrived(const OutgoingRequest& request) {
        const auto text = exported(ExportForm::curl, {request});
        if (!text || Script(*text).run() != 0) return "";
        return received_;
    }

    std::string host() { return "Host: 127.0.0.1:" + std::to_string(server_.port()) + "\r\n"; }

    std::string received_;
    RawServer server_{[this](RawPeer& peer) {
        received_ = peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }};
};

TEST_F(CurlExport, sends_every_byte_that_an_argument_can_hold) {
    const std::string body = every_byte_but_nul() + "'\"\\ $HOME `id` %s\r\n";
    EXPECT_EQ(
        arrived(outgoing({"POST", "/a?b=c", {{"Content-Type", "text/plain"}, {"X-Odd", "' $HOME \"` \\"}}, body})),
        "POST /a?b=c HTTP/1.1\r\n" + host() + "Content-Type: text/plain\r\nX-Odd: ' $HOME \"` \\\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
}

TEST_F(CurlExport, sends_a_nul_and_all_others_through_a_pipe) {
    const std::string body = every_byte() + "%s%%\\n'";
    EXPECT_TRUE(arrived(outgoing({"POST", "/", {}, body})).ends_with("\r\n\r\n" + body));
}

TEST_F(CurlExport, sends_a_body_that_is_too_long_for_an_argument) {
    const std::string body(300'000, 'x');
    EXPECT_TRUE(arrived(outgoing({"PUT", "/", {}, body})).ends_with("\r\n\r\n" + body));
}

TEST_F(CurlExport, a_body_of_the_most_bytes_is_an_argument_and_of_one_more_is_none) {
    const auto text = [&](std::size_t size) {
        return *exported(ExportForm::curl, {outgoing({"POST", "/", {}, std::string(size, 'x')})});
    };
    EXPECT_TRUE(text(100'000).contains("--data-raw"));
    EXPECT_TRUE(text(100'001).contains("--data-binary @-"));
}

TEST_F(CurlExport, a_body_that_begins_with_an_at_is_no_file) {
    EXPECT_TRUE(arrived(outgoing({"POST", "/", {}, "@/etc/hostname"})).ends_with("\r\n\r\n@/etc/hostname"));
}

TEST_F(CurlExport, adds_no_header_of_its_own) {
    EXPECT_EQ(arrived(outgoing({"GET", "/", {}, ""})), "GET / HTTP/1.1\r\n" + host() + "\r\n");
    EXPECT_EQ(arrived(outgoing({"POST", "/", {{"accept", "a/b"}, {"X-Empty", ""}}, ""})),
              "POST / HTTP/1.1\r\n" + host() + "accept: a/b\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n");
}

TEST_F(CurlExport, computed_headers_are_left_to_curl_and_others_are_not) {
    const std::string named = "127.0.0.1:" + std::to_string(server_.port());
    EXPECT_EQ(arrived(outgoing({"POST", "/", {{"Host", named}, {"content-length", "2"}}, "ab"})),
              "POST / HTTP/1.1\r\n" + host() + "Content-Length: 2\r\n\r\nab");
    EXPECT_TRUE(arrived(outgoing({"GET", "/", {{"Host", "other"}}, ""})).contains("Host: other\r\n"));
}

TEST_F(CurlExport, awaits_no_body_of_head) {
    EXPECT_EQ(arrived(outgoing({"HEAD", "/", {}, ""})), "HEAD / HTTP/1.1\r\n" + host() + "\r\n");
}

TEST_F(CurlExport, a_path_stays_as_it_is) {
    for (const char* target : {"/a/../b/./c", "/[1-3]{a,b}", "/%7e?q=%2F", "/a#b"})
        EXPECT_TRUE(
            arrived(outgoing({"GET", target, {}, ""})).starts_with(std::string("GET ") + target + " HTTP/1.1\r\n"))
            << target;
}

TEST_F(CurlExport, takes_secrets_from_the_environment) {
    OutgoingRequest request = outgoing({"POST", "/?k={{KEYTURN_TEST_TOKEN}}", {}, "a{{KEYTURN_TEST_TOKEN}}b"});
    request.secrets = {"KEYTURN_TEST_TOKEN"};
    add_bearer_placeholder(request, "KEYTURN_TEST_TOKEN");
    ::setenv("KEYTURN_TEST_TOKEN", "t0k'\"$x", 1);
    const std::string text = *exported(ExportForm::curl, {request});
    EXPECT_FALSE(text.contains("t0k"));
    EXPECT_TRUE(text.starts_with("#!/bin/sh\n# Secrets are taken from the environment: KEYTURN_TEST_TOKEN\ncurl "));
    const std::string sent = arrived(request);
    EXPECT_TRUE(sent.contains("Authorization: Bearer t0k'\"$x\r\n")) << sent;
    EXPECT_TRUE(sent.ends_with("\r\n\r\nat0k'\"$xb")) << sent;
    request.request.body += '\0';
    EXPECT_TRUE(arrived(request).ends_with(std::string("\r\n\r\nat0k'\"$xb\0", 14)));
    ::unsetenv("KEYTURN_TEST_TOKEN");
    EXPECT_EQ(arrived(request), "");
}

}  // namespace
}  // namespace keyturn
