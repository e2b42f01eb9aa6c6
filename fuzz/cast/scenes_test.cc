#include "fuzz/cast/scenes.h"

#include <gtest/gtest.h>

#include <map>

namespace keyturn::fuzz {
namespace {

std::map<const Scene*, int> inputs_by_scene(int inputs) {
    std::map<const Scene*, int> counts;
    for (int i = 0; i < inputs; ++i) ++counts[&scene_of(bytes_of("input " + std::to_string(i)))];
    return counts;
}

// Names of inputs are much alike, so they are spread less evenly than what a fuzzer makes.
TEST(Scenes, about_three_inputs_of_sixteen_have_another_than_the_usual_one) {
    auto counts = inputs_by_scene(16'000);
    EXPECT_EQ(counts.size(), 4u);
    for (const auto& [scene, inputs] : counts)
        EXPECT_NEAR(inputs, scene == &usual_scene() ? 13'000 : 1000, 700) << scene->sender;
}

TEST(Scenes, the_usual_one_is_the_cast_and_its_admin) {
    EXPECT_EQ(usual_scene().sender, cast_admin);
    EXPECT_FALSE(usual_scene().earlier);
    EXPECT_EQ(usual_scene().state.find(cast_group().id)->group, cast_group());
}

TEST(Scenes, differ_in_sender_change_or_group) {
    for (const auto& [scene, inputs] : inputs_by_scene(1000)) {
        const Conversation* conversation = scene->state.find(cast_group().id);
        const bool differs = scene->sender != cast_admin || scene->earlier || !(conversation->group == cast_group());
        EXPECT_EQ(differs, scene != &usual_scene());
        EXPECT_EQ(scene->earlier.has_value(), !conversation->events.empty());
        if (!scene->earlier) {
            EXPECT_EQ(conversation->group, *scene->given.find_group(cast_group().id));
        }
    }
}

}  // namespace
}  // namespace keyturn::fuzz
