#include "fuzz/mutators/resigning_mutator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "conformance/composer.h"
#include "conformance/server/respond.h"
#include "fuzz/cast/cast.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn::fuzz {
namespace {

constexpr std::uint64_t all = ~std::uint64_t{0};
constexpr std::size_t ample = 1u << 16;

std::string composed(std::string_view deviation = "", const std::vector<std::string>& add = {"4444"}) {
    Entropy entropy("resigning_mutator_test", 1);
    return compose(cast(), cast_group().id, cast_admin, add, deviation, now_msec, entropy).value().request.body;
}

HttpResponse answer_to(const std::string& body) {
    static const ServerState server = server_of_cast();
    return respond(server, add_members_by_admin(body), now_msec).response;
}

std::uint64_t only(std::string_view name) {
    const auto row = std::ranges::find(mendings(), name, &Mending::name);
    EXPECT_NE(row, mendings().end()) << name;
    return std::uint64_t{1} << (row - mendings().begin());
}

// What is wrong, and the mendings that set it right.
struct Wound {
    std::string_view deviation;
    std::vector<std::string_view> cure;
};

const Wound wounds[] = {
    {"double-key:/conversation_key_version", {"doubled_keys"}},
    {"double-key:/action_signatures/0/message_id", {"doubled_keys"}},
    {"drop:/user_ids", {"missing", "wraps", "agreement", "signatures"}},
    {"drop:/conversation_participant_keys", {"wraps", "agreement", "signatures"}},
    {"no-key-version", {"missing", "agreement", "signatures"}},
    {"drop:/action_signatures", {"missing", "agreement", "signatures"}},
    {"drop:/action_signatures/0/message_event_signature", {"missing"}},
    {"drop:/action_signatures/0/message_event_signature/signature", {"missing"}},
    {"drop:/action_signatures/0/message_event_signature/public_key_version", {"missing"}},
    {"drop:/action_signatures/1/message_event_signature", {"signatures"}},
    {"drop:/action_signatures/0/message_event_signature/signature_version", {"missing"}},
    {"null:/action_signatures/1/message_event_signature/public_key_version", {"signatures"}},
    {"user-id-twice", {"users", "wraps", "agreement", "signatures"}},
    {"adds-nobody", {"users", "wraps", "agreement", "signatures"}},
    {"key-version-below", {"key_version", "agreement", "signatures"}},
    {"key-version-as-before", {"key_version", "agreement", "signatures"}},
    {"key-version-past-a-day", {"key_version", "agreement", "signatures"}},
    {"key-version-leading-zero", {"key_version", "agreement", "signatures"}},
    {"leaves-out-a-wrap", {"wraps", "agreement", "signatures"}},
    {"wraps-for-pending", {"wraps", "agreement", "signatures"}},
    {"wraps-for-older-key", {"wraps", "agreement", "signatures"}},
    {"no-key-change", {"actions", "agreement", "signatures"}},
    {"doubled-member-add", {"actions", "agreement", "signatures"}},
    {"third-action", {"actions"}},
    {"key-version-of-body-differs", {"agreement", "signatures"}},
    {"signs-other-user", {"agreement", "signatures"}},
    {"signs-other-title", {"snapshot", "signatures"}},
    {"signs-stale-members", {"snapshot", "signatures"}},
    {"signs-unset-ttl", {"snapshot", "signatures"}},
    {"one-message-id-for-both", {"message_ids", "signatures"}},
    {"reordered-detail", {"details"}},
    {"detail-padded-in-excess", {"actions", "agreement", "signatures"}},
    {"damaged-signature", {"signatures"}},
    {"foreign-signature", {"signatures"}},
    {"message-id-differs", {"signatures"}},
    {"signing-key-version:1680000000000", {"signatures"}},
    {"drop:/action_signatures/1/message_id", {"message_ids", "signatures"}},
};

TEST(ResigningMutator, mends_each_thing_that_can_be_wrong_alone) {
    for (const Wound& wound : wounds) {
        const std::string kind(wound.deviation);
        const std::string wrong = composed(kind);
        EXPECT_NE(answer_to(wrong).status, 200) << kind;
        std::uint64_t cure = 0;
        for (const std::string_view name : wound.cure) cure |= only(name);
        const HttpResponse mended = answer_to(mended_request(wrong, cure));
        EXPECT_EQ(mended.status, 200) << kind << mended.body;
        EXPECT_NE(answer_to(mended_request(wrong, cure & ~only(wound.cure.front()))).status, 200) << kind;
        EXPECT_EQ(answer_to(mended_request(wrong, all)).status, 200) << kind;
    }
}

TEST(ResigningMutator, every_mending_cures_something) {
    std::set<std::string_view> cures;
    for (const Wound& wound : wounds) cures.insert(wound.cure.front());
    EXPECT_EQ(cures.size(), mendings().size());
}

TEST(ResigningMutator, a_right_request_stays_as_it_is) {
    for (const char* deviation : {"", "unknown-field", "white-space"}) {
        const JsonValue before = *parse_json(composed(deviation));
        const std::uint64_t harmless = all & ~only("wraps") & ~only("agreement") & ~only("signatures");
        EXPECT_EQ(*parse_json(mended_request(to_json(before), harmless)), before) << deviation;
    }
}

TEST(ResigningMutator, mends_what_it_makes_itself_to_the_same_again) {
    const std::string once = mended_request("{}", all);
    EXPECT_EQ(answer_to(once).status, 200);
    EXPECT_EQ(mended_request(once, all), once);
}

TEST(ResigningMutator, keeps_the_users_that_can_be_added_and_fields_that_no_source_names) {
    const JsonValue mended = *parse_json(mended_request(R"({"x":{"x":1},"user_ids":["5555","7","1111","5555"]})", all));
    EXPECT_EQ(to_json(*mended.find("user_ids")), R"(["5555"])");
    EXPECT_EQ(to_json(*mended.find("x")), R"({"x":1})");
    EXPECT_EQ(mended.find("conversation_participant_keys")->elements.size(), 4u);
    EXPECT_EQ(answer_to(to_json(mended)).status, 200);
}

TEST(ResigningMutator, keeps_key_versions_between_the_groups_and_a_day_ahead) {
    const std::uint64_t current = now_msec - 3'600'000, day = now_msec + 86'400'000;
    const auto version_after = [](std::uint64_t version) {
        const JsonValue body = json_object({{"conversation_key_version", json_string(std::to_string(version))}});
        return parse_json(mended_request(to_json(body), all))->find("conversation_key_version")->text;
    };
    for (const std::uint64_t kept : {current + 1, now_msec + 5, day})
        EXPECT_EQ(version_after(kept), std::to_string(kept));
    for (const std::uint64_t other : {current, day + 1}) EXPECT_EQ(version_after(other), std::to_string(now_msec));
}

TEST(ResigningMutator, signs_at_the_version_that_stands_there) {
    for (const char* version : {"2", "5", "7"}) {
        const std::string body = mended_request(composed("signed-at-version:" + std::string(version)), all);
        EXPECT_EQ(resolve(*parse_json(body), "/action_signatures/1/message_event_signature/signature_version")->text,
                  version);
        EXPECT_EQ(answer_to(body).status, 200) << version;
    }
    const std::string odd = mended_request(composed("signature-version:99"), all);
    EXPECT_EQ(resolve(*parse_json(odd), "/action_signatures/1/message_event_signature/signature_version")->text, "7");
}

TEST(ResigningMutator, what_can_not_be_signed_or_read_is_left) {
    const std::string cut = composed("cut-detail");
    for (const char* mending : {"signatures", "details"}) {
        const JsonValue before = *parse_json(cut), after = *parse_json(mended_request(cut, only(mending)));
        EXPECT_EQ(*resolve(after, "/action_signatures/1"), *resolve(before, "/action_signatures/1")) << mending;
    }
    for (const char* text : {"", "[]", "{", "5"}) EXPECT_EQ(mended_request(text, all), text);
    EXPECT_EQ(mended_request("{ }", 0), "{}");
}

TEST(ResigningMutator, comma_in_a_title_leaves_the_signature) {
    MemberAdd add{{"4444"}, {"1111"}, {"1111"}, "a,b", {}, "9", 5, {}, false, {}};
    const std::string detail = base64(write_thrift(add.to_detail(), message_event_detail_schema));
    const JsonValue body = json_object(
        {{"action_signatures", json_array({json_object({{"encoded_message_event_detail", json_string(detail)}})})}});
    EXPECT_EQ(mended_request(to_json(body), only("signatures")), to_json(body));
}

TEST(ResigningMutator, mended_parts_stand_in_the_body_even_when_nothing_was_there) {
    EXPECT_EQ(mended_request("{}", only("message_ids")), R"({"action_signatures":[]})");
    const JsonValue wraps = *parse_json(mended_request("{}", only("wraps")));
    EXPECT_EQ(wraps.find("conversation_participant_keys")->elements.size(), 3u);
}

TEST(ResigningMutator, the_same_seed_gives_the_same_request_within_its_size) {
    const std::string body = composed();
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        EXPECT_EQ(mutate_request(body, seed, ample), mutate_request(body, seed, ample));
        EXPECT_LE(mutate_request("{}", seed, 300).size(), 300u);
        EXPECT_LE(cross_over_requests("{}", body, seed, 300).size(), 300u);
        EXPECT_EQ(cross_over_requests(body, "{}", seed, ample), cross_over_requests(body, "{}", seed, ample));
    }
}

// Of the mutants of a right request, how many are accepted, and which rules refuse the others.
std::pair<int, std::set<std::string>> answers_to_mutants(int count) {
    const std::string body = composed();
    int accepted = 0;
    std::set<std::string> refusals;
    for (int seed = 0; seed < count; ++seed) {
        const HttpResponse answer = answer_to(mutate_request(body, static_cast<std::uint64_t>(seed), ample));
        accepted += answer.status == 200;
        if (answer.status != 200) refusals.insert(answer.body);
    }
    return {accepted, refusals};
}

TEST(ResigningMutator, many_mutants_are_accepted_and_the_others_are_refused_for_many_reasons) {
    const auto [accepted, refusals] = answers_to_mutants(1500);
    EXPECT_GT(accepted, 450);
    EXPECT_LT(accepted, 1200);
    EXPECT_GT(refusals.size(), 40u);
}

TEST(ResigningMutator, requests_are_made_from_nothing) {
    int accepted = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed)
        accepted += answer_to(mutate_request("{}", seed, ample)).status == 200;
    EXPECT_GT(accepted, 50);
}

}  // namespace
}  // namespace keyturn::fuzz
