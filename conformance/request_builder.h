// Makes the requests of one case, one after the other: verbatim as recorded, composed from the state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/composer.h"
#include "conformance/exchange.h"
#include "conformance/http_message.h"
#include "protocol/given.h"
#include "protocol/problem.h"

namespace keyturn {

// What a composed request changes when it is accepted.
struct GroupUpdate {
    std::string group;
    std::vector<std::string> added;
    std::string key_version;
    ConversationKey key;   // for the members' eyes only
    bool is_right = true;  // nothing was planted that a server must refuse
    std::optional<Group> created = {};
};

struct BuiltRequest {
    HttpRequest http;
    bool anonymous = false;             // no token goes into it, whoever sends it
    std::optional<GroupUpdate> update;  // of a composed one
};

class RequestBuilder {
  public:
    // The randomness of exchange i comes from the case's id, i and the exchange's own seed, else `seed`.
    RequestBuilder(const Case& test, Given given, std::uint64_t seed)
        : test_(test), given_(std::move(given)), seed_(seed) {}

    // The request of an exchange, without Authorization. Call it in the order of the exchanges: some repeat what was
    // sent, or name what was captured. Refused: what can't be composed, a name under which nothing was captured.
    Result<BuiltRequest> build(std::size_t index, std::uint64_t now_msec, const Captures& captures = {});

    // The server accepted this request: what is composed next starts from the group as it is then.
    void accepted(const BuiltRequest& request);

    const Given& state() const { return given_; }  // as the accepted requests have left it

  private:
    Result<BuiltRequest> compose_at(std::size_t index, std::uint64_t now_msec, const Captures& captures);

    const Case& test_;
    Given given_;
    std::vector<Group> groups_at_start_ = given_.groups;
    std::uint64_t seed_;
    SentBefore before_;
};

}  // namespace keyturn
