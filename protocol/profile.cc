#include "protocol/profile.h"

#include <cstddef>

namespace keyturn {

std::string_view name_of(Profile profile) {
    constexpr std::string_view names[] = {"documented", "openapi", "guide"};
    return names[static_cast<std::size_t>(profile)];
}

std::optional<Profile> profile_named(std::string_view name) {
    for (const Profile profile : profiles)
        if (name_of(profile) == name) return profile;
    return std::nullopt;
}

}  // namespace keyturn
