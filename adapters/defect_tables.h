// The tables that defective_libraries() is put together from, one a subject, and what their rows share.
#pragma once

#include <span>

#include "adapters/defective_libraries.h"

namespace keyturn {

std::span<const DefectiveLibrary> defects_of_encodings();   // base64, public and private keys, ids, versions
std::span<const DefectiveLibrary> defects_of_sealing();     // wrapped keys and sealed texts
std::span<const DefectiveLibrary> defects_of_details();     // Thrift, written and read
std::span<const DefectiveLibrary> defects_of_payloads();    // what is signed, and how
std::span<const DefectiveLibrary> defects_of_changes();     // what a change consists of
std::span<const DefectiveLibrary> defects_of_verifiers();   // which events count as signed
std::span<const DefectiveLibrary> defects_of_recipients();  // what is learned from events

inline std::unexpected<NoValue> refused_by_defect(std::string reason) {
    return std::unexpected(NoValue{NoValueKind::refused, std::move(reason)});
}

}  // namespace keyturn
