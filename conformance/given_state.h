// Gives a case its state through the hook of the server under test, and takes it away again (design, section 4,
// "Given"). Private keys never leave.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "conformance/transport.h"
#include "protocol/given.h"

namespace keyturn {

// The state as it stands now, with the tokens that the server minted; else a sentence why it could not be set up.
// `target`: the hook's path.
std::expected<Given, std::string> set_up_state(Transport& hook, std::string_view target, Given given);

// A sentence why the state may still be there; nothing when it was removed.
std::optional<std::string> tear_down_state(Transport& hook, std::string_view target, const Given& given);

}  // namespace keyturn
