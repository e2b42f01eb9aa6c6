#include "conformance/server/server_test_support.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/group_changes.h"
#include "protocol/key_wrap.h"
#include "protocol/test_support.h"

namespace keyturn {
namespace {

std::vector<HeaderLine> authorization(std::string_view user) {
    if (user.empty()) return {};
    return {{"Authorization", fmt::format("Bearer token-{}", user)}};
}

Users users_of(const Person& sender, const std::vector<Person>& members) {
    Users users;
    for (const Person& person : members)
        users[person.id].keys = {
            {person.key_version, person.keys.identity.public_key(), person.keys.signing.public_key(), ""}};
    users[sender.id].keys = {
        {sender.key_version, sender.keys.identity.public_key(), sender.keys.signing.public_key(), ""}};
    return users;
}

AddMembersPlan plan_of(const std::string& group, const Person& sender, const std::vector<Person>& members,
                       const std::string& version) {
    Group roster;
    roster.id = group;
    for (const Person& member : members) roster.members.push_back(member.id);
    AddMembersPlan plan = plan_rotation(roster, users_of(sender, members), sender.id, test_now_msec).value();
    plan.conversation_key_version = version;
    return plan;
}

struct SignedChange {
    AddMembersRequest request;
    ConversationKey key;
};

SignedChange signed_change(const AddMembersPlan& plan, const Person& sender, const std::vector<ThriftValue>& others,
                           std::uint64_t seed) {
    Entropy entropy("change", seed);
    const ConversationKey key = fresh_conversation_key(entropy);
    const KeyChange change = wrap_for_recipients(plan, key, entropy);
    std::vector<ThriftValue> details = {change.to_detail()};
    details.insert(details.end(), others.begin(), others.end());
    std::vector<ActionSignature> signatures;
    for (const ThriftValue& detail : details)
        signatures.push_back(sign_action(plan, detail, entropy.uuid(), key, sender.keys.signing).value());
    return {assemble_request(plan, change, std::move(signatures), key, entropy), key};
}

void append_page(std::vector<Event>& events, const JsonValue& data) {
    for (const JsonValue& entry : data.elements)
        events.push_back(Event::read_base64(entry.find("encoded_event")->text).value());
}

}  // namespace

HttpRequest get(std::string target, std::string_view user) {
    return {"GET", std::move(target), authorization(user), ""};
}

HttpRequest post(std::string target, std::string body, std::string_view user) {
    HttpRequest request{"POST", std::move(target), authorization(user), std::move(body)};
    request.headers.emplace_back("Content-Type", "application/json");
    return request;
}

std::string header_of(const HttpResponse& response, std::string_view name) {
    const std::string* value = find_header(response.headers, name);
    return value ? *value : "";
}

JsonValue json_of(const HttpResponse& response) { return parse_json(response.body).value(); }

std::string text_in(const HttpResponse& response, std::string_view pointer) {
    const JsonValue body = json_of(response);
    const JsonValue* found = resolve(body, pointer);
    return found ? found->text : "";
}

const Given& team() {
    static const Given given = [] {
        std::ostringstream text;
        text << std::ifstream(KEYTURN_SOURCE_DIR "/conformance/states/team.json").rdbuf();
        return read_given(*parse_json(text.str()).value().find("given")).value();
    }();
    return given;
}

void TestServer::set_up(const std::string& given_json) {
    const auto body = R"({"action": "set-up", "given": )" + given_json + "}";
    ASSERT_EQ(send(post("/_keyturn/state", body, "")).status, 200);
}

HttpResponse TestServer::send(const HttpRequest& request) {
    Handled handled = ask(request);
    if (handled.next) state = std::move(*handled.next);
    return handled.response;
}

HttpResponse expect_refused(const TestServer& server, const HttpRequest& request, int status) {
    const Handled handled = server.ask(request);
    EXPECT_FALSE(handled.next.has_value());
    EXPECT_EQ(handled.response.status, status) << handled.response.body;
    EXPECT_EQ(header_of(handled.response, "Content-Type"), "application/problem+json");
    EXPECT_EQ(text_in(handled.response, "/status"), std::to_string(status));
    for (const char* field : {"/type", "/title", "/detail"}) EXPECT_NE(text_in(handled.response, field), "") << field;
    return handled.response;
}

void expect_refused_at(const TestServer& server, const HttpRequest& request, int status, std::string_view parameter) {
    const HttpResponse response = expect_refused(server, request, status);
    EXPECT_EQ(text_in(response, "/parameter"), parameter) << response.body;
}

Person person(std::uint8_t number) {
    const auto identity = static_cast<std::uint8_t>(2 * number - 1), signing = static_cast<std::uint8_t>(2 * number);
    return {std::string(4, static_cast<char>('0' + number)),
            {scalar_key(identity), scalar_key(signing)},
            std::to_string(100 * number)};
}

std::vector<Person> people(std::uint8_t last) {
    std::vector<Person> all;
    for (std::uint8_t number = 1; number <= last; ++number) all.push_back(person(number));
    return all;
}

JsonValue registration_body(const Person& who) {
    const auto identity = who.keys.identity.public_key().spki();
    JsonValue key = json_object();
    key.set("public_key", json_string(base64(identity)));
    key.set("signing_public_key", json_string(base64(who.keys.signing.public_key().spki())));
    key.set("identity_public_key_signature", json_string(sign_binding(who.keys.signing, identity)));
    JsonValue body = json_object();
    body.set("public_key", std::move(key));
    body.set("version", json_string(who.key_version));
    return body;
}

ChangeBody rotation_body(const std::string& group, const Person& sender, const std::vector<Person>& members,
                         const std::string& version, std::uint64_t seed) {
    const SignedChange change = signed_change(plan_of(group, sender, members, version), sender, {}, seed);
    return {change.request.to_json(), change.key};
}

ChangeBody creation_body(const std::string& group, const Person& creator, const std::vector<Person>& members,
                         const GroupCreate& create, std::uint64_t seed) {
    const AddMembersPlan plan = plan_of(group, creator, members, create.conversation_key_version);
    const SignedChange change = signed_change(plan, creator, {create.to_detail()}, seed);
    return {creation_to_json(change.request, group, create), change.key};
}

ChangeBody adding_body(const TestServer& server, const std::string& group, const Person& sender,
                       const std::vector<std::string>& add, std::uint64_t seed) {
    Entropy entropy("adding", seed);
    const auto plan =
        plan_add_members(server.state.find(group)->group, *server.state.users, sender.id, add, server.now_msec);
    const AddMembersChange change = make_change(plan.value(), sender.keys.signing, entropy).value();
    return {change.request.to_json(), change.conversation_key};
}

std::vector<Event> events_of(const TestServer& server, const std::string& group, const std::string& user,
                             int page_size) {
    std::vector<Event> events;
    std::string token;
    for (int page = 0; page < 1000; ++page) {
        const std::string target = fmt::format("/2/chat/conversations/{}/events?max_results={}{}", group, page_size,
                                               token.empty() ? "" : "&pagination_token=" + token);
        const HttpResponse response = server.ask(get(target, user)).response;
        append_page(events, *json_of(response).find("data"));
        token = text_in(response, "/meta/next_token");
        if (token.empty()) break;
    }
    std::ranges::reverse(events);
    return events;
}

std::optional<ConversationKey> open_key(const KeyChange& change, const Person& who) {
    const auto wrap = std::ranges::find(change.participant_keys, who.id, &DetailParticipantKey::user_id);
    if (wrap == change.participant_keys.end()) return std::nullopt;
    const auto blob = read_base64(wrap->encrypted_conversation_key);
    const auto key = blob ? unwrap_key(*blob, who.keys.identity) : refuse("no base64");
    return key ? std::optional(*key) : std::nullopt;
}

}  // namespace keyturn
