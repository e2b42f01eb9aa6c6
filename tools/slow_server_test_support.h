// The reference server behind a real socket, with a thread for each connection, that takes its time for every answer
// and counts what it is asked at once. Its clock stands at 1790000000000.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "conformance/http/raw_server_test_support.h"
#include "conformance/server/in_process_transport.h"

namespace keyturn {

class SlowServer {
  public:
    // The answer to a request that does not reach the server; none for one that does. Called by several threads.
    using Instead = std::function<std::optional<HttpResponse>(const HttpRequest&)>;

    explicit SlowServer(std::chrono::milliseconds delay, Instead instead = {});
    ~SlowServer();
    SlowServer(const SlowServer&) = delete;
    SlowServer& operator=(const SlowServer&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

    // The greatest number of requests that were open at once: of all, of one conversation, of the state hook.
    std::size_t most_at_once() const;
    std::size_t most_at_once_of_one_conversation() const;
    std::size_t most_at_once_of_the_hook() const;

    std::vector<std::chrono::steady_clock::time_point> arrivals() const;
    std::size_t count(std::string_view part_of_body) const;  // of the requests with that in their body
    bool is_empty() const;                                   // no conversation stands, and no user

  private:
    class Open;

    void accept_connections();
    void serve(RawPeer& peer);
    HttpResponse answer(const HttpRequest& request);
    std::size_t most_of(const std::string& key) const;

    std::chrono::milliseconds delay_;
    Instead instead_;
    InProcessTransport right_{1'790'000'000'000};
    mutable std::mutex mutex_;                 // of what follows
    std::map<std::string, std::size_t> open_;  // by conversation; "" for all, "hook" for the hook
    std::map<std::string, std::size_t> most_;  // the same
    std::vector<std::chrono::steady_clock::time_point> arrivals_;
    std::vector<std::string> bodies_;

    std::atomic<bool> over_ = false;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::vector<std::thread> connections_;
    std::thread thread_;
};

}  // namespace keyturn
