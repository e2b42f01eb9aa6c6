#include "fuzz/cast/cast.h"

#include <gtest/gtest.h>

#include "conformance/composer.h"
#include "conformance/server/respond.h"

namespace keyturn::fuzz {
namespace {

int status_of_adding(const std::vector<std::string>& add, std::string_view deviation = "") {
    Entropy entropy("cast_test", 1);
    const auto composed = compose(cast(), cast_group().id, cast_admin, add, deviation, now_msec, entropy);
    const HttpRequest request = add_members_by_admin(composed.value().request.body);
    return respond(server_of_cast(), request, now_msec).response.status;
}

TEST(Cast, the_admin_can_add_those_outside) { EXPECT_EQ(status_of_adding({"4444", "5555"}), 200); }

TEST(Cast, one_user_is_pending) {
    EXPECT_EQ(cast_group().pending, std::vector<std::string>{"6666"});
    EXPECT_EQ(status_of_adding({"6666"}), 400);
}

TEST(Cast, every_part_of_the_group_can_be_signed_wrongly) {
    for (const char* deviation :
         {"signs-other-title", "signs-unset-title", "signs-other-avatar", "signs-unset-avatar", "signs-other-ttl",
          "signs-unset-ttl", "signs-other-screen-capture", "signs-unset-screen-capture", "signs-nobody-pending"})
        EXPECT_EQ(status_of_adding({"4444"}, deviation), 409) << deviation;
    EXPECT_EQ(status_of_adding({"4444"}, "key-version-below"), 409);
}

TEST(Cast, a_member_has_an_older_key_that_is_no_longer_wrapped_for) {
    const User& user = *find_user(cast().users, "2222");
    ASSERT_EQ(user.keys.size(), 2u);
    EXPECT_EQ(user.latest_key(), &user.keys.back());
    EXPECT_EQ(user.latest_key()->identity, user.private_keys->identity.public_key());
    EXPECT_EQ(status_of_adding({"4444"}, "wraps-for-older-key"), 409);
}

TEST(Cast, the_server_holds_no_private_keys) {
    const ServerState state = server_of_cast();
    ASSERT_EQ(state.users->size(), 6u);
    for (const auto& [id, user] : *state.users) {
        EXPECT_FALSE(user.private_keys) << id;
        EXPECT_TRUE(user.token) << id;
    }
    EXPECT_TRUE(find_user(cast().users, "5555")->private_keys);
}

TEST(Cast, keys_are_the_same_in_every_run) {
    const User& user = *find_user(cast().users, cast_admin);
    EXPECT_EQ(user.latest_key()->identity.fingerprint(), "n0s6gfGhjAqB-w-aSsCIzlEi36Lm_tHdUaYOs5y1imY");
}

}  // namespace
}  // namespace keyturn::fuzz
