// The shipped cases against the reference server: whole, and with each rule left out.
#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/case_files.h"
#include "conformance/replayer.h"
#include "conformance/server/in_process_transport.h"
#include "conformance/server/profile_rules.h"
#include "conformance/text_report.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;
const std::string folder = KEYTURN_SOURCE_DIR "/conformance";

const Requirements& requirements() {
    static const Requirements all = read_requirements_file(folder + "/requirements.json").value();
    return all;
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all = [] {
        const ReadStates states = read_shared_states(folder + "/states");
        ReadCases read = read_cases(folder + "/cases", states.states);
        EXPECT_TRUE(states.problems.empty() && read.problems.empty());
        return std::move(read.cases);
    }();
    return all;
}

Verdict verdict_of(const Case& test, const LeftOut& left_out, Profile profile = Profile::guide) {
    InProcessTransport server(now_msec, left_out);
    const ServerUnderTest subject{
        .server = server, .state = &server, .no_state_reason = {}, .bearer = {}, .headers = {}, .connect = [&] {
            return server.connect();
        }};
    return replay(test, subject,
                  {.requirements = requirements(),
                   .profile = profile,
                   .policy_off = {},
                   .now_msec = [] { return now_msec; },
                   .seed = 1});
}

bool cites(const std::vector<std::string>& ids, std::string_view id) { return std::ranges::find(ids, id) != ids.end(); }

constexpr std::string_view of_another_profile = "its requirements are silenced or belong to another profile";

TEST(Suite, the_reference_server_of_each_profile_is_conformant_in_every_case_that_runs_there) {
    EXPECT_GE(cases().size(), 430u);
    for (const Case& test : cases()) {
        std::size_t ran = 0;
        for (const Profile profile : profiles) {
            const Verdict verdict = verdict_of(test, rules_left_out(requirements(), profile), profile);
            if (verdict.kind == VerdictKind::not_run && verdict.reason == of_another_profile) continue;
            EXPECT_EQ(verdict.kind, VerdictKind::conformant)
                << name_of(profile) << ": " << text_of(verdict, requirements(), {});
            ++ran;
        }
        EXPECT_GT(ran, 0u) << test.id << " contradicts every profile";
    }
}

TEST(Suite, what_a_profile_does_not_ask_for_is_not_asked) {
    const Case& unsigned_add = *std::ranges::find(cases(), "signatures/no-key-change", &Case::id);
    EXPECT_EQ(verdict_of(unsigned_add, {}, Profile::guide).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict_of(unsigned_add, {}, Profile::openapi).reason, of_another_profile);
    const Case& lacks_a_field = *std::ranges::find(cases(), "request/detail-absent", &Case::id);
    EXPECT_EQ(verdict_of(lacks_a_field, {}, Profile::openapi).kind, VerdictKind::conformant);
    EXPECT_EQ(verdict_of(lacks_a_field, {}, Profile::documented).reason, of_another_profile);
}

TEST(Suite, every_rule_left_out_is_noticed_by_a_verdict_that_cites_its_requirement) {
    for (const ServerRule& rule : server_rules()) {
        const bool noticed = std::ranges::any_of(cases(), [&](const Case& test) {
            if (!cites(test.requirements, rule.requirement)) return false;
            const Verdict verdict = verdict_of(test, {std::string(rule.name)});
            return !verdict.breaches.empty() && cites(verdict.requirements, rule.requirement);
        });
        EXPECT_TRUE(noticed) << rule.name << " is left out and no case of " << rule.requirement << " fails";
    }
}

// The rules that keep what a case is about.
LeftOut rules_of(const Case& test) {
    LeftOut names;
    for (const ServerRule& rule : server_rules())
        if (cites(test.requirements, rule.requirement)) names.emplace(rule.name);
    return names;
}

LeftOut all_rules() {
    LeftOut names;
    for (const ServerRule& rule : server_rules()) names.emplace(rule.name);
    return names;
}

// For whom an id was minted is no rule that can be left out.
bool is_about_minted_ids(const Case& test) { return test.id.starts_with("around/create-under-an-id-"); }

// What breaks a rule often breaks another one too, so that only a server without both takes it.
TEST(Suite, every_broken_request_is_noticed_where_a_server_takes_it) {
    std::size_t by_its_own_rules = 0;
    for (const Case& test : cases()) {
        if (std::ranges::none_of(test.exchanges, expects_refusal) || is_about_minted_ids(test)) continue;
        const LeftOut rules = rules_of(test);
        if (!rules.empty() && !verdict_of(test, rules).breaches.empty())
            ++by_its_own_rules;
        else
            EXPECT_FALSE(verdict_of(test, all_rules()).breaches.empty()) << test.id;
    }
    EXPECT_GE(by_its_own_rules, 200u);
}

TEST(Suite, every_rule_cites_a_requirement_that_a_server_keeps) {
    for (const ServerRule& rule : server_rules()) {
        const Requirement* requirement = requirements().find(rule.requirement);
        ASSERT_NE(requirement, nullptr) << rule.name;
        EXPECT_EQ(requirement->keeper, Keeper::server) << rule.name;
    }
}

}  // namespace
}  // namespace keyturn
