// The composed adds of a case that a server accepted: what its groups must show afterwards follows from them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/request_builder.h"
#include "protocol/add_members_request.h"

namespace keyturn {

struct AcceptedAdd {
    std::size_t exchange;
    std::size_t turn;  // the first exchange that was sent at the same time
    std::string sender;
    GroupUpdate update;
    AddMembersRequest request;  // as it was sent
};

class AcceptedAdds {
  public:
    // A request that the server accepted. The same again changes nothing, and neither does a GET. After any other that
    // is not composed, or that should have been refused, nobody can say what the groups are to show.
    void add(std::size_t exchange, std::size_t turn, const std::string& sender, const BuiltRequest& request);

    // More was accepted, or less, than can be followed.
    void lose_track() { foreseeable_ = false; }

    // Those of a group, in the order of the exchanges; none where nobody can say what the group is to show.
    std::vector<AcceptedAdd> to(const std::string& group) const;

  private:
    bool is_known(const std::string& sender, const BuiltRequest& request) const;

    struct Taken {
        AcceptedAdd add;
        std::string body;
    };
    std::vector<Taken> taken_;
    bool foreseeable_ = true;
};

}  // namespace keyturn
