// Where a server under test is: http(s)://host[:port][/base], and nothing else.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace keyturn {

struct Endpoint {
    std::string url;        // as libcurl writes it
    std::string host;       // a name or an address, an IPv6 address without its brackets
    std::string authority;  // what the Host line names: the port only where it is not the scheme's own
    std::string base;       // put before each path: empty, or "/…" without a slash at its end
    bool tls = false;
};

// The error is a sentence that does not repeat the text: an endpoint with a password in it is one of the refused.
std::expected<Endpoint, std::string> parse_endpoint(std::string_view text);

bool is_loopback(const Endpoint& endpoint);  // 127.0.0.0/8, ::1, localhost: nothing leaves this machine

}  // namespace keyturn
