// A defective server that knows a shipped state, and requests to it.
#pragma once

#include <string>
#include <variant>

#include "conformance/defects/defective_server.h"
#include "conformance/state_test_support.h"

namespace keyturn {

inline HttpRequest state_request(const Given& given) {
    return {"POST",
            "/_keyturn/state",
            {{"Content-Type", "application/json"}},
            R"({"action":"set-up","given":)" + to_json(given_to_json(given, PrivateParts::stripped)) + "}"};
}

inline HttpRequest as_user(HttpRequest request, const std::string& id) {
    add_bearer(request.headers, "token-" + id);
    return request;
}

inline HttpRequest reading_of(const std::string& rest) {
    return as_user({"GET", "/2/chat/conversations/" + std::string(team_group) + rest, {}, ""}, "1111");
}

// A request of the team's admin.
inline HttpRequest addition(std::string_view deviation = "", const std::vector<std::string>& add = {"5555"},
                            std::uint64_t seed = 1) {
    Composed composed = compose_in(shipped_state("team"), deviation, {}, add, seed).value();
    return as_user(std::move(composed.request), "1111");
}

class TeamServer {
  public:
    explicit TeamServer(Planted planted = {}, const std::string& state = "team") : server_(std::move(planted)) {
        respond_to(state_request(shipped_state(state)));
    }

    ServerAnswer answer(const HttpRequest& request) { return server_.answer(request, test_now_msec); }
    HttpResponse respond_to(const HttpRequest& request) { return std::get<HttpResponse>(answer(request)); }
    // The member of that pointer in the answer to a reading of the team, as JSON.
    std::string shown_of(const std::string& rest, std::string_view pointer) {
        const auto document = parse_json(respond_to(reading_of(rest)).body);
        const JsonValue* value = document ? resolve(*document, pointer) : nullptr;
        return value ? to_json(*value) : "nothing";
    }
    std::size_t events() {
        const auto document = parse_json(respond_to(reading_of("/events?max_results=100")).body);
        return document->find("data")->elements.size();
    }

  private:
    DefectiveServer server_;
};

}  // namespace keyturn
