// Lets states stand on a server at the same time although they have users in common.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "conformance/given_state.h"

namespace keyturn {

// A server keeps users by their ids: a set-up that gives one again may give it another token, a tear-down removes it
// for all. So who stands already is left out of a set-up, and who is still needed out of a tear-down. That works for
// states that have the user alike (case_groups.h). A user whom the server has otherwise than given is not shared.
//
// Ways can be used by several threads. One thing is asked at a time: a hook is rarely made for more.
class SharedUsers {
  public:
    SharedUsers() = default;
    SharedUsers(const SharedUsers&) = delete;
    SharedUsers& operator=(const SharedUsers&) = delete;

    // The same way for states that stand beside others. It must not outlive this.
    StateWay shared(StateWay way);

  private:
    struct Standing {
        std::size_t states = 0;  // that need the user
        User user;
    };

    std::expected<StandingState, NoState> set_up(const StateWay& way, const Case& test, const Given& given);
    std::optional<std::string> tear_down(const StateWay& way, const Given& given);

    std::mutex turn_;
    std::map<std::string, Standing, std::less<>> standing_;  // by id
};

}  // namespace keyturn
