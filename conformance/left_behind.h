// What a run leaves on the server for good: states whose tear-down failed, and what no operation removes, which are
// groups and keys (fact sheet, section 1.6).
#pragma once

#include <cstddef>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "conformance/given_state.h"
#include "conformance/http_message.h"

namespace keyturn {

// Can be told by several threads.
class LeftBehind {
  public:
    // A request that the server accepted: whether it made a group or registered a key. The same again makes nothing.
    void note_accepted(const HttpRequest& request);
    // A state that may still be there, and why.
    void note_state(const std::string& why);

    // The same way, and what its states leave is noted. It must not outlive this.
    StateWay noted(StateWay way);

    std::string in_words() const;  // "2 groups and 1 key, which no operation removes"; "" for nothing

  private:
    mutable std::mutex mutex_;                            // of what follows
    std::set<std::pair<std::string, std::size_t>> seen_;  // path, and hash of the body
    std::size_t groups_ = 0, keys_ = 0, states_ = 0;
    std::string why_;  // of the first state
};

}  // namespace keyturn
