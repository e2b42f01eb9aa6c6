// The shipped cases in states that are made through the operations of the reference server.
#include <gtest/gtest.h>

#include <map>

#include "conformance/api_state.h"
#include "conformance/case_files.h"
#include "conformance/left_behind.h"
#include "conformance/replayer.h"
#include "conformance/server/in_process_transport.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;
const std::string folder = KEYTURN_SOURCE_DIR "/conformance";

// The cast under other ids: 1111 is 91111, and so on.
Accounts accounts() {
    Accounts all;
    for (const std::string id : {"1111", "2222", "3333", "4444", "5555", "6666", "7777"})
        all.emplace(id, Account{"9" + id, "real-token-" + id});
    return all;
}

// From now on the server knows the accounts, who have no keys yet.
void tell(InProcessTransport& server, const Accounts& known) {
    JsonValue users = json_object();
    for (const auto& [id, account] : known) users.set(account.id, json_object({{"token", json_string(account.token)}}));
    const JsonValue set_up =
        json_object({{"action", json_string("set-up")}, {"given", json_object({{"users", std::move(users)}})}});
    server.exchange({"POST", "/_keyturn/state", {{"Content-Type", "application/json"}}, to_json(set_up)});
}

struct Outcome {
    std::map<VerdictKind, int> verdicts;
    std::map<std::string, int> reasons;  // of cases that did not run, up to the first colon
    std::string left;
};

Outcome outcome_of_all() {
    const Requirements requirements = read_requirements_file(folder + "/requirements.json").value();
    const ReadStates states = read_shared_states(folder + "/states");
    InProcessTransport server(now_msec);
    tell(server, accounts());
    LeftBehind left;
    const auto note = [&](const HttpRequest& request) { left.note_accepted(request); };
    ApiState api({server, {}, accounts(), [] { return now_msec; }, 1, note});
    const ServerUnderTest subject{.server = server,
                                  .state = api.way(),
                                  .no_state_reason = {},
                                  .bearer = {},
                                  .headers = {},
                                  .connect = [&] { return server.connect(); },
                                  .accepted = note,
                                  .accounts = accounts()};
    Outcome outcome;
    for (const Case& test : read_cases(folder + "/cases", states.states).cases) {
        const Verdict verdict =
            replay(test, subject,
                   {.requirements = requirements, .policy_off = {}, .now_msec = [] { return now_msec; }, .seed = 1});
        ++outcome.verdicts[verdict.kind];
        EXPECT_TRUE(verdict.kind == VerdictKind::conformant || verdict.kind == VerdictKind::not_run)
            << test.id << ": " << name_of(verdict.kind) << " "
            << (verdict.breaches.empty()
                    ? verdict.reason
                    : verdict.breaches[0].requirement + " " + verdict.breaches[0].difference.place + " expected " +
                          verdict.breaches[0].difference.expected + " found " + verdict.breaches[0].difference.actual);
        EXPECT_FALSE(verdict.set_up_failed) << test.id << ": " << verdict.reason;
        if (verdict.kind == VerdictKind::not_run) ++outcome.reasons[verdict.reason.substr(0, verdict.reason.find(':'))];
    }
    outcome.left = left.in_words();
    return outcome;
}

TEST(ApiStateSuite, MostComposedCasesAreConformantAndNoneFails) {
    Outcome outcome = outcome_of_all();
    EXPECT_GE(outcome.verdicts[VerdictKind::conformant], 160);
    EXPECT_GE(outcome.reasons["the id is signed"], 20);
    for (const auto& [reason, count] : outcome.reasons) RecordProperty(reason.substr(0, 20), count);
    EXPECT_TRUE(outcome.left.ends_with(" keys, which no operation removes")) << outcome.left;
}

}  // namespace
}  // namespace keyturn
