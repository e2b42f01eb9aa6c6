// Every event that one signed text can be read as: lists have no counts, what is unset is written as the text `null` or
// not at all, and the signature version is not signed (fact sheet, section 4; invariants 20 to 22; AM-SIG-037,
// AM-SIG-038).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/thrift_binary.h"

namespace keyturn {

struct PayloadReading {
    std::string message_id, sender_id;
    std::optional<std::string> conversation_id;
    ThriftValue detail;                          // as the official library writes it; what is not signed is unset
    int oldest_version = 0, newest_version = 0;  // the signature versions at which this is the event
};

struct PayloadReadings {
    static constexpr std::size_t most_components = 50'000;

    std::vector<PayloadReading> first;  // shorter lists before longer ones
    std::uint64_t total = 0;
};

// Of a member add `possible` are those whose lists agree with each other, as a recipient that knows nothing of the
// group wants them: user ids, none twice, somebody new, the new and the pending no members, the admins members. Of any
// other action all are.
enum class WhichReadings { all, possible };

// The readings by every layout of the action. None: no action that is signed, a text that its layout can't have made,
// more than `most_components`. The total is that of all. A conversation key in a payload is in no reading. Counting is
// linear in the components, and so is each of the first `most_read` readings; possible ones are looked for in a bounded
// number of steps, so in a hostile payload of thousands of ids some may be missed.
PayloadReadings payload_readings(std::string_view payload, std::size_t most_read,
                                 WhichReadings which = WhichReadings::all);

}  // namespace keyturn
