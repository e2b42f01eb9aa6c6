#include "conformance/server/profile_rules.h"

#include <gtest/gtest.h>

#include "conformance/case_files.h"
#include "conformance/server/server_test_support.h"

namespace keyturn {
namespace {

const Requirements& shipped() {
    static const Requirements all = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    return all;
}

// What a request to add 5555 without this field of its body is answered.
int status_without(const std::string& pointer, Profile profile) {
    TestServer server(team());
    server.state.left_out = std::make_shared<const LeftOut>(rules_left_out(shipped(), profile));
    JsonValue body = adding_body(server, team_id, person(1), {"5555"}).json;
    const std::size_t slash = pointer.rfind('/');
    EXPECT_TRUE(resolve(body, pointer.substr(0, slash))->erase(pointer.substr(slash + 1)));
    return server.send(post("/2/chat/conversations/" + team_id + "/members", to_json(body))).status;
}

TEST(ProfileRules, the_guides_leave_nothing_out) { EXPECT_EQ(rules_left_out(shipped(), Profile::guide), LeftOut{}); }

TEST(ProfileRules, openapi_asks_for_no_action_signatures) {
    EXPECT_EQ(
        rules_left_out(shipped(), Profile::openapi),
        (LeftOut{"one_key_change_alone", "one_key_change_and_one_group_create", "one_key_change_and_one_member_add"}));
}

TEST(ProfileRules, the_endpoint_reference_asks_for_the_least) {
    EXPECT_EQ(rules_left_out(shipped(), Profile::documented),
              (LeftOut{"one_key_change_alone", "one_key_change_and_one_group_create",
                       "one_key_change_and_one_member_add", "path_id_has_its_form", "signature_fields_are_there",
                       "signature_fields_have_their_form", "wrapped_for_whole_roster"}));
}

TEST(ProfileRules, a_rule_without_a_requirement_in_the_catalogue_stays) {
    const auto none = Requirements::read(parse_json(R"({"schema": 1, "requirements": []})").value());
    EXPECT_EQ(rules_left_out(*none, Profile::documented), LeftOut{});
}

TEST(ProfileRules, the_profile_decides_what_a_request_may_lack) {
    using enum Profile;
    struct Row {
        const char* lacks;
        Profile profile;
        int status;
    };
    for (const Row& row : {Row{"/action_signatures", guide, 400}, Row{"/action_signatures", openapi, 200},
                           Row{"/action_signatures", documented, 200}, Row{"/user_ids", documented, 400}})
        EXPECT_EQ(status_without(row.lacks, row.profile), row.status) << row.lacks << name_of(row.profile);
}

}  // namespace
}  // namespace keyturn
