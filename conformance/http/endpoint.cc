#include "conformance/http/endpoint.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

#include <memory>

#include "conformance/http_message.h"

namespace keyturn {
namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Url& url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
    std::string copy{text};
    curl_free(text);
    return copy;
}

// libcurl takes "http:/host" and "http:host" too, and drops an empty query: what stands there is looked at before.
bool is_plain_http_url(std::string_view text) {
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos || text.find_first_of("?#\\") != std::string_view::npos) return false;
    const auto scheme = text.substr(0, scheme_end);
    const bool is_http = equals_ignoring_case(scheme, "http") || equals_ignoring_case(scheme, "https");
    return is_http && !text.substr(scheme_end + 3).starts_with('/');
}

bool names_a_user(std::string_view text) {
    const auto authority = text.substr(text.find("://") + 3);
    return authority.substr(0, authority.find('/')).contains('@');
}

std::string without_brackets(std::string host) {
    return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
}

std::string without_last_slash(std::string path) {
    if (path.ends_with('/')) path.pop_back();
    return path;
}

}  // namespace

std::expected<Endpoint, std::string> parse_endpoint(std::string_view text) {
    if (!is_plain_http_url(text))
        return std::unexpected("an endpoint has the form http(s)://host[:port][/base], without query and fragment");
    if (names_a_user(text)) return std::unexpected("an endpoint names no user and no password");

    const Url url{curl_url(), curl_url_cleanup};
    if (!url) return std::unexpected("no memory for the endpoint");
    const auto code = curl_url_set(url.get(), CURLUPART_URL, std::string{text}.c_str(), 0);
    if (code != CURLUE_OK) return std::unexpected(std::string{"the endpoint is no URL: "} + curl_url_strerror(code));

    const auto host = part(url, CURLUPART_HOST);
    const auto port = part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    return Endpoint{.url = part(url, CURLUPART_URL),
                    .host = without_brackets(host),
                    .authority = port.empty() ? host : host + ":" + port,
                    .base = without_last_slash(part(url, CURLUPART_PATH)),
                    .tls = part(url, CURLUPART_SCHEME) == "https"};
}

bool is_loopback(const Endpoint& endpoint) {
    in_addr v4{};
    if (inet_pton(AF_INET, endpoint.host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
    in6_addr v6{};
    if (inet_pton(AF_INET6, endpoint.host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
    return equals_ignoring_case(endpoint.host, "localhost");
}

}  // namespace keyturn
