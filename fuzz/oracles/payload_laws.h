// Laws of signed payloads that need no second copy of their layouts (fact sheet, section 4).
#pragma once

#include <functional>
#include <string>

#include "fuzz/oracles/finding.h"
#include "protocol/event_detail.h"

namespace keyturn::fuzz {

using PayloadAt = std::function<std::string(int version)>;  // "" where there is none

// Signature versions of one layout give one payload: of a member add 3 and 4, 5 and 6; of a key change 2 to 5, 6 and 7;
// of a group create 2 and 3, 4 to 7; of every other action all of them.
Finding versions_of_one_layout_agree(const ThriftValue& detail, const PayloadAt& payload_at);

using PayloadOf = std::function<std::string(const MemberAdd& add, int version)>;  // "" where there is none

// Whatever part of a member add is changed, its payload is another one, and the same where the version does not cover
// the part: the pending users at 2 and 7, the flag below 5, an invite below 7.
Finding every_signed_part_counts(const MemberAdd& add, const PayloadOf& payload_of);

}  // namespace keyturn::fuzz
