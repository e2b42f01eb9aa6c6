// What every answer of the operation is held to, whatever the case (fact sheet, section 1.2; AM-RSP, AM-HTTP, AM-SEC).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/http_message.h"
#include "conformance/matcher.h"

namespace keyturn {

// The requirements that the replayer judges by on its own, in every exchange that they concern: no case needs to cite
// them.
namespace always {
inline constexpr std::string_view success_form = "AM-RSP-001";
inline constexpr std::string_view failure_form = "AM-RSP-002";
inline constexpr std::string_view stable_messages = "AM-RSP-004";
inline constexpr std::string_view expected_refusal = "AM-RSP-006";
inline constexpr std::string_view nothing_more = "AM-RSP-007";
inline constexpr std::string_view number_text = "AM-RSP-008";
inline constexpr std::string_view own_request = "AM-RSP-009";
inline constexpr std::string_view framing = "AM-HTTP-003";
inline constexpr std::string_view answered_in_time = "AM-HTTP-006";
inline constexpr std::string_view well_formed_json = "AM-HTTP-007";
inline constexpr std::string_view content_coding = "AM-HTTP-008";
inline constexpr std::string_view not_redirected = "AM-HTTP-009";
inline constexpr std::string_view own_token = "AM-SEC-001";
inline constexpr std::string_view private_material = "AM-SEC-002";
inline constexpr std::string_view refusal_changes_nothing = "AM-ROT-020";
inline constexpr std::string_view takes_effect = "AM-ROT-021";
inline constexpr std::string_view handed_on = "AM-ROT-034";
}  // namespace always

std::span<const std::string_view> always_judged();
bool is_always_judged(std::string_view requirement);

// Whether a requirement's own text says how a refusal is answered: with which status, form or message.
bool says_how_to_refuse(std::string_view requirement);

struct ContractBreach {
    std::string requirement;
    Difference difference;
};

// AM-RSP-001 for a success, AM-RSP-002 for any other status, AM-RSP-004 for a refusal whose text is nearly one of the
// stable messages, AM-HTTP-007 for JSON that is malformed or doubles a key. At most 200 are told. Only 200 is a success
// of adding members, whose `data` is an object; operations around it succeed with 201 too, and may answer with a list.
// An answer to HEAD has no body to be judged.
std::vector<ContractBreach> contract_breaches(const HttpRequest& request, const HttpResponse& response);

}  // namespace keyturn
