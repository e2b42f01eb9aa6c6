// What the tests of the replayer share: short ways to write a case, a run by a script, and what came out of it.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/replayer.h"
#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "conformance/transport_test_support.h"

namespace keyturn {

inline const Requirements& catalogue() {
    static const Requirements all = read_requirements_file(KEYTURN_SOURCE_DIR "/conformance/requirements.json").value();
    return all;
}

inline ReplayPolicy policy_of_everything(std::set<std::string, std::less<>> off = {},
                                         Profile profile = Profile::guide) {
    return {.requirements = catalogue(),
            .profile = profile,
            .policy_off = std::move(off),
            .now_msec = [] { return test_now_msec; },
            .seed = 1};
}

// Asks for all but what accepted adds leave behind: so no script has to answer for it.
inline ReplayPolicy policy(std::set<std::string, std::less<>> off = {}, Profile profile = Profile::guide) {
    off.insert({"AM-ROT-021", "AM-ROT-034"});
    return policy_of_everything(std::move(off), profile);
}

inline Case read(const std::string& text, const SharedStates& states = {}) {
    auto test = read_case(json(text), "folder/name", "name.json", states);
    if (test) return *std::move(test);
    ADD_FAILURE() << text << ": " << lines(test.error()).front();
    return {};
}

inline std::string case_text(const std::string& exchanges, const std::string& more = "",
                             const std::string& requirements = R"("AM-SIG-001")") {
    return R"({"schema": 1, "title": "t", "requirements": [)" + requirements + "], " + more + R"("exchanges": [)" +
           exchanges + "]}";
}

inline std::string get(const std::string& response = R"({"status": 200})", const std::string& more = "") {
    return R"({"request": {"method": "GET", "path": "/x"}, "response": )" + response + more + "}";
}

// A case that needs no state, and one that starts from users and a group without members.
inline Case stateless(const std::string& exchanges = get()) { return read(case_text(exchanges)); }

inline const std::string two_users =
    R"("given": {"groups": [{"id": "g1"}], "users": {"1111": {"token": "token-1111"}, "2222": {"token": "token-2222"}}}, )";
inline Case stateful(const std::string& exchanges = get()) { return read(case_text(exchanges, two_users)); }

// A composed request by the team's admin.
inline std::string add(const std::string& id, const std::string& response = R"({"status": 200})",
                       const std::string& deviation = "") {
    return R"({"as": "1111", "request": {"compose": {"group": "g1700000000000000001", "add": [")" + id + "\"]" +
           deviation + R"(}}, "response": )" + response + "}";
}

inline Case of_team(const std::string& exchanges, const std::string& requirements = R"("AM-SIG-001")") {
    return read(case_text(exchanges, R"("given": "team", )", requirements), {{"team", shipped_state("team")}});
}

inline ServerUnderTest subject(Transport& server, Transport* state = nullptr) {
    return {.server = server, .state = state, .no_state_reason = "there is no hook", .bearer = {}, .headers = {}};
}

inline Verdict verdict_of(const Case& test, std::vector<Received> script, const ReplayPolicy& by = policy()) {
    ScriptedTransport server(std::move(script));
    Verdict verdict = replay(test, subject(server), by);
    EXPECT_TRUE(server.played_out());
    return verdict;
}

// "requirement #exchange place: expected …, found …", a text for each breach.
inline Lines breaches_of(const Verdict& verdict) {
    Lines all;
    for (const Breach& breach : verdict.breaches)
        all.push_back(breach.requirement + " #" + std::to_string(breach.exchange) + " " + breach.difference.place +
                      ": expected " + breach.difference.expected + ", found " + breach.difference.actual);
    return all;
}

inline std::string token_in(const HttpRequest& request) {
    const std::string* field = find_header(request.headers, "Authorization");
    return field ? *field : "";
}

}  // namespace keyturn
