// The bytes of an HTTP response, held to what every answer is held to: as that to a request to add members, to one that
// reads, and to one that asks for the head only. What it says it accepts itself, the request said. Every breach cites a
// requirement that is judged always and can be shown anywhere; a token in head or body is found.
#include <algorithm>

#include "conformance/content_coding.h"
#include "conformance/http_response_reader.h"
#include "conformance/leaks.h"
#include "conformance/response_contract.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/harmless.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_breaches = 200 + 1;

bool can_be_shown(const Difference& difference) { return fuzz::is_harmless(difference); }

void breaches_can_be_told(const std::vector<ContractBreach>& breaches) {
    fuzz::expect(breaches.size() <= most_breaches, "breaches are bounded");
    for (const ContractBreach& breach : breaches) {
        fuzz::expect(is_always_judged(breach.requirement), "a breach is of what every answer is held to");
        fuzz::expect(can_be_shown(breach.difference), "a breach can be shown anywhere");
    }
}

void a_token_is_found(const HttpResponse& response) {
    const std::vector<Confidential> secrets = {{"a-token-of-somebody", "AM-SEC-001", "the token"}};
    HttpResponse in_body = response, in_head = response;
    in_body.body += secrets.front().bytes;
    in_head.headers.emplace_back("X", "Bearer " + secrets.front().bytes);
    fuzz::expect(!leaks(in_body, secrets).empty() && !leaks(in_head, secrets).empty(), "a token is found");
}

HttpRequest that_accepts_as(const HttpResponse& response, HttpRequest request) {
    if (const std::string* accepted = find_header(response.headers, "Accept-Encoding"))
        request.headers.emplace_back("Accept-Encoding", *accepted);
    return request;
}

// Whether nothing is wrong with it.
bool is_judged_well(const HttpRequest& request, const HttpResponse& response) {
    const auto breaches = contract_breaches(request, response);
    breaches_can_be_told(breaches);
    const CodingFindings coding = judge_content_coding(request, response);
    fuzz::expect(std::ranges::all_of(coding.differences, can_be_shown), "a coding can be shown anywhere");
    return breaches.empty() && coding.differences.empty();
}

}  // namespace

FUZZ_TARGET {
    HttpResponseReader reader("POST");
    reader.take(text_of(input));
    reader.closed();
    const auto response = reader.result();
    if (!response) return fuzz::Taken::refused;
    const HttpRequest adding = that_accepts_as(*response, fuzz::add_members_by_admin("{}"));
    HttpRequest reading = adding;
    reading.method = "GET";
    reading.target = reading.target.substr(0, reading.target.rfind('/'));
    HttpRequest asking_for_the_head = reading;
    asking_for_the_head.method = "HEAD";
    const bool is_right = is_judged_well(adding, *response);
    is_judged_well(reading, *response);
    fuzz::expect(contract_breaches(asking_for_the_head, *response).empty(), "a head says nothing of a body");
    a_token_is_found(*response);
    return fuzz::accepted_if(is_right);
}
