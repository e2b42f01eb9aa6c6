#include "protocol/group.h"

#include <gtest/gtest.h>

#include "protocol/change_test_support.h"

namespace keyturn {
namespace {

TEST(Group, private_keys_are_identity_then_signing) {
    const auto keys = PrivateKeys::read(joined(scalar_key(1).reveal(), scalar_key(2).reveal()));
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->identity, scalar_key(1));
    EXPECT_EQ(keys->signing, scalar_key(2));
}

TEST(Group, private_keys_of_another_length_or_out_of_range_are_refused) {
    const Bytes good = copy(scalar_key(1).reveal()), zero(32);
    for (const std::size_t size : {0u, 32u, 63u, 65u})
        EXPECT_EQ(reason(PrivateKeys::read(Bytes(size, 1))), "private keys are 64 bytes: identity, then signing");
    EXPECT_FALSE(PrivateKeys::read(joined(zero, good)));
    const auto bad_signing = PrivateKeys::read(joined(good, zero));
    ASSERT_FALSE(bad_signing);
    EXPECT_EQ(bad_signing.error().reason, PrivateKey::read(zero).error().reason);
    EXPECT_EQ(bad_signing.error().offset, 32u);
}

TEST(Group, the_latest_key_has_the_highest_version_as_a_number) {
    User user;
    EXPECT_EQ(user.latest_key(), nullptr);
    user.keys = {registration("999999", 1, 2), registration("1700000000000", 3, 4), registration("2", 5, 6)};
    EXPECT_EQ(user.latest_key(), &user.keys[1]);
}

TEST(Group, a_key_is_found_by_the_text_of_its_version) {
    const User user{.keys = {registration("1", 1, 2), registration("2", 3, 4)}, .private_keys = {}, .token = {}};
    EXPECT_EQ(user.key_at("1"), &user.keys[0]);
    EXPECT_EQ(user.key_at("2"), &user.keys[1]);
    EXPECT_EQ(user.key_at("3"), nullptr);
    EXPECT_EQ(user.key_at("01"), nullptr);
    EXPECT_EQ(user.key_at(""), nullptr);
}

TEST(Group, users_and_ids_are_found) {
    const Users users = team_users();
    EXPECT_EQ(find_user(users, "2222"), &users.at("2222"));
    EXPECT_EQ(find_user(users, "9999"), nullptr);
    EXPECT_TRUE(contains({"1", "2"}, "2"));
    EXPECT_FALSE(contains({"1", "2"}, "3"));
    EXPECT_FALSE(contains({}, ""));
}

}  // namespace
}  // namespace keyturn
