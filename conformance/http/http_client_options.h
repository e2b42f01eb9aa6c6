// What a client is told, and what comes out when no response does.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "conformance/http_response_reader.h"

namespace keyturn {

struct HttpClientOptions {
    std::string endpoint{};                                // http(s)://host[:port][/base]
    std::chrono::milliseconds connect_timeout{5'000};      // name, TCP, proxy and TLS together
    std::chrono::milliseconds first_byte_timeout{15'000};  // from the connection to the first byte of a response
    std::chrono::milliseconds exchange_timeout{30'000};    // the whole, connecting included
    std::string cacert{};       // PEM file: the only authorities trusted, instead of the system's
    std::string client_cert{};  // PEM file
    std::string client_key{};   // PEM file, where the certificate's does not hold it
    std::string proxy{};        // asked to tunnel; when empty there is none, whatever the environment says
    bool insecure = false;      // any certificate will do
    bool sends_again = true;    // see HttpClient::exchange
    ResponseLimits limits{};
    std::size_t wire_bytes = 1u << 20;  // of `Answer::wire`
};

enum class NoAnswer { refused, reset, timed_out, unresolved, tls, closed, stale };

// Not one byte of a response arrived.
struct Unanswered {
    NoAnswer kind = NoAnswer::closed;
    std::string reason;  // a sentence without its full stop
};

}  // namespace keyturn
