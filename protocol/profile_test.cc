#include "protocol/profile.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Profile, every_profile_is_found_by_its_name) {
    EXPECT_EQ(profile_named("documented"), Profile::documented);
    EXPECT_EQ(profile_named("openapi"), Profile::openapi);
    EXPECT_EQ(profile_named("guide"), Profile::guide);
    for (const Profile profile : profiles) EXPECT_EQ(profile_named(name_of(profile)), profile);
    for (const char* unknown : {"", "Guide", "guides", "gui"})
        EXPECT_EQ(profile_named(unknown), std::nullopt) << unknown;
}

TEST(Profile, profiles_stand_from_the_most_lenient_to_the_strictest) {
    EXPECT_LT(Profile::documented, Profile::openapi);
    EXPECT_LT(Profile::openapi, Profile::guide);
}

}  // namespace
}  // namespace keyturn
