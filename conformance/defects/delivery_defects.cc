#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

constexpr std::string_view in_place = "AM-HTTP-009";
constexpr std::string_view own_answer = "AM-RSP-009";

bool every_third(const Turn& turn) { return any_addition(turn) && turn.past.additions % 3 == 0; }
bool every_third_accepted(const Turn& turn) { return accepts_anew(turn) && turn.past.additions % 3 == 0; }
bool follows_another(const Turn& turn) { return any_addition(turn) && turn.past.last_response; }

bool adds_several(const Turn& turn) {
    const JsonValue body = body_of(turn.request);
    const JsonValue* users = body.find("user_ids");
    return accepts(turn) && users && users->elements.size() > 1;
}

void answer_as_before(Turn& turn) { turn.handled.response = *turn.past.last_response; }

Bending redirect(int code, std::string origin) {
    return [code, origin = std::move(origin)](Turn& turn) {
        turn.handled = {{code, "", {{"Location", origin + turn.request.target}}, ""}, std::nullopt};
    };
}

}  // namespace

ServerDefects delivery_defects() {
    return {
        {"redirects_to_another_host", in_place, "sends the request and its token to another host", any_addition,
         redirect(307, "http://localhost:9")},
        {"redirects_to_tls", in_place, "sends the request to its other port", any_addition,
         redirect(308, "https://127.0.0.1")},
        {"redirects_to_another_path", in_place, "sends the request to a newer version", any_addition,
         redirect(302, "/v3")},
        {"answers_nothing_to_several", "AM-HTTP-006", "never answers an addition of several users", adds_several,
         bytes("", AfterBytes::keep)},
        {"answers_as_before", own_answer, "gives each addition the answer to the one before", follows_another,
         answer_as_before},
        {"fails_every_third_time", "AM-RSP-002", "answers every third addition with a page", every_third,
         both(status(502), both(header("Content-Type", "text/html"), body("<h1>Bad Gateway</h1>")))},
        {"cuts_every_third_answer", "AM-HTTP-003", "cuts every third answer", every_third,
         bytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"da")},
        {"loses_every_third_addition", "AM-ROT-021", "accepts every third addition and forgets it",
         every_third_accepted, [](Turn& turn) { turn.handled.next.reset(); }},
        {"answers_every_third_as_before", own_answer, "gives every third addition the answer to the one before",
         [](const Turn& turn) { return every_third(turn) && turn.past.last_response; }, answer_as_before},
    };
}

}  // namespace keyturn
