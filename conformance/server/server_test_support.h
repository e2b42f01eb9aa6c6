// What the tests of this folder share: short ways to ask a server, and a client that makes whole requests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "conformance/server/respond.h"
#include "protocol/entropy.h"
#include "protocol/event_detail.h"
#include "protocol/given.h"
#include "protocol/json_document.h"

namespace keyturn {

inline constexpr std::uint64_t test_now_msec = 1'790'000'000'000;

// A request with the token that a set-up gives that user; "" for none.
HttpRequest get(std::string target, std::string_view user = "1111");
HttpRequest post(std::string target, std::string body, std::string_view user = "1111");

// The field as it stands, "" when the response has none.
std::string header_of(const HttpResponse& response, std::string_view name);
JsonValue json_of(const HttpResponse& response);
// The text at a pointer of the body, a number's literal too; "" when there is none.
std::string text_in(const HttpResponse& response, std::string_view pointer);

// conformance/states/team.json: 1111, 2222 and 3333 in g1700000000000000001, 4444 pending, 1111 its admin.
const Given& team();
inline const std::string team_id = "g1700000000000000001";

// Knows what was accepted.
class TestServer {
  public:
    TestServer() = default;
    explicit TestServer(const Given& given) { set_up(to_json(given_to_json(given, PrivateParts::stripped))); }

    void set_up(const std::string& given_json);
    Handled ask(const HttpRequest& request) const { return respond(state, request, now_msec); }
    // Whether it changed anything or not.
    HttpResponse send(const HttpRequest& request);

    ServerState state;
    std::uint64_t now_msec = test_now_msec;
};

// A refusal: a problem of that status, and the state as it was. Gives the problem.
HttpResponse expect_refused(const TestServer& server, const HttpRequest& request, int status);
void expect_refused_at(const TestServer& server, const HttpRequest& request, int status, std::string_view parameter);

// One user's side.
struct Person {
    std::string id;
    PrivateKeys keys;
    std::string key_version;
};

// Users 1111, 2222 and so on, with small scalars as private keys and a key version of 100, 200, …
Person person(std::uint8_t number);
std::vector<Person> people(std::uint8_t last);

JsonValue registration_body(const Person& who);

struct ChangeBody {
    JsonValue json;
    ConversationKey key;
};

// Signed by `sender`, wrapped for `members`.
ChangeBody rotation_body(const std::string& group, const Person& sender, const std::vector<Person>& members,
                         const std::string& version, std::uint64_t seed = 1);
// The same with a signed GroupCreate; the request's fields say what `create` says.
ChangeBody creation_body(const std::string& group, const Person& creator, const std::vector<Person>& members,
                         const GroupCreate& create, std::uint64_t seed = 1);
// A member add to the group as it stands in the server.
ChangeBody adding_body(const TestServer& server, const std::string& group, const Person& sender,
                       const std::vector<std::string>& add, std::uint64_t seed = 1);

// The events of a group, oldest first, as `who` reads them over all pages.
std::vector<Event> events_of(const TestServer& server, const std::string& group, const std::string& user,
                             int page_size = 100);
// The key that a key change holds for `who`; nothing when there is none or it does not open.
std::optional<ConversationKey> open_key(const KeyChange& change, const Person& who);

}  // namespace keyturn
