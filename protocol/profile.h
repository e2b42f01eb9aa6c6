// Which side a run takes where the sources of the protocol disagree (fact sheet, section 1.1).
#pragma once

#include <optional>
#include <string_view>

namespace keyturn {

// From the most lenient to the strictest: each requires the fields that the one before it requires, and more.
enum class Profile {
    documented,  // the published endpoint reference
    openapi,     // X's OpenAPI file
    guide,       // X's Chat guides: the default of every command
};

constexpr Profile profiles[] = {Profile::documented, Profile::openapi, Profile::guide};

std::string_view name_of(Profile profile);  // "documented", "openapi", "guide"
std::optional<Profile> profile_named(std::string_view name);

}  // namespace keyturn
