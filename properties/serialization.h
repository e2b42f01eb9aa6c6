// Oracles of event details: what is written is canonical and can be read, what is malformed is refused (invariants 19,
// 27 and 29).
#pragma once

#include <cstdint>
#include <span>

#include "properties/damage.h"
#include "properties/json_form.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

struct DetailInput {
    ThriftValue detail;
    static void visit(auto& self, auto& field) { field("detail", self.detail); }
};

struct DamagedDetail {
    ThriftValue detail;
    std::vector<Damage> damages;
    static void visit(auto& self, auto& field) {
        field("detail", self.detail);
        field("damages", self.damages);
    }
};

// A key change that is wrong in one named way, see malformations.
struct MalformedDetail {
    std::string malformation;
    std::string key_version;
    static void visit(auto& self, auto& field) {
        field("malformation", self.malformation);
        field("key_version", self.key_version);
    }
};

// A member add with lists of this many ids. Longer ones than the most are not made, whatever a witness says.
struct ListSizes {
    static constexpr std::uint64_t most = 100'000;
    std::uint64_t new_members = 0, current_members = 0;
    static void visit(auto& self, auto& field) {
        field("new_members", self.new_members);
        field("current_members", self.current_members);
    }
};

// A failure event with this number for its kind.
struct FailureKind {
    std::int64_t number = 0;  // of 32 bits
    static void visit(auto& self, auto& field) { field("number", self.number); }
};

struct Malformation {
    std::string_view name;
    Bytes (*made)(Bytes detail, const std::string& key_version);  // of the canonical bytes of a key change
};
std::span<const Malformation> malformations();

// AM-SIG-027, AM-SIG-030
std::optional<Violation> written_detail_reads_back(Library& library, const DetailInput& input);
// AM-SIG-027
std::optional<Violation> canonical_detail_is_read(Library& library, const DetailInput& input);
// AM-SIG-028, AM-SIG-030
std::optional<Violation> detail_is_written_canonically(Library& library, const DetailInput& input);
// AM-SIG-027: up to the reader's limits; past them the writer refuses, or its own reader still reads.
std::optional<Violation> lists_of_every_size_read_back(Library& library, const ListSizes& input);
// AM-SIG-027: up to the limit of a list its reader reads it; AM-SIG-065: past it, it does not.
std::optional<Violation> lists_are_read_up_to_the_limit(Library& library, const ListSizes& input);
// AM-SIG-066: read and written, the number stays what it is, one of the 18 that have a name or not.
std::optional<Violation> failure_keeps_its_number(Library& library, const FailureKind& input);
// AM-SIG-046: what a strict reader refuses is refused; what it reads, reads as the same value.
std::optional<Violation> damaged_detail_is_read_strictly(Library& library, const DamagedDetail& input);
// AM-SIG-046
std::optional<Violation> malformed_detail_is_refused(Library& library, const MalformedDetail& input);

}  // namespace keyturn
