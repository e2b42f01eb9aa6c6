// The tables that defective_libraries() is put together from, one a subject, and what their rows share.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "adapters/defective_libraries.h"
#include "protocol/event_detail.h"

namespace keyturn {

std::span<const DefectiveLibrary> defects_of_encodings();     // base64, public and private keys, ids, versions
std::span<const DefectiveLibrary> defects_of_sealing();       // wrapped keys and sealed texts
std::span<const DefectiveLibrary> defects_of_details();       // Thrift, written and read
std::span<const DefectiveLibrary> defects_of_payloads();      // what is signed, and how
std::span<const DefectiveLibrary> defects_of_wraps();         // for whom a change wraps its key, and how
std::span<const DefectiveLibrary> defects_of_group_states();  // what a change says of its group
std::span<const DefectiveLibrary> defects_of_changes();       // its key, versions, ids and actions, and its body
std::span<const DefectiveLibrary> defects_of_verifiers();     // which events count as signed
std::span<const DefectiveLibrary> defects_of_recipients();    // what is learned from events

// An event in base64, read as strictly as the reference does; nothing when it can't be.
std::optional<Event> readable_event(const std::string& base64);

inline std::unexpected<NoValue> refused_by_defect(std::string reason) {
    return std::unexpected(NoValue{NoValueKind::refused, std::move(reason)});
}

}  // namespace keyturn
