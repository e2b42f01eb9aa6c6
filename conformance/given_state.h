// Gives a case its state, and takes it away again (design, section 4, "Given"). Private keys never leave.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "conformance/adopted_state.h"
#include "conformance/exchange.h"
#include "conformance/transport.h"
#include "protocol/given.h"

namespace keyturn {

// Why a state does not stand.
struct NoState {
    std::string reason;       // a sentence
    bool failed = true;       // else it can't be given that way
    bool may_remain = false;  // a part of it may be there
};

// A way to give states to a server under test.
class StateWay {
  public:
    using SetUp = std::function<std::expected<StandingState, NoState>(const Case& test, const Given& given)>;
    // Why the state may still be there; nothing when there is nothing left to remove.
    using TearDown = std::function<std::optional<std::string>(const Given& given)>;

    StateWay() = default;  // there is none
    // Through the server's hook at that path; nullptr: there is none.
    StateWay(Transport* hook, std::string target = "/_keyturn/state");
    StateWay(SetUp set_up, TearDown tear_down) : set_up_(std::move(set_up)), tear_down_(std::move(tear_down)) {}

    explicit operator bool() const { return set_up_ != nullptr; }

    std::expected<StandingState, NoState> set_up(const Case& test, const Given& given) const {
        return set_up_(test, given);
    }
    std::optional<std::string> tear_down(const Given& given) const { return tear_down_(given); }

  private:
    SetUp set_up_;
    TearDown tear_down_;
};

// The state as it stands now, with what the hook's answer says of it. What a failed set-up may have left is torn down.
std::expected<StandingState, NoState> set_up_state(Transport& hook, const std::string& target, const Given& given);

// A sentence why the state may still be there; nothing when it was removed.
std::optional<std::string> tear_down_state(Transport& hook, const std::string& target, const Given& given);

}  // namespace keyturn
