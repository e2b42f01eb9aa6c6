// The moves that rows of the table are made of.
#pragma once

#include <string>
#include <string_view>

#include "conformance/defects/server_defect.h"
#include "protocol/event_detail.h"

namespace keyturn {

// ---- the response

Bending status(int code);
Bending header(std::string name, std::string value);  // in place of the lines of that name
Bending one_more_header(std::string name, std::string value);
Bending no_header(std::string name);
Bending body(std::string bytes);
Bending body_between(std::string before, std::string after);  // bytes around the body
Bending body_made(std::function<std::string(const std::string& body)> make);
Bending member(std::string pointer, std::string json);  // sets a member of the body to a JSON text
Bending no_member(std::string pointer);
Bending each(std::string pointer, std::function<void(JsonValue& element)> bend);  // of an array of the body
Bending status_of_problem(int code);                                              // on the status line and inside
Bending problem(int code, std::string detail);  // a refusal that is well-formed and changes nothing
Bending both(Bending first, Bending second);

// ---- the wire

Bending bytes(std::string sent, AfterBytes then = AfterBytes::close);

// ---- the state: nothing happens where the request changed none

using Edit = void (*)(Conversation& after, const Conversation& before);
using EventEdit = std::function<void(Event& event)>;
using KeyChangeEdit = void (*)(KeyChange& change);
using Mixing = void (*)(Conversation& kept, const Conversation& forced);

// Edits the conversation that an accepted request leaves.
Bending leaves(Edit edit);
// Edits each event that an accepted request stores, as members read it.
Bending hands_on(EventEdit edit);
Bending hands_on_keys(KeyChangeEdit edit);
// What a server without any rule would have made of a refused request goes into the conversation all the same; the
// answer stays. Nothing happens where even that one would refuse.
Bending keeps_of_refused(Mixing mix);
// Handles the request again with rules left out.
Bending without(LeftOut rules);
// Handles the request again as if it carried another token.
Bending as_token(std::string (*token)(const Turn& turn));

}  // namespace keyturn
