// What a verdict says of the requests that were sent.
#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

using Names = std::set<std::string>;

const std::string refused = R"({"status": 400})";

std::string deviating(const std::string& kind) { return R"(, "deviate": ")" + kind + '"'; }

Exercised exercised_in(const Case& test, std::vector<Received> script, const ReplayPolicy& by) {
    const std::size_t answers = script.size();
    ScriptedTransport server(std::move(script)), state({answer(200, ""), answer(200, "")});
    const Verdict verdict = replay(test, subject(server, &state), by);
    EXPECT_EQ(server.requests.size(), answers) << verdict.reason;
    return verdict.exercised;
}

// Nothing is read before and after, so that the script has but the answers of the case.
ReplayPolicy quiet() { return policy({"AM-ROT-020"}); }

TEST(ReplayerExercised, request_that_was_answered_counts) {
    const Exercised exercised = exercised_in(of_team(add("5555")), {answer(200)}, quiet());
    EXPECT_EQ(exercised.broken, Names{});
    EXPECT_TRUE(exercised.valid.contains("/user_ids type"));
    EXPECT_TRUE(exercised.valid.contains("sender_is_a_member"));
}

TEST(ReplayerExercised, requirement_is_valid_where_all_is_to_be_accepted_and_else_broken) {
    const std::string two = R"("AM-SIG-001", "AM-ROT-009")";
    const Exercised kept = exercised_in(of_team(add("5555"), two), {answer(200)}, quiet());
    EXPECT_TRUE(kept.valid.contains("AM-SIG-001") && kept.valid.contains("AM-ROT-009"));
    const std::string bent = add("5555", refused, deviating("no-key-change"));
    const Exercised broken = exercised_in(of_team(bent, two), {problem(400)}, quiet());
    EXPECT_TRUE(broken.broken.contains("AM-SIG-001") && broken.broken.contains("AM-ROT-009"));
    EXPECT_FALSE(broken.valid.contains("AM-SIG-001"));
}

TEST(ReplayerExercised, server_that_is_wrong_exercises_as_much) {
    const Exercised exercised = exercised_in(of_team(add("5555")), {problem(400)}, quiet());
    EXPECT_TRUE(exercised.valid.contains("AM-SIG-001"));
    EXPECT_TRUE(exercised.valid.contains("/user_ids type"));
}

TEST(ReplayerExercised, case_that_was_wrong_before_it_fell_silent_was_judged) {
    const Exercised exercised = exercised_in(of_team(add("5555") + ", " + add("6666")),
                                             {problem(400), silent(SilenceKind::reset, "reset")}, quiet());
    EXPECT_TRUE(exercised.valid.contains("AM-SIG-001"));
}

TEST(ReplayerExercised, silenced_requirement_does_not_count) {
    const Exercised exercised =
        exercised_in(of_team(add("5555"), R"("AM-SIG-001", "AM-ROT-009")"), {answer(200)}, policy({"AM-ROT-009"}));
    EXPECT_TRUE(exercised.valid.contains("AM-SIG-001"));
    EXPECT_FALSE(exercised.valid.contains("AM-ROT-009"));
}

TEST(ReplayerExercised, what_was_not_answered_does_not_count) {
    for (const Received& no_answer : {silent(SilenceKind::refused, "refused"), Received(answer(501, ""))})
        EXPECT_TRUE(exercised_in(of_team(add("5555")), {no_answer}, quiet()).empty());
    const Exercised half = exercised_in(of_team(add("5555") + ", " + add("6666", refused, deviating("adds-nobody"))),
                                        {answer(200), silent(SilenceKind::reset, "reset")}, quiet());
    EXPECT_TRUE(half.valid.contains("/user_ids type")) << "the first was answered";
    EXPECT_EQ(half.broken, Names{});
    EXPECT_FALSE(half.valid.contains("AM-SIG-001")) << "the case was not judged";
}

TEST(ReplayerExercised, later_requests_are_judged_by_what_was_accepted_before) {
    const Exercised exercised =
        exercised_in(of_team(add("5555") + ", " + add("5555")), {answer(200), answer(200)}, quiet());
    EXPECT_EQ(exercised.broken, Names{"added_users_are_no_members"});
}

TEST(ReplayerExercised, request_of_nobody_is_not_held_to_the_rules_of_the_group) {
    const Exercised exercised =
        exercised_in(of_team(add("5555", R"({"status": 401})", deviating("no-token"))), {problem(401)}, quiet());
    EXPECT_TRUE(exercised.valid.contains("/user_ids type"));
    EXPECT_FALSE(exercised.valid.contains("sender_is_a_member"));
    EXPECT_FALSE(exercised.broken.contains("sender_is_a_member"));
}

}  // namespace
}  // namespace keyturn
