// The reference server without sockets: for tests, proofs and fuzz targets.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "conformance/server/respond.h"
#include "conformance/transport.h"

namespace keyturn {

class InProcessTransport final : public Transport {
  public:
    // A clock that stands still. The state starts empty but for the rules it leaves out.
    explicit InProcessTransport(std::uint64_t now_msec, LeftOut left_out = {}) : now_msec_(now_msec) {
        state_.left_out = std::make_shared<const LeftOut>(std::move(left_out));
    }

    // One request after the other, whichever threads they come from.
    Received exchange(const HttpRequest& request) override {
        const std::scoped_lock turn(turn_);
        Handled handled = respond(state_, request, now_msec_);
        if (handled.next) state_ = std::move(*handled.next);
        return Reply(std::move(handled.response));
    }

    // One more connection to this server, which must outlive it.
    std::unique_ptr<Transport> connect() { return std::make_unique<Connection>(*this); }

    const ServerState& state() const { return state_; }

  private:
    class Connection final : public Transport {
      public:
        explicit Connection(InProcessTransport& server) : server_(server) {}
        Received exchange(const HttpRequest& request) override { return server_.exchange(request); }

      private:
        InProcessTransport& server_;
    };

    std::uint64_t now_msec_;
    std::mutex turn_;
    ServerState state_;
};

}  // namespace keyturn
