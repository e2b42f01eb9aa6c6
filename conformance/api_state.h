// Gives a case its state through the operations that a server offers anyway (fact sheet, section 1.6; design, section
// 4, "--state api"): registers the users' keys, initializes each group and creates it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "conformance/accounts.h"
#include "conformance/given_state.h"
#include "conformance/transport.h"

namespace keyturn {

struct ApiServer {
    Transport& transport;
    std::vector<HeaderLine> headers;  // for every request
    Accounts accounts;                // whose users there are; nobody else is known to the server
    std::function<std::uint64_t()> now_msec;
    std::uint64_t seed = 0;                                           // of the groups' first keys
    std::function<void(const HttpRequest&)> accepted = [](auto&) {};  // told of every request that was accepted
};

// The server mints the ids of groups and the versions of keys; a group gets the key version that is given. Pending
// users and a screen-capture flag that is off are left out of a group; so are users without an account whom the case
// does not name. A case that needs more than can be made is not run: one that names a pending user or one without an
// account, a flag that is on, an admin who is no member, a group id that no server mints, a key version that is none or
// more than a day ahead, a creator (the first admin, else the first member) whose private keys are not known.
//
// Keys stay registered: those of a user are registered again only where they are not the user's latest any more.
// Nothing can be removed, so tearing down does nothing.
class ApiState {
  public:
    explicit ApiState(ApiServer server) : server_(std::move(server)) {}
    ApiState(const ApiState&) = delete;
    ApiState& operator=(const ApiState&) = delete;

    // It must not outlive this.
    StateWay way();

    std::expected<StandingState, NoState> set_up(const Case& test, const Given& given);

  private:
    template <class T>
    using Made = std::expected<T, NoState>;

    Made<JsonValue> post(std::string target, const User& sender, std::string body);
    Made<std::string> post_for(std::string_view answer, std::string target, const User& sender, std::string body);
    Made<void> register_keys(const std::string& id, User& user);
    Made<RegisteredKey> register_key(const std::string& id, const User& user, RegisteredKey key);
    Made<void> create_group(const Given& given, Group& group);

    ApiServer server_;
    std::map<std::string, std::vector<RegisteredKey>> registered_;  // in this run, by user, in the order of versions
};

}  // namespace keyturn
