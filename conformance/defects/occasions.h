// What a request is and how it went: when a defect shows.
#pragma once

#include <string>
#include <string_view>

#include "conformance/defects/server_defect.h"
#include "protocol/group.h"
#include "protocol/json_document.h"

namespace keyturn {

// ---- the request

bool is_for_state_hook(const HttpRequest& request);
bool is_addition(const HttpRequest& request);           // POST …/{id}/members
std::string group_of(const HttpRequest& request);       // the {id} of /2/chat/conversations/{id}/…, as it stands
std::string_view token_of(const HttpRequest& request);  // behind the scheme, whichever it is; "" when there is none
JsonValue body_of(const HttpRequest& request);          // null when it is no JSON
const User* user_with(const Users& users, std::string_view token);  // nullptr when it is nobody's

// ---- occasions

bool any_addition(const Turn& turn);
bool accepts(const Turn& turn);        // an addition, also one that is repeated
bool accepts_anew(const Turn& turn);   // an addition that is done now
bool repeats(const Turn& turn);        // an addition that was done before
bool refuses(const Turn& turn);        // an addition
bool lacks_user(const Turn& turn);     // an addition whose token is nobody's
bool rotates(const Turn& turn);        // POST …/{id}/keys
bool shows_group(const Turn& turn);    // GET /2/chat/conversations/{id}
bool shows_events(const Turn& turn);   // GET …/{id}/events
bool mints_group(const Turn& turn);    // POST …/group/initialize
bool creates_group(const Turn& turn);  // POST …/group

}  // namespace keyturn
