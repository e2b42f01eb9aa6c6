// A loopback server that plays scripts, one a connection: it can answer as no HTTP library lets a server answer.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace keyturn {

// What a script has in hand. Every wait ends at once when the test is over.
class RawPeer {
  public:
    RawPeer(int socket, const std::atomic<bool>& over) : socket_(socket), over_(over) {}

    std::string read_request();  // head and counted body; what came before the client closed, or the test ended
    void read(std::size_t bytes);
    bool send(std::string_view bytes);  // false when the client no longer takes them
    void drip(std::string_view bytes, std::chrono::milliseconds between);
    void flood(std::string_view piece);  // until the client no longer takes it
    void wait(std::chrono::milliseconds time) const;
    void wait_for_close();  // by the client
    void stop_sending();
    void reset();

  private:
    bool receive_some();
    bool is_ready(short events, std::chrono::milliseconds patience) const;

    int socket_;
    const std::atomic<bool>& over_;
    std::string received_;
};

// A socket that listens on a free port of 127.0.0.1; whoever asked for it closes it.
struct LoopbackListener {
    int socket;
    std::uint16_t port;
};
LoopbackListener listen_on_loopback();

class RawServer {
  public:
    using Script = std::function<void(RawPeer&)>;

    // Connections play the scripts in turn; the last one is for all that follow. A connection is closed after it.
    explicit RawServer(std::vector<Script> scripts);
    explicit RawServer(Script script) : RawServer(std::vector<Script>{std::move(script)}) {}
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    int connections() const { return connections_; }

  private:
    void serve();

    std::vector<Script> scripts_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> over_ = false;
    std::atomic<int> connections_ = 0;
    std::thread thread_;
};

}  // namespace keyturn
