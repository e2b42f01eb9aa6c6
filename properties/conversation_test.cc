#include "properties/conversation.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"

namespace keyturn {
namespace {

// Group 0 has a creation and a first key change: its events 0 and 1.
const Step creation = {.act = "create", .group = 0, .by = "1111", .user = "2222", .event = 0};

Step delivery(std::uint64_t event) { return {.act = "deliver", .group = 0, .by = "1111", .user = "", .event = event}; }

ConversationModel two_groups_seen_by_nobody() {
    ConversationModel model;
    model.apply(creation);
    model.apply({.act = "create", .group = 1, .by = "2222", .user = "1111", .event = 0});
    return model;
}

TEST(Conversation, events_of_another_group_are_misrouted_only_to_who_has_seen_the_creation_of_this_one) {
    const Step misroute = {.act = "misroute", .group = 0, .by = "1111", .user = "", .event = 0};
    ConversationModel model = two_groups_seen_by_nobody();
    EXPECT_FALSE(model.allows(misroute));
    model.apply(delivery(1));
    model.apply({.act = "tamper", .group = 0, .by = "1111", .user = "", .event = 0});
    EXPECT_FALSE(model.allows(misroute));
    model.apply(delivery(0));
    EXPECT_TRUE(model.allows(misroute));
    model.apply(misroute);
    EXPECT_FALSE(model.allows({.act = "misroute", .group = 1, .by = "1111", .user = "", .event = 0}));
}

TEST(Conversation, what_a_script_must_not_do_is_passed_over) {
    Script script = {{creation}};
    for (const std::uint64_t event : {0u, 1u})
        script.steps.push_back({.act = "misroute", .group = 1, .by = "1111", .user = "", .event = event});
    EXPECT_FALSE(everyone_reads_what_they_may(*reference_library(), script));
}

}  // namespace
}  // namespace keyturn
