// The catalogue of requirements: testable sentences with ids that every case, rule and report cites
// (design, section 4; conformance/requirements.json).
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"
#include "protocol/profile.h"

namespace keyturn {

enum class Level { must, should, may };
enum class Keeper { server, library, recipient };

struct Requirement {
    std::string id;
    Level level = Level::must;
    Keeper keeper = Keeper::server;
    std::string source;  // documented, openapi, guide, sdk or policy
    std::string text;
    std::optional<std::string> conflict;     // the requirement that says otherwise
    std::optional<std::string> replaced_by;  // ids are never reused
};

std::string_view name_of(Level level);  // "MUST", "SHOULD", "MAY"
std::string_view name_of(Keeper keeper);

class Requirements {
  public:
    // Every problem at once: shape, doubled ids, conflicts that dangle or are told on one side only, a policy that is
    // no SHOULD (except AM-SEC and AM-ROT-020, which are MUST whatever their source).
    static std::expected<Requirements, Problems> read(const JsonValue& document);

    const Requirement* find(std::string_view id) const;           // nullptr when there is none
    const std::vector<Requirement>& all() const { return all_; }  // in the order of the file

    // Whether a run under that profile judges by a requirement of this catalogue: it was not replaced, and what it
    // conflicts with comes from a source that the profile believes less: its namesake first, then the others in a fixed
    // order.
    bool applies(const Requirement& requirement, Profile profile) const;

  private:
    std::vector<Requirement> all_;
};

}  // namespace keyturn
