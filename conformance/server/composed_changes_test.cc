// What the composer makes of rotations and creations, judged by the reference server.
#include <gtest/gtest.h>

#include <map>

#include "conformance/composer.h"
#include "conformance/server/server_test_support.h"

namespace keyturn {
namespace {

const std::string new_group = "g1800000000000000001";

// The team's server, and an id that 1111 was given for a group of its own.
TestServer server_with_an_id() {
    TestServer server(team());
    EXPECT_EQ(text_in(server.send(post("/2/chat/conversations/group/initialize", "")), "/data/conversation_id"),
              new_group);
    return server;
}

Result<Composed> composed(ChangeOperation operation, const std::string& deviation, const SentBefore& before = {},
                          std::uint64_t seed = 1) {
    const bool creates = operation == ChangeOperation::create;
    const WantedChange wanted{.operation = operation,
                              .group = creates ? new_group : team_id,
                              .sender = "1111",
                              .add = creates ? std::vector<std::string>{"2222", "3333"} : std::vector<std::string>{},
                              .title = creates ? std::optional("Title") : std::nullopt,
                              .avatar_url = creates ? std::optional("Avatar") : std::nullopt,
                              .deviation = deviation};
    Entropy entropy("composed", seed);
    return compose(team(), wanted, test_now_msec, entropy, before);
}

HttpRequest as_sent(const Composed& change) {
    HttpRequest request = change.request;
    if (!change.anonymous) request.headers.emplace_back("Authorization", "Bearer token-1111");
    return request;
}

// Arguments that bend these operations' requests as the row says.
std::string with_an_argument(const Deviation& deviation) {
    static const std::map<std::string_view, std::string_view> arguments = {
        {"signed-at-version", "4"},
        {"drop", "/action_signatures/0/message_id"},
        {"null", "/conversation_participant_keys"},
        {"number", "/conversation_key_version"},
        {"text", "/action_signatures"},
        {"array", "/conversation_key_version"},
        {"object", "/conversation_key_version"},
        {"empty", "/action_signatures/0/message_id"},
        {"double-key", "/conversation_key_version"},
        {"break-pattern", "/action_signatures/0/message_event_signature/signature"},
        {"signature-version", "8"},
        {"other-authorization", "Bearer nobody"},
        {"other-method", "PUT"},
        {"other-media-type", "text/plain"}};
    const auto argument = arguments.find(deviation.kind);
    return std::string(deviation.kind) + (argument == arguments.end() ? "" : ":" + std::string(argument->second));
}

bool repeats_what_was_sent(std::string_view kind) { return kind == "message-ids-of-before" || kind == "same-again"; }

class ComposedChanges : public testing::TestWithParam<ChangeOperation> {};

TEST_P(ComposedChanges, a_server_accepts_what_is_right) {
    const auto change = composed(GetParam(), "");
    ASSERT_TRUE(change) << change.error().reason;
    const HttpResponse response = server_with_an_id().send(as_sent(*change));
    EXPECT_EQ(response.status, GetParam() == ChangeOperation::create ? 201 : 200) << response.body;
}

TEST_P(ComposedChanges, a_deviation_is_refused_where_it_breaks_something_and_accepted_where_not) {
    std::size_t bent = 0;
    for (const Deviation& row : deviations()) {
        if (!row.fits.includes(GetParam()) || repeats_what_was_sent(row.kind)) continue;
        const auto change = composed(GetParam(), with_an_argument(row));
        ASSERT_TRUE(change) << row.kind << ": " << change.error().reason;
        const Handled handled = server_with_an_id().ask(as_sent(*change));
        EXPECT_EQ(handled.next.has_value(), row.requirement.empty()) << row.kind << ": " << handled.response.body;
        ++bent;
    }
    EXPECT_GE(bent, 50u);
}

TEST_P(ComposedChanges, what_was_sent_before_is_repeated) {
    TestServer server = server_with_an_id();
    const auto first = composed(GetParam(), "");
    const HttpResponse answer = server.send(as_sent(*first));
    const SentBefore before{{first->request}, {first->message_ids}};
    EXPECT_EQ(server.send(as_sent(*composed(GetParam(), "same-again", before, 2))).body, answer.body);
    EXPECT_EQ(server.send(as_sent(*composed(GetParam(), "message-ids-of-before", before, 2))).status, 409);
}

INSTANTIATE_TEST_SUITE_P(Operations, ComposedChanges, testing::Values(ChangeOperation::rotate, ChangeOperation::create),
                         [](const auto& tested) { return std::string(name_of(tested.param)); });

}  // namespace
}  // namespace keyturn
