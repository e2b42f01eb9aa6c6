#include "conformance/http/connection.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <string_view>
#include <utility>

#include "conformance/http/sigpipe_guard.h"

namespace keyturn {

struct Connection::Handle {
    CURL* curl = nullptr;
    bool tls = false;
    std::array<char, CURL_ERROR_SIZE> error_text{};
};

namespace {

void initialise_libcurl() {
    static const CURLcode once = curl_global_init(CURL_GLOBAL_ALL);
    static_cast<void>(once);
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

void set(CURL* curl, CURLoption option, const char* value) { curl_easy_setopt(curl, option, value); }
void set(CURL* curl, CURLoption option, const std::string& value) {
    if (!value.empty()) set(curl, option, value.c_str());
}
void set(CURL* curl, CURLoption option, long value) { curl_easy_setopt(curl, option, value); }

void set_certificates(CURL* curl, const HttpClientOptions& options) {
    set(curl, CURLOPT_SSL_VERIFYPEER, options.insecure ? 0L : 1L);
    set(curl, CURLOPT_SSL_VERIFYHOST, options.insecure ? 0L : 2L);
    if (!options.cacert.empty()) set(curl, CURLOPT_CAPATH, nullptr);  // else the system's authorities stay trusted
    set(curl, CURLOPT_CAINFO, options.cacert);
    set(curl, CURLOPT_SSLCERT, options.client_cert);
    set(curl, CURLOPT_SSLKEY, options.client_key);
}

void set_proxy(CURL* curl, const HttpClientOptions& options) {
    set(curl, CURLOPT_PROXY, options.proxy.c_str());  // an empty text is "none, whatever the environment says"
    set(curl, CURLOPT_NOPROXY, "");
    set(curl, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, discard);  // what a proxy says about a tunnel it refuses
}

std::string sentence(std::string_view detail, CURLcode code) {
    return std::string{detail.empty() ? std::string_view{curl_easy_strerror(code)} : detail};
}

NoAnswer kind_of(CURLcode code, long os_error) {
    if (os_error == ECONNREFUSED) return NoAnswer::refused;
    if (os_error == ECONNRESET) return NoAnswer::reset;
    if (os_error == ETIMEDOUT) return NoAnswer::timed_out;
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return NoAnswer::timed_out;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return NoAnswer::unresolved;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return NoAnswer::tls;
        default:
            return NoAnswer::refused;
    }
}

long os_error(CURL* curl) {
    long error = 0;
    curl_easy_getinfo(curl, CURLINFO_OS_ERRNO, &error);
    return error;
}

Connection::Transfer transfer(CURLcode code, std::size_t bytes) {
    if (code == CURLE_AGAIN) return {Connection::Step::blocked};
    if (code != CURLE_OK) return {Connection::Step::failed};
    return {bytes == 0 ? Connection::Step::closed : Connection::Step::moved, bytes};
}

}  // namespace

void Connection::HandleEnd::operator()(Handle* handle) const {
    const SigpipeGuard guard;  // TLS says good-bye
    curl_easy_cleanup(handle->curl);
    delete handle;
}

Connection::Connection(std::unique_ptr<Handle, HandleEnd> handle) : handle_(std::move(handle)) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(handle_->curl, CURLINFO_ACTIVESOCKET, &socket);
    socket_ = socket;
}

std::expected<Connection, Unanswered> Connection::open(const HttpClientOptions& options, const Endpoint& endpoint,
                                                       std::chrono::milliseconds timeout) {
    initialise_libcurl();
    std::unique_ptr<Handle, HandleEnd> handle{new Handle{.curl = curl_easy_init(), .tls = endpoint.tls}};
    auto* curl = handle->curl;
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, handle->error_text.data());
    set(curl, CURLOPT_URL, endpoint.url);
    set(curl, CURLOPT_CONNECT_ONLY, 1L);
    set(curl, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});  // what TLS offers, too
    set(curl, CURLOPT_NOSIGNAL, 1L);
    set(curl, CURLOPT_TIMEOUT_MS, std::max<long>(1, timeout.count()));  // 0 would be none
    set_certificates(curl, options);
    set_proxy(curl, options);

    const auto code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        return std::unexpected(Unanswered{kind_of(code, os_error(curl)), sentence(handle->error_text.data(), code)});
    handle->error_text.front() = '\0';  // libcurl notes what did not matter, too
    return Connection{std::move(handle)};
}

Connection::Transfer Connection::send(std::string_view bytes) {
    std::size_t sent = 0;
    const auto code = curl_easy_send(handle_->curl, bytes.data(), bytes.size(), &sent);
    return transfer(code, sent);
}

Connection::Transfer Connection::receive(std::span<char> buffer) {
    std::size_t received = 0;
    const auto code = curl_easy_recv(handle_->curl, buffer.data(), buffer.size(), &received);
    return transfer(code, received);
}

bool Connection::wait(bool to_send, Clock::time_point until) const {
    using std::chrono::milliseconds;
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd awaited{socket_, static_cast<short>(to_send ? POLLIN | POLLOUT : POLLIN), 0};
    const auto patience = std::min<milliseconds::rep>(left, std::numeric_limits<int>::max());
    return poll(&awaited, 1, static_cast<int>(patience)) > 0 || Clock::now() < until;  // a signal ends poll() early
}

Unanswered Connection::last_failure() const {
    const bool by_tls = handle_->tls && os_error(handle_->curl) == 0;
    return {by_tls ? NoAnswer::tls : NoAnswer::reset, sentence(handle_->error_text.data(), CURLE_RECV_ERROR)};
}

}  // namespace keyturn
