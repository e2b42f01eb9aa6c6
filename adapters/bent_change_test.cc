#include "adapters/bent_change.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "adapters/sample_change.h"

namespace keyturn {
namespace {

const Surroundings now{1'700'000'000'123, {}};

TEST(BentChange, unbent_is_what_the_reference_prepares) {
    const auto straight = reference_library()->prepare_add_members(sample_change(), now);
    const auto bent = bent_change(sample_change(), now, {});
    EXPECT_EQ(bent->body, straight->body);
    EXPECT_EQ(bent->conversation_key, straight->conversation_key);
}

TEST(BentChange, refuses_what_the_reference_refuses) {
    PrepareAddMembers change = sample_change();
    change.group.title = "a,b";
    EXPECT_EQ(bent_change(change, now, {}).error(), reference_library()->prepare_add_members(change, now).error());
    change.private_keys.pop_back();
    EXPECT_EQ(bent_change(change, now, {}).error(), reference_library()->prepare_add_members(change, now).error());
}

TEST(BentChange, signs_commas_that_stand_in_a_bent_plan) {
    const auto with_comma = [](ChangeInHand& change) { change.plan.member_add.title = "a,b"; };
    const auto body = parse_json(bent_change(sample_change(), now, {.plan = with_comma})->body);
    EXPECT_TRUE(resolve(*body, "/action_signatures/1/signature_payload")->text.contains(",1111,a,b,null,null,"));
}

}  // namespace
}  // namespace keyturn
