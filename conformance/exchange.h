// Cases as values: one or more exchanges with the state they start from (design, section 4, "Case").
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "conformance/change_operation.h"
#include "conformance/http_message.h"
#include "conformance/invented_group.h"
#include "conformance/matcher.h"
#include "protocol/given.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// Built at send time, then deviated from in one named way.
struct ComposedRequest {
    std::string group;             // its id, or "$name" for a captured one
    std::vector<std::string> add;  // of a creation: the members besides the sender
    std::optional<std::string> deviation;
    std::optional<std::uint64_t> seed;
    ChangeOperation operation = ChangeOperation::add;
    std::optional<std::string> title = {}, avatar_url = {};  // of a creation
    bool is_stale = false;  // made from the group as the case found it, whatever was accepted since
};

struct Exchange {
    std::optional<std::string> as;                       // the user whose token goes into Authorization
    std::variant<HttpRequest, ComposedRequest> request;  // verbatim or composed
    ExpectedResponse response;
    std::string pointer;  // its place in the case file, for error texts
};

// Whether an exchange expects nothing but a refusal: no status from 200 to 299.
bool expects_refusal(const Exchange& exchange);

// Whether one of them is a refusal for load: 429 or 503.
bool holds_refusal_for_load(const std::vector<int>& statuses);

// Exchanges that are sent at once: `count` of them from the one at `first`. Their statuses, in the order of the
// exchanges, must be one of the outcomes.
struct ParallelExchanges {
    std::size_t first = 0;
    std::size_t count = 0;
    std::vector<std::vector<int>> outcomes;
};

// What each secret is, in words, by the name of its placeholder.
using SecretWhats = std::map<std::string, std::string, std::less<>>;

struct Case {
    std::string id;    // its path below the cases folder, without ".json"
    std::string file;  // where it was read from, for error texts
    std::string title;
    std::vector<std::string> requirements;
    std::optional<std::string> why;            // the planted deviation
    std::optional<Given> given;                // the state it starts from …
    std::optional<MadeState> made;             // … or how that is made when it is asked for
    std::optional<std::string> shared_state;   // the name under which `given` is shared
    SecretWhats secrets;                       // for which its verbatim messages have placeholders
    std::vector<Exchange> exchanges;           // all, those of parallel ones too, in the order of the file
    std::vector<ParallelExchanges> parallels;  // ascending, disjoint
    std::string content;                       // state and exchanges as JSON: cases that have it in common are one

    bool starts_from_a_state() const { return given || made; }
    Given starting_state() const;  // an empty one where there is none

    bool is_verbatim() const;  // whether any exchange is sent as recorded

    // The parallel ones that begin with this exchange; nullptr when it is sent alone.
    const ParallelExchanges* parallel_from(std::size_t exchange) const;
};

// Shared states by name, as `"given": "three-members-one-admin"` refers to them: written out, or how they are made.
using SharedState = std::variant<Given, MadeState>;
using SharedStates = std::map<std::string, SharedState, std::less<>>;

// One case file. Every problem at once; unknown keys are problems. A verbatim JSON body is sent compact, with key order
// and number text kept.
std::expected<Case, Problems> read_case(const JsonValue& document, std::string id, std::string file,
                                        const SharedStates& states);

// One file of a shared state: {"schema": 1, "given": {…}} or {"schema": 1, "made": {…}}.
std::expected<SharedState, Problems> read_shared_state(const JsonValue& document);

}  // namespace keyturn
