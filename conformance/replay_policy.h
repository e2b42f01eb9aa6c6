// What a run judges by, and what makes it repeat.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "conformance/requirement.h"

namespace keyturn {

struct ReplayPolicy {
    const Requirements& requirements;
    Profile profile = Profile::guide;
    std::set<std::string, std::less<>> policy_off;  // ids that are silenced
    std::function<std::uint64_t()> now_msec;
    std::uint64_t seed = 0;

    // Whether a requirement counts: not silenced, and on the profile's side of its conflict.
    bool asks_for(const Requirement& requirement) const;
    // The same by id; an id that is none counts for nothing.
    bool asks_for(std::string_view id) const;
};

}  // namespace keyturn
