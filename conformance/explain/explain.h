// Says in words what an input is: finds out which of the kinds below it may be, reads it, and tells what is odd about
// it. With a state it also verifies and opens what stands in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/given.h"
#include "protocol/json_document.h"
#include "protocol/membership_rules.h"
#include "protocol/problem.h"

namespace keyturn {

// What an input can be. Forcing a kind by its name keeps other readings out.
struct ExplainKind {
    std::string_view name;     // "body"
    std::string_view title;    // "request body"
    std::string_view summary;  // a line for people
};
std::span<const ExplainKind> explain_kinds();

// What was verified or opened by means of the state; `held` is absent where it can't be decided, which `why` explains.
struct ExplainedCheck {
    std::string what;
    std::optional<bool> held;
    std::string why;
};

// For people on a terminal and for programs: long texts are cut, characters that a terminal acts on or that nobody sees
// are escaped, and no private key, conversation key or token stands in it, whether from the input or from the state.
struct Explanation {
    static constexpr std::size_t most_lines = 2000, most_oddities = 100, most_checks = 1000;

    std::string name, kind;             // the name and the title of its kind
    std::string form;                   // "text", "JSON", "hexadecimal", "base64", …
    std::vector<std::string> could_be;  // names of other kinds that it may be as well
    std::vector<std::string> lines;     // two spaces a level; the first ones
    std::vector<std::string> oddities;  // what a careful reader would stumble over; the first ones
    std::size_t oddities_left_out = 0;
    std::string sender;                  // who says to have made it; empty when it does not say
    JsonValue decoded;                   // its parts by their names, null where the kind has none
    std::vector<ExplainedCheck> checks;  // the first ones
    std::vector<RuleResult> rules;       // of a request body with its state: every rule of a server

    bool is_any_check_broken() const;
};

struct ExplainOptions {
    std::string kind;                            // the name of the kind to take the input for; "" finds out
    std::string target;                          // the fuzz target whose input it is; "" for none
    std::optional<Given> state = {};             // verifies and opens by it
    std::string sender;                          // of a request; "" for whom its shown payload names
    std::string conversation_id;                 // of a request; "" for the state's only group
    std::optional<std::uint64_t> now_msec = {};  // when a request came; absent: at the time that its key version names
    std::optional<std::set<std::string, std::less<>>> seen_message_ids = {};  // absent: not known
    // What to say of ids from the project's own tables; "" for nothing. Can be empty.
    std::function<std::string(std::string_view requirement)> requirement_text = {};
    std::function<std::string(std::string_view property)> property_text = {};
};

// Bytes may stand as such, in hexadecimal, base64 or PEM, with white space around. Refused: an unknown kind, what is
// none of the kinds, or can't be the one that is forced, with the reason. Pure. Linear in the input but for curves:
// each wrapped key or signature that a state opens or verifies takes some 100 µs, at most `most_checks` of them.
Result<Explanation> explain(std::string_view input, const ExplainOptions& options = {});

}  // namespace keyturn
