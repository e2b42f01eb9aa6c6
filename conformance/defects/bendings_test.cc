#include "conformance/defects/bendings.h"

#include <gtest/gtest.h>

#include "conformance/defects/defects_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

HttpResponse bent(const Bending& bend, std::string body = R"({"data":{"id":"1","list":["1","2"]}})") {
    const ServerState state;
    const HttpRequest request{"GET", "/", {}, ""};
    const ServerPast past;
    Turn turn{state, request, past, 0, {{200, "", {{"Content-Type", "a/b"}, {"X-A", "1"}}, std::move(body)}, {}}};
    bend(turn);
    EXPECT_FALSE(turn.raw);
    return turn.handled.response;
}

using Lines = std::vector<HeaderLine>;

bool every_time(const Turn&) { return true; }

// A team's server whose additions are bent, and where only they are.
class BentTeam {
  public:
    explicit BentTeam(Bending bend)
        : defect_{"planted", "AM-RSP-001", "", [](const Turn& turn) { return turn.request.method == "POST"; },
                  std::move(bend)},
          server_({.defects = {&defect_}}) {}

    TeamServer* operator->() { return &server_; }

  private:
    ServerDefect defect_;
    TeamServer server_;
};

// ---- the response

TEST(Bendings, status_and_lines_of_the_head) {
    EXPECT_EQ(bent(status(418)).status, 418);
    EXPECT_EQ(bent(header("content-TYPE", "c/d")).headers, (Lines{{"X-A", "1"}, {"content-TYPE", "c/d"}}));
    EXPECT_EQ(bent(one_more_header("X-A", "2")).headers, (Lines{{"Content-Type", "a/b"}, {"X-A", "1"}, {"X-A", "2"}}));
    EXPECT_EQ(bent(no_header("x-a")).headers, (Lines{{"Content-Type", "a/b"}}));
}

TEST(Bendings, the_body_as_bytes) {
    EXPECT_EQ(bent(body("x")).body, "x");
    EXPECT_EQ(bent(body_between("<", ">"), "b").body, "<b>");
    EXPECT_EQ(bent(body_made([](const std::string& was) { return was + was; }), "b").body, "bb");
}

TEST(Bendings, members_of_the_body) {
    EXPECT_EQ(bent(member("/data/id", "2")).body, R"({"data":{"id":2,"list":["1","2"]}})");
    EXPECT_EQ(bent(member("/new", "{}")).body, R"({"data":{"id":"1","list":["1","2"]},"new":{}})");
    EXPECT_EQ(bent(member("/no/such", "1"), "{}").body, "{}");
    EXPECT_EQ(bent(no_member("/data/list")).body, R"({"data":{"id":"1"}})");
    EXPECT_EQ(bent(no_member("/no/such"), "{}").body, "{}");
    EXPECT_EQ(bent(member("/a", "1"), "no JSON").body, "no JSON");
    const auto doubled = [](JsonValue& element) { element.text += element.text; };
    EXPECT_EQ(bent(each("/data/list", doubled)).body, R"({"data":{"id":"1","list":["11","22"]}})");
    EXPECT_EQ(bent(each("/none", doubled), "{}").body, "{}");
}

TEST(Bendings, a_problem_in_place_of_the_answer) {
    const HttpResponse refusal = bent(problem(409, "why"));
    EXPECT_EQ(refusal.status, 409);
    EXPECT_TRUE(refusal.body.contains(R"("detail":"why","status":409)")) << refusal.body;
    const HttpResponse renamed = bent(status_of_problem(422), R"({"status":400})");
    EXPECT_EQ(renamed.status, 422);
    EXPECT_EQ(renamed.body, R"({"status":422})");
}

TEST(Bendings, one_after_the_other) { EXPECT_EQ(bent(both(body("a"), body_between("<", ">"))).body, "<a>"); }

TEST(Bendings, bytes_instead_of_a_response) {
    const ServerState state;
    const HttpRequest request;
    const ServerPast past;
    Turn turn{state, request, past, 0, {}};
    bytes("x")(turn);
    EXPECT_EQ(turn.raw->bytes, "x");
    EXPECT_EQ(turn.raw->then, AfterBytes::close);
    bytes("", AfterBytes::keep)(turn);
    EXPECT_EQ(turn.raw->then, AfterBytes::keep);
}

// ---- the state

TEST(Bendings, what_an_accepted_change_leaves_is_edited_and_the_answer_stays) {
    BentTeam team(leaves([](Conversation& after, const Conversation& before) {
        after.group.members.push_back(std::to_string(before.group.members.size()));
        after.group.title = "Other";
    }));
    EXPECT_EQ(team->respond_to(addition()).status, 200);
    EXPECT_EQ(team->shown_of("", "/data/member_ids"), R"(["1111","2222","3333","5555","3"])");
    EXPECT_EQ(team->shown_of("", "/data/group_name"), "\"Other\"");
}

TEST(Bendings, nothing_is_edited_where_nothing_changed) {
    BentTeam team(leaves([](Conversation& after, const Conversation&) { after.group.title = "Other"; }));
    EXPECT_EQ(team->respond_to(addition("damaged-signature")).status, 400);
    HttpRequest elsewhere = addition();
    elsewhere.target = "/2/chat/conversations/g9/members";
    EXPECT_EQ(team->respond_to(elsewhere).status, 404);
    HttpRequest minting = as_user({"POST", "/2/chat/conversations/group/initialize", {}, ""}, "1111");
    EXPECT_EQ(team->respond_to(minting).status, 200);
    EXPECT_EQ(team->shown_of("", "/data/group_name"), "\"Team\"");
}

TEST(Bendings, new_events_are_edited_and_older_ones_stay) {
    int edits = 0;
    BentTeam team(hands_on([&](Event& event) {
        ++edits;
        event.sender_id = "edited " + std::to_string(edits);
    }));
    team->respond_to(addition());
    EXPECT_EQ(edits, 2);
    const std::string encoded = team->shown_of("/events", "/data/0/encoded_event");
    EXPECT_EQ(Event::read_base64(encoded.substr(1, encoded.size() - 2))->sender_id, "edited 2");
    const Given given = [] {
        Given after = shipped_state("team");
        after.groups.front().members.push_back("5555");
        after.groups.front().conversation_key_version = "1790000000001";
        return after;
    }();
    Composed second = compose_in(given, "", {}, {"6666"}, 2).value();
    EXPECT_EQ(team->respond_to(as_user(second.request, "1111")).status, 200);
    EXPECT_EQ(edits, 4);
}

TEST(Bendings, keys_are_edited_within_the_key_change_alone) {
    int edits = 0;
    BentTeam team(hands_on_keys([](KeyChange& change) { change.participant_keys.resize(1); }));
    BentTeam counting(hands_on([&](Event& event) { edits += KeyChange::from_detail(event.detail) ? 1 : 0; }));
    team->respond_to(addition());
    counting->respond_to(addition());
    EXPECT_EQ(edits, 1);
    const std::string encoded = team->shown_of("/events", "/meta/conversation_key_events/0");
    const auto event = Event::read_base64(encoded.substr(1, encoded.size() - 2));
    EXPECT_EQ(KeyChange::from_detail(event->detail)->participant_keys.size(), 1u);
}

TEST(Bendings, what_was_refused_can_be_kept_in_part) {
    BentTeam team(keeps_of_refused(
        [](Conversation& kept, const Conversation& forced) { kept.group.members = forced.group.members; }));
    EXPECT_EQ(team->respond_to(addition("damaged-signature")).status, 400);
    EXPECT_EQ(team->shown_of("", "/data/member_ids"), R"(["1111","2222","3333","5555"])");
    EXPECT_EQ(team->events(), 0u);
    // The rules hold again for what comes next.
    EXPECT_EQ(team->respond_to(addition("damaged-signature", {"6666"}, 2)).status, 400);
}

TEST(Bendings, nothing_is_kept_of_what_any_server_refuses) {
    BentTeam team(keeps_of_refused([](Conversation& kept, const Conversation&) { kept.group.title = "Other"; }));
    HttpRequest unknown = addition();
    unknown.target = "/2/chat/conversations/g9/members";
    EXPECT_EQ(team->respond_to(unknown).status, 404);
    unknown.target = "/2/chat/conversations/%zz/members";
    EXPECT_EQ(team->respond_to(unknown).status, 400);
    EXPECT_EQ(team->shown_of("", "/data/group_name"), "\"Team\"");
}

TEST(Bendings, rules_are_left_out_for_one_request) {
    ServerDefect once{"planted", "AM-RSP-001", "", every_time, without({"member_add_signature_verifies"})};
    once.when = [](const Turn& turn) { return turn.past.additions == 1; };
    TeamServer server({.defects = {&once}});
    EXPECT_EQ(server.respond_to(addition("damaged-signature")).status, 200);
    EXPECT_EQ(server.respond_to(addition("damaged-signature", {"6666"}, 2)).status, 400);
}

TEST(Bendings, a_request_is_handled_under_another_token) {
    HttpRequest anonymous = addition();
    std::erase_if(anonymous.headers, [](const HeaderLine& line) { return line.first == "Authorization"; });
    BentTeam admin(as_token([](const Turn&) { return std::string("token-1111"); }));
    EXPECT_EQ(admin->respond_to(anonymous).status, 200);
    BentTeam nobody(as_token([](const Turn&) { return std::string(); }));
    EXPECT_EQ(nobody->respond_to(addition()).status, 401);
}

}  // namespace
}  // namespace keyturn
