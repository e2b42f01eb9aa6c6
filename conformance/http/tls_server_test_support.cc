#include "conformance/http/tls_server_test_support.h"

#include "conformance/http/raw_server_test_support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "conformance/http/sigpipe_guard.h"

namespace keyturn {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<FILE, decltype(&fclose)>;

constexpr long one_day = 24 * 60 * 60;

Key new_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

void add_extension(X509* certificate, int nid, const std::string& value) {
    auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

void set_name(X509_NAME* name, std::string_view text) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, bytes, static_cast<int>(text.size()), -1, 0);
}

Certificate new_certificate(std::string_view name, EVP_PKEY* key, long serial) {
    Certificate certificate{X509_new(), X509_free};
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -one_day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), one_day);
    X509_set_pubkey(certificate.get(), key);
    set_name(X509_get_subject_name(certificate.get()), name);
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    X509_sign(certificate, key, EVP_sha256());
}

void write_key(const std::string& path, EVP_PKEY* key, const char* mode) {
    const File file{fopen(path.c_str(), mode), fclose};
    PEM_write_PrivateKey(file.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
}

void write_certificate(const std::string& path, X509* certificate) {
    const File file{fopen(path.c_str(), "w"), fclose};
    PEM_write_X509(file.get(), certificate);
}

}  // namespace

Authority::Authority() : key_(new_key()), certificate_(new_certificate("an authority for one test", key_.get(), 1)) {
    directory_ = std::filesystem::temp_directory_path() / "keyturn-tls-XXXXXX";
    if (!mkdtemp(directory_.data())) throw std::runtime_error("no directory for certificates");
    add_extension(certificate_.get(), NID_basic_constraints, "critical,CA:TRUE");
    sign(certificate_.get(), certificate_.get(), key_.get());
    write_certificate(certificate_file(), certificate_.get());
}

Authority::~Authority() { std::filesystem::remove_all(directory_); }

std::string Authority::path(std::string_view name) const { return directory_ + "/" + std::string{name}; }

std::string Authority::certificate_for(std::string_view name) const { return certificate_until(name, one_day); }

std::string Authority::expired_certificate_for(std::string_view name) const {
    return certificate_until(name, -one_day / 2);
}

std::string Authority::certificate_until(std::string_view name, long seconds_from_now) const {
    const auto key = new_key();
    const auto certificate = new_certificate(name, key.get(), 2);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds_from_now);
    add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + std::string{name});
    sign(certificate.get(), certificate_.get(), key_.get());
    const auto file = path(name);
    write_certificate(file, certificate.get());
    write_key(file, key.get(), "a");
    write_key(key_alone(name), key.get(), "w");
    return file;
}

std::string Authority::key_alone(std::string_view name) const { return path(name) + ".key"; }

TlsServer::TlsServer(const std::string& certificate_file, Behaviour behaviour)
    : behaviour_(std::move(behaviour)), context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free) {
    SSL_CTX_use_certificate_file(context_.get(), certificate_file.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context_.get(), certificate_file.c_str(), SSL_FILETYPE_PEM);
    if (const auto& authority = behaviour_.demands_certificate_of; !authority.empty()) {
        SSL_CTX_load_verify_locations(context_.get(), authority.c_str(), nullptr);
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }
    const auto note_protocol = [](SSL*, const unsigned char** out, unsigned char* out_size,
                                  const unsigned char* offered, unsigned, void* noted) {
        *out = offered + 1;  // a list of texts, each behind a byte that is its length
        *out_size = *offered;
        *static_cast<std::string*>(noted) = std::string{reinterpret_cast<const char*>(*out), *out_size};
        return SSL_TLSEXT_ERR_OK;
    };
    SSL_CTX_set_alpn_select_cb(context_.get(), note_protocol, &protocol_);

    const LoopbackListener listening = listen_on_loopback();
    listener_ = listening.socket;
    port_ = listening.port;
    thread_ = std::thread{[this] { serve(); }};
}

TlsServer::~TlsServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void TlsServer::serve() {
    const SigpipeGuard guard;
    for (;;) {
        const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        constexpr timeval patience{10, 0};
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        play(socket);
        close(socket);
    }
}

void TlsServer::play(int socket) {
    const std::unique_ptr<SSL, decltype(&SSL_free)> tls{SSL_new(context_.get()), SSL_free};
    SSL_set_fd(tls.get(), socket);
    std::array<char, 16384> request{};
    if (SSL_accept(tls.get()) != 1) {
        shutdown(socket, SHUT_WR);
        while (recv(socket, request.data(), request.size(), 0) > 0);  // else a reset could overtake what TLS said
        return;
    }
    if (SSL_read(tls.get(), request.data(), static_cast<int>(request.size())) <= 0) return;
    SSL_write(tls.get(), behaviour_.answer.data(), static_cast<int>(behaviour_.answer.size()));
    SSL_shutdown(tls.get());
}

}  // namespace keyturn
