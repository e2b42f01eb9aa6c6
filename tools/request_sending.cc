#include "tools/request_sending.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/replayer.h"
#include "conformance/response_contract.h"
#include "conformance/shown_text.h"
#include "conformance/text_report.h"
#include "tools/bounded_load.h"
#include "tools/conform_report.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/interruption.h"
#include "tools/server_of_run.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

constexpr std::size_t most_shown_of_body = 4000;  // characters

int complain(const std::string& what, int status) {
    fmt::print(stderr, "keyturn request: {}\n", what);
    return status;
}

// Where nobody knows what a server makes of a request: every status but those that name another place.
std::vector<int> any_status() {
    std::vector<int> statuses;
    for (int status = 200; status < 600; ++status)
        if (status < 300 || status >= 400) statuses.push_back(status);
    return statuses;
}

enum class Knowledge { given_by_us, has_already, none };  // of the group, on the server

Case case_to_send(const FreshRequest& request, Knowledge knowledge) {
    const RequirementIds broken = broken_by(request);
    Case test;
    test.id = "request";
    test.file = "request";
    test.title = "request";
    test.requirements = broken.empty() ? std::vector<std::string>{"AM-RSP-001"}
                                       : std::vector<std::string>(broken.begin(), broken.end());
    if (knowledge == Knowledge::given_by_us) test.given = request.given;
    Exchange exchange;
    exchange.request = request.composed.request;
    exchange.response.statuses = knowledge == Knowledge::none ? any_status() : expected_statuses(request);
    test.exchanges.push_back(std::move(exchange));
    return test;
}

struct Answered {
    std::optional<HttpResponse> response;
    Verdict verdict;

    // What leaked is not shown by us either.
    bool may_be_shown() const {
        return std::ranges::none_of(verdict.breaches, [](const Breach& breach) {
            return breach.requirement == always::own_token || breach.requirement == always::private_material;
        });
    }
};

JsonValue answer_to_json(const Answered& answered) {
    if (!answered.response) return json_null();
    JsonValue answer = json_object({{"status", json_number(std::to_string(answered.response->status))}});
    if (!answered.may_be_shown()) return answer;
    JsonValue headers = json_array();
    for (const auto& [name, value] : answered.response->headers)
        headers.elements.push_back(json_array({json_string(shown_bytes(name)), json_string(shown_bytes(value))}));
    answer.set("headers", std::move(headers));
    answer.set("body", json_string(shown_bytes(answered.response->body, most_shown_of_body)));
    return answer;
}

std::string answer_in_words(const Answered& answered) {
    if (!answered.response) return "no answer\n";
    std::string text = fmt::format("{} {}\n", answered.response->status, shown_place(answered.response->reason));
    if (!answered.may_be_shown()) return text + "  the rest is not shown: it holds a secret\n";
    for (const auto& [name, value] : answered.response->headers)
        text += fmt::format("  {}: {}\n", shown_place(name), shown_place(value));
    return text + fmt::format("  {}\n", shown_bytes(answered.response->body, most_shown_of_body));
}

void print(const FreshRequest& request, const Answered& answered, const Requirements& requirements, bool as_json) {
    if (as_json) {
        const auto verdict = parse_json(journal_line(answered.verdict));
        fmt::print("{}\n", to_pretty_json(json_object({{"request", to_json(request)},
                                                       {"answer", answer_to_json(answered)},
                                                       {"verdict", verdict ? *verdict : json_null()}})));
        return;
    }
    const HttpRequest& http = request.composed.request;
    fmt::print("{} {}, a body of {} bytes\n{}{}", shown_place(http.method), shown_place(request.target()),
               http.body.size(), answer_in_words(answered), text_of(answered.verdict, requirements, {}));
}

Answered judged(const FreshRequest& request, bool is_invented, const ServerUnderTest& server,
                const ReplayPolicy& policy) {
    Answered answered;
    ServerUnderTest subject = server;
    if (subject.bearer.empty()) subject.bearer = request.token();
    if (request.composed.anonymous) subject.bearer.clear();
    subject.answered = [&](std::size_t, const HttpResponse& response) { answered.response = response; };
    const Knowledge knowledge = subject.state ? Knowledge::given_by_us
                                : is_invented ? Knowledge::none
                                              : Knowledge::has_already;
    if (knowledge == Knowledge::none)
        fmt::print(stderr, "keyturn request: {}: whether it accepts is not judged, for the group was invented\n",
                   subject.no_state_reason);
    answered.verdict = replay(case_to_send(request, knowledge), subject, policy);
    return answered;
}

}  // namespace

int send_and_judge(const FreshRequest& request, bool is_invented, const ConformOptions& connection) {
    const auto data = data_folder(connection.data);
    if (!data) return complain(data.error(), exit_usage);
    const auto requirements = load_requirements(*data);
    if (!requirements) return complain(requirements.error(), exit_usage);
    const ReplayPolicy policy{*requirements, Profile::guide, {}, clock_of(request.now_msec), request.seed};
    const Accounts nobody;
    note_interruptions();
    BoundedLoad load(connection, {}, is_interrupted);
    const auto server =
        ServerOfRun::open({connection.endpoint, connection, nobody, policy.seed, policy.now_msec, {}}, load);
    if (!server) return complain(server.error().reason, server.error().unreachable ? exit_unreachable : exit_usage);
    const auto way = (*server)->way();
    if (!way) return complain(way.error(), exit_usage);
    (*way)->begin_case();
    const Answered answered = judged(request, is_invented, (*way)->server(), policy);
    print(request, answered, *requirements, connection.json);
    return exit_status_of({answered.verdict}, {}, false);
}

}  // namespace keyturn
