// The reference server without sockets: for tests, proofs and fuzz targets.
#pragma once

#include <cstdint>

#include "conformance/server/respond.h"
#include "conformance/transport.h"

namespace keyturn {

class InProcessTransport final : public Transport {
  public:
    // A clock that stands still. The state starts empty but for the rules it leaves out.
    explicit InProcessTransport(std::uint64_t now_msec, LeftOut left_out = {}) : now_msec_(now_msec) {
        state_.left_out = std::make_shared<const LeftOut>(std::move(left_out));
    }

    std::expected<Reply, Silence> exchange(const HttpRequest& request) override {
        Handled handled = respond(state_, request, now_msec_);
        if (handled.next) state_ = std::move(*handled.next);
        return Reply(std::move(handled.response));
    }

    const ServerState& state() const { return state_; }

  private:
    std::uint64_t now_msec_;
    ServerState state_;
};

}  // namespace keyturn
