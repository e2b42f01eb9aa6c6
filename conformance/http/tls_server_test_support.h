// A loopback server behind TLS, with certificates of an authority that exists for one test.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace keyturn {

// Its files lie in a directory that goes with it.
class Authority {
  public:
    Authority();
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    std::string certificate_file() const { return path("ca.pem"); }
    std::string certificate_for(
        std::string_view name) const;                    // a file with certificate and key, valid for this DNS name
    std::string key_alone(std::string_view name) const;  // the key of the same file
    std::string expired_certificate_for(std::string_view name) const;  // the same, a day too old

  private:
    std::string path(std::string_view name) const;
    std::string certificate_until(std::string_view name, long seconds_from_now) const;

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
    std::unique_ptr<X509, decltype(&X509_free)> certificate_;
    std::string directory_;
};

class TlsServer {
  public:
    struct Behaviour {
        std::string answer;
        std::string demands_certificate_of{};  // an authority's file
    };

    // Answers the first request of each connection and closes.
    TlsServer(const std::string& certificate_file, Behaviour behaviour);
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string url() const { return "https://localhost:" + std::to_string(port_); }
    std::string protocol() const { return protocol_; }  // that the last client offered by ALPN

  private:
    void serve();
    void play(int socket);

    Behaviour behaviour_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::string protocol_;
    std::thread thread_;
};

}  // namespace keyturn
