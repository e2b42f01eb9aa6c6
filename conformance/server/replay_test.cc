// The replayer against servers in one process: every deviation, and defects that show only in the state or in a race.
#include "conformance/replayer.h"
#include "conformance/server/answer.h"
#include "conformance/server/in_process_transport.h"
#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/membership_rules.h"

namespace keyturn {
namespace {

const Requirements& catalogue() {
    static const Requirements all = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    return all;
}

Case of_team(const std::string& requirement, const std::string& exchanges) {
    const std::string text = R"({"schema": 1, "title": "t", "why": "w", "given": "team", "requirements": [")" +
                             requirement + R"("], "exchanges": [)" + exchanges + "]}";
    return read_case(json(text), "case", "case.json", {{"team", shipped_state("team")}}).value();
}

std::string add(const std::string& id, const std::string& status, const std::string& deviation = "") {
    const std::string deviate = deviation.empty() ? "" : R"(, "deviate": ")" + deviation + "\"";
    return R"({"as": "1111", "request": {"compose": {"group": "g1700000000000000001", "add": [")" + id + "\"]" +
           deviate + R"(}}, "response": {"status": )" + status + "}}";
}

Verdict verdict_of(const Case& test, Transport& server, const Connect& connect = {}) {
    const ServerUnderTest subject{
        .server = server, .state = &server, .no_state_reason = {}, .bearer = {}, .headers = {}, .connect = connect};
    return replay(test, subject,
                  {.requirements = catalogue(), .policy_off = {}, .now_msec = [] { return test_now_msec; }, .seed = 1});
}

// ---- deviations

// What the reference server answers to a deviation: the status of the rule or of the transport that it breaks.
std::string status_for(std::string_view requirement) {
    if (requirement.empty() || requirement == "AM-SIG-012") return "200";
    const std::pair<std::string_view, std::string_view> of_transport[] = {
        {"AM-SEC-003", "401"},  {"AM-HTTP-001", "405"}, {"AM-HTTP-002", "415"},
        {"AM-HTTP-004", "404"}, {"AM-SIG-013", "409"},  {"AM-HTTP-005", "413"}};
    for (const auto& [id, status] : of_transport)
        if (id == requirement) return std::string(status);
    for (const MembershipRule& rule : membership_rules())
        if (rule.requirement == requirement) return rule.refusal == RefusalKind::conflict ? "409" : "400";
    return "400";
}

bool repeats_what_was_sent(std::string_view kind) {
    return kind == "message-ids-of-before" || kind == "same-again" || kind == "first-again" ||
           kind == "same-ids-other-body";
}

// What a server refuses it by: it looks at who can be added before it looks at what was wrapped for them.
std::string_view refused_by(const Deviation& deviation) {
    return deviation.kind == "adds-unknown-user" ? "AM-RSP-004" : deviation.requirement;
}

TEST(Replay, ReferenceServerAnswersEachDeviationWithTheStatusOfWhatItBreaks) {
    for (const Deviation& deviation : deviations()) {
        if (deviation.kind == "for-conversation" || !deviation.fits.add) continue;  // of a group that the state lacks
        const std::string before = repeats_what_was_sent(deviation.kind) ? add("6666", "200") + ", " : "";
        const std::string requirement =
            deviation.requirement.empty() ? "AM-SIG-001" : std::string(refused_by(deviation));
        InProcessTransport server(test_now_msec);
        const Case test =
            of_team(requirement, before + add("5555", status_for(refused_by(deviation)), with_argument(deviation)));
        EXPECT_EQ(verdict_of(test, server).kind, VerdictKind::conformant) << deviation.kind;
    }
}

// Rules by the requirements that they keep.
LeftOut rules_of(const Ids& requirements) {
    LeftOut names;
    for (const ServerRule& rule : server_rules())
        if (requirements.contains(rule.requirement)) names.emplace(rule.name);
    return names;
}

TEST(Replay, ServerWithoutTheBrokenRuleAcceptsADeviation) {
    for (const Deviation& deviation : deviations()) {
        const bool is_of_rules = deviation.stage != Stage::http && !deviation.requirement.empty();
        if (!is_of_rules || deviation.kind == "for-conversation" || !deviation.fits.add) continue;
        const std::string before = repeats_what_was_sent(deviation.kind) ? add("6666", "200") + ", " : "";
        Ids broken = must_break(deviation);
        broken.emplace(deviation.requirement);
        broken.emplace(refused_by(deviation));
        InProcessTransport server(test_now_msec, rules_of(broken));
        EXPECT_EQ(verdict_of(of_team("AM-SIG-001", before + add("5555", "200", with_argument(deviation))), server).kind,
                  VerdictKind::conformant)
            << deviation.kind;
    }
}

// ---- defects

// Does what it is asked to, and says that it refused.
class RefusesAndApplies final : public Transport {
  public:
    Received exchange(const HttpRequest& request) override {
        Received received = server_.exchange(request);
        if (request.target.ends_with("/members")) return Reply(problem_answer(409, "refused"));
        return received;
    }

  private:
    InProcessTransport server_{test_now_msec, {"key_version_moves_forward"}};
};

// Refuses, and forgets the group.
class RefusesAndForgets final : public Transport {
  public:
    Received exchange(const HttpRequest& request) override {
        if (forgot_ && request.method == "GET") return Reply(problem_answer(404, "there is no such group"));
        forgot_ = forgot_ || request.target.ends_with("/members");
        return server_.exchange(request);
    }

  private:
    InProcessTransport server_{test_now_msec};
    bool forgot_ = false;
};

Case stale_add() { return of_team("AM-ROT-002", add("5555", "[409, 400]", "key-version-below")); }

TEST(Replay, RefusalThatIsAppliedAllTheSameIsNoticed) {
    RefusesAndApplies server;
    const Verdict verdict = verdict_of(stale_add(), server);
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_EQ(verdict.requirements, Lines{"AM-ROT-020"});
    std::vector<std::string> places;
    for (const Breach& breach : verdict.breaches)
        places.push_back(breach.difference.place.substr(breach.difference.place.find(", ") + 2));
    EXPECT_EQ(places, (Lines{"/data/member_ids", "/data/participant_ids", "/events/data/*/id",
                             "/events/meta/conversation_key_events (their number)"}));
}

TEST(Replay, RefusalThatLosesTheGroupIsNoticed) {
    RefusesAndForgets server;
    EXPECT_EQ(verdict_of(stale_add(), server).requirements, Lines{"AM-ROT-020"});
}

TEST(Replay, RefusalWithoutEffectIsConformant) {
    InProcessTransport server(test_now_msec);
    EXPECT_EQ(verdict_of(stale_add(), server).kind, VerdictKind::conformant);
}

Case race() {
    const auto racer = [](const std::string& id) {
        return R"({"as": "1111", "request": {"compose": {"group": "g1700000000000000001", "add": [")" + id +
               R"("]}}, "response": {}})";
    };
    return of_team("AM-ROT-016", R"({"parallel": [)" + racer("5555") + ", " + racer("6666") +
                                     R"(], "outcomes": [[200, 409], [409, 200]]})");
}

TEST(Replay, RaceThatBothWinIsNoticed) {
    InProcessTransport server(test_now_msec,
                              {"key_version_moves_forward", "signed_members_are_current", "wrapped_for_whole_roster"});
    const Verdict verdict = verdict_of(race(), server, [&] { return server.connect(); });
    EXPECT_EQ(verdict.kind, VerdictKind::tolerated);
    EXPECT_EQ(verdict.requirements, Lines{"AM-ROT-016"});
}

TEST(Replay, RaceThatOneWinsIsConformant) {
    for (int round = 0; round < 10; ++round) {
        InProcessTransport server(test_now_msec);
        EXPECT_EQ(verdict_of(race(), server, [&] { return server.connect(); }).kind, VerdictKind::conformant);
    }
}

// ---- what an accepted add leaves behind

// The reference server, whose answers to reading are bent.
class ShowsOtherwise final : public Transport {
  public:
    using Bend = std::function<void(const std::string& target, JsonValue& body)>;
    explicit ShowsOtherwise(Bend bend) : bend_(std::move(bend)) {}

    Received exchange(const HttpRequest& request) override {
        Received received = server_.exchange(request);
        if (request.target.ends_with("/members")) accepted_ = true;
        if (request.method != "GET" || !accepted_) return received;
        JsonValue body = json((**received).body);
        bend_(request.target, body);
        (**received).body = to_json(body);
        return received;
    }

  private:
    InProcessTransport server_{test_now_msec};
    Bend bend_;
    bool accepted_ = false;
};

Case two_adds() { return of_team("AM-ROT-009", add("5555", "200") + ", " + add("6666", "200")); }

Verdict verdict_of_reading(const ShowsOtherwise::Bend& bend) {
    ShowsOtherwise server(bend);
    return verdict_of(two_adds(), server);
}

bool asks_for_events(const std::string& target) { return target.contains("/events"); }

TEST(Replay, AcceptedAddsThatAreShownAsTheyWereSentAreConformant) {
    EXPECT_EQ(verdict_of_reading([](const std::string&, JsonValue&) {}).kind, VerdictKind::conformant);
}

TEST(Replay, UpdateThatIsLostIsNoticed) {
    const Verdict verdict = verdict_of_reading([](const std::string& target, JsonValue& body) {
        if (!asks_for_events(target)) body.find("data")->find("member_ids")->elements.pop_back();
    });
    EXPECT_EQ(verdict.kind, VerdictKind::nonconformant);
    EXPECT_EQ(verdict.requirements, Lines{"AM-ROT-021"});
}

TEST(Replay, EventThatIsLostIsNoticed) {
    for (const std::size_t lost : {0u, 1u, 2u, 3u}) {
        const Verdict verdict = verdict_of_reading([lost](const std::string& target, JsonValue& body) {
            if (!asks_for_events(target)) return;
            auto& events = body.find("data")->elements;
            events.erase(events.begin() + static_cast<std::ptrdiff_t>(lost));
            body.find("meta")->find("conversation_key_events")->elements.clear();
        });
        EXPECT_EQ(verdict.requirements, Lines{"AM-ROT-021"}) << lost;
    }
}

TEST(Replay, EventsThatAreAlteredOrSwappedAreNoticed) {
    EXPECT_EQ(verdict_of_reading([](const std::string& target, JsonValue& body) {
                  if (asks_for_events(target)) body.find("data")->elements[0].set("sender_id", json_string("2222"));
              }).requirements,
              Lines{"AM-ROT-034"});
    EXPECT_EQ(verdict_of_reading([](const std::string& target, JsonValue& body) {
                  if (!asks_for_events(target)) return;
                  JsonValue& encoded = *body.find("data")->elements[0].find("encoded_event");
                  Event event = *Event::read_base64(encoded.text);
                  event.message_id = "another";
                  encoded = json_string(base64(event.write()));
              }).requirements,
              Lines{"AM-ROT-021"});
}

TEST(Replay, ServerThatOffersNoReadingIsNotBlamed) {
    class OffersNone final : public Transport {
      public:
        explicit OffersNone(int status) : status_(status) {}
        Received exchange(const HttpRequest& request) override {
            if (request.method == "GET") return Reply(problem_answer(status_, "not offered"));
            return server_.exchange(request);
        }

      private:
        InProcessTransport server_{test_now_msec};
        int status_;
    };
    for (const int status : {403, 404, 501}) {
        OffersNone server(status);
        EXPECT_EQ(verdict_of(two_adds(), server).kind, VerdictKind::conformant) << status;
    }
}

TEST(Replay, SequenceThatEndsInARefusalIsReadForwardAndBack) {
    const Case test = of_team("AM-ROT-002", add("5555", "200") + ", " + add("5555", "200", "same-again") + ", " +
                                                add("6666", "[409, 400]", "key-version-below"));
    InProcessTransport server(test_now_msec);
    EXPECT_EQ(verdict_of(test, server).kind, VerdictKind::conformant);
    InProcessTransport careless(
        test_now_msec, {"repeated_body_is_idempotent", "message_ids_are_new", "key_version_moves_forward",
                        "added_users_are_no_members", "signed_members_are_current", "wrapped_for_whole_roster"});
    EXPECT_TRUE(contains(verdict_of(test, careless).requirements, "AM-ROT-021"));
}

TEST(Replay, RequestThatShouldHaveBeenRefusedLeavesNothingToRead) {
    InProcessTransport server(test_now_msec, {"signed_title_is_current"});
    EXPECT_EQ(verdict_of(of_team("AM-ROT-012", add("5555", "200", "signs-other-title")), server).kind,
              VerdictKind::conformant);
}

TEST(Replay, GroupOfAThousandIsReadOnTwoSidesOfAnAdd) {
    Given given = shipped_state("team");
    Group& group = given.groups.front();
    for (int id = 100000; id < 101000; ++id) {
        group.members.push_back(std::to_string(id));
        given.users.emplace(group.members.back(), given.users.at("7777")).first->second.token.reset();
    }
    Case test = of_team("AM-KEY-001", add("5555", "200"));
    test.given = given;
    InProcessTransport server(test_now_msec);
    EXPECT_EQ(verdict_of(test, server).kind, VerdictKind::conformant);
}

}  // namespace
}  // namespace keyturn
