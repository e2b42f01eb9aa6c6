// One client of the recording proxy: its requests go to the upstream, the answers come back.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/http/client_socket.h"
#include "conformance/http/connection.h"
#include "conformance/http/recording_proxy.h"
#include "conformance/http_request_reader.h"
#include "conformance/http_response_reader.h"

namespace keyturn {

// What the connections of one proxy have in common; it outlives them.
struct ProxyService {
    RecordingProxyOptions options;
    Endpoint upstream;
    ProxyObserver observer;
    std::uint16_t port = 0;

    using Clock = Connection::Clock;
    std::atomic<Clock::rep> told_to_end = 0;  // when; 0: not yet

    void tell_to_end() { told_to_end = Clock::now().time_since_epoch().count(); }
    bool ends() const { return told_to_end != 0; }  // nothing new begins
    bool grace_is_over() const {                    // for what is under way
        return ends() && Clock::now().time_since_epoch() > Clock::duration(told_to_end) + options.grace;
    }
};

class ProxyConnection {
  public:
    ProxyConnection(int client, const ProxyService& service);

    void run();  // until either side closes, falls silent, or the proxy ends

  private:
    using Clock = Connection::Clock;
    enum class Next { exchange, end, tunnel };

    // One exchange after the other, step by step; each says how it goes on.
    Next pass_exchange();
    Next read_head();
    Next begin_exchange();
    Next pass_until_answered();
    Next give_up_waiting();
    Next end_exchange();
    Next refuse(int status, std::string_view title, const std::string& why);
    void pass_everything();
    void say_good_bye();

    bool reach_upstream(std::string& why_not);
    void take_request_bytes(std::string_view bytes);
    void take_response_bytes(std::string_view bytes);
    void end_of_upstream();
    void show_exchange() const;

    // Each moves what can be moved at once; true when something was.
    bool receive_from_client();
    bool receive_from_upstream();
    bool send_to_client();
    bool send_to_upstream();
    bool move_bytes(bool from_client);

    bool wait(bool for_client) const;  // a little while; false once the time is up
    bool is_time_up() const;
    void miss(const std::string& what) const;

    const ProxyService& service_;
    ClientSocket client_;
    std::optional<Connection> upstream_;
    std::vector<char> buffer_;

    HttpRequestReader request_;
    std::optional<HttpResponseReader> response_;
    std::string head_;         // of the request, as received, with what came along of its body; until it is passed on
    std::string unread_;       // behind the request
    std::string to_upstream_;  // still to be sent
    std::string to_client_;
    bool passes_everything_ = false;
    bool client_closed_ = false;
    bool upstream_closed_ = false;
    Clock::time_point last_byte_ = Clock::now();
};

}  // namespace keyturn
