#include "conformance/exercised.h"

#include <algorithm>
#include <iterator>

#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "protocol/membership_rules.h"

namespace keyturn {
namespace {

const std::string path_of_team = "/2/chat/conversations/g1700000000000000001/members";

Exercised exercised_by(const HttpRequest& request, const std::string& sender = "1111") {
    return ExerciseLog().exercised_by(request, sender, shipped_state("team"), test_now_msec);
}

HttpRequest with_body(std::string body, std::string target = path_of_team) {
    return {"POST", std::move(target), {}, std::move(body)};
}

HttpRequest composed(std::string_view deviation = "") { return compose_in(shipped_state("team"), deviation)->request; }

std::set<std::string> names_of_rules(std::span<const MembershipRule> rules) {
    std::set<std::string> names;
    for (const MembershipRule& rule : rules) names.emplace(rule.name);
    return names;
}

std::set<std::string> rules_among(const std::set<std::string>& names) {
    std::set<std::string> rules;
    std::ranges::set_intersection(names, names_of_rules(membership_rules()), std::inserter(rules, rules.end()));
    return rules;
}

using Names = std::set<std::string>;

TEST(Exercised, right_request_keeps_every_rule_and_all_that_its_fields_are_held_to) {
    const Exercised exercised = exercised_by(composed());
    EXPECT_EQ(exercised.broken, Names{});
    EXPECT_EQ(rules_among(exercised.valid), names_of_rules(membership_rules()));
    EXPECT_TRUE(exercised.valid.contains("body type"));
    for (const std::string_view name :
         {"/user_ids required", "/user_ids content", "/action_signatures/*/encoded_message_event_detail content"})
        EXPECT_TRUE(exercised.valid.contains(std::string(name))) << name;
}

TEST(Exercised, each_bent_request_breaks_what_it_was_bent_to_break) {
    EXPECT_EQ(exercised_by(composed("drop:/action_signatures/0/message_id")).broken,
              (Names{"/action_signatures/*/message_id required", "signature_fields_are_there"}));
    EXPECT_EQ(exercised_by(composed("number:/user_ids/0")).broken, (Names{"/user_ids type", "numbers_are_no_texts"}));
    EXPECT_EQ(exercised_by(composed("key-version-below")).broken, Names{"key_version_moves_forward"});
    EXPECT_EQ(exercised_by(composed("key-version-far-ahead")).broken, Names{"key_version_not_far_ahead"});
}

TEST(Exercised, body_that_is_no_object_counts_for_nothing_but_the_body) {
    for (const std::string body : {"", "{", "[]", "null"}) {
        EXPECT_EQ(exercised_by(with_body(body)).broken, (Names{"body type", "body_is_one_object"})) << body;
        EXPECT_EQ(exercised_by(with_body(body)).valid, Names{}) << body;
    }
    EXPECT_TRUE(exercised_by(with_body("{}")).valid.contains("body type"));
}

TEST(Exercised, only_additions_count) {
    for (const std::string target :
         {"/2/chat/conversations/g1/keys", "/2/chat/conversations/members", "/2/chat/conversations/g1/members/",
          "/3/chat/conversations/g1/members", "/2/chat/conversations/group", "/"})
        EXPECT_TRUE(exercised_by(with_body("{}", target)).empty()) << target;
    HttpRequest other = with_body("{}");
    other.method = "GET";
    EXPECT_TRUE(exercised_by(other).empty());
    EXPECT_FALSE(exercised_by(with_body("{}", path_of_team + "?a=/members")).empty());
    EXPECT_FALSE(exercised_by(with_body("{}", "/2/chat/conversations//members")).empty());
}

TEST(Exercised, rules_about_group_and_sender_count_where_both_are_known) {
    const HttpRequest request = composed();
    EXPECT_EQ(rules_among(exercised_by(request, "").valid), names_of_rules(rules_of_shape()));
    const Exercised elsewhere = exercised_by(with_body(request.body, "/2/chat/conversations/g7:8/members"));
    EXPECT_EQ(rules_among(elsewhere.broken), Names{"path_id_has_its_form"});
    EXPECT_FALSE(elsewhere.valid.contains("sender_is_a_member"));
    EXPECT_EQ(rules_among(exercised_by(request, "9999").broken),
              (Names{"sender_is_a_member", "signing_key_registered"}));
    EXPECT_TRUE(
        rules_among(exercised_by(with_body(request.body, path_of_team + "?x=1")).valid).contains("sender_is_a_member"));
}

TEST(Exercised, what_was_accepted_uses_up_its_message_ids) {
    ExerciseLog log;
    const HttpRequest first = composed();
    log.accepted(first);
    const auto exercises = [&](const HttpRequest& request) {
        return log.exercised_by(request, "1111", shipped_state("team"), test_now_msec);
    };
    HttpRequest again = first;
    again.body.insert(1, " ");
    EXPECT_EQ(exercises(again).broken, Names{"message_ids_are_new"});
    EXPECT_EQ(exercises(with_body(first.body, path_of_team + "?x=1")).broken, Names{"message_ids_are_new"});
    EXPECT_EQ(exercises(first).broken, Names{}) << "the very same is answered as before";
    EXPECT_EQ(rules_among(exercises(first).valid), names_of_rules(rules_of_shape()));
    EXPECT_TRUE(exercises(compose_in(shipped_state("team"), "", {}, {"5555"}, 2)->request)
                    .valid.contains("message_ids_are_new"));
}

TEST(Exercised, what_is_accepted_need_not_be_a_change) {
    ExerciseLog log;
    for (const std::string body : {"", "1", "{}", R"({"action_signatures": [{}]})"}) log.accepted(with_body(body));
    EXPECT_EQ(log.exercised_by(composed(), "1111", shipped_state("team"), test_now_msec).broken, Names{});
}

TEST(Exercised, merging_joins_each_side) {
    Exercised one{{"a", "b"}, {"c"}};
    one.merge({{"b", "d"}, {"a"}});
    EXPECT_EQ(one, (Exercised{{"a", "b", "d"}, {"a", "c"}}));
    EXPECT_TRUE(Exercised().empty());
    EXPECT_FALSE((Exercised{{}, {"a"}}).empty());
    EXPECT_FALSE((Exercised{{"a"}, {}}).empty());
}

}  // namespace
}  // namespace keyturn
