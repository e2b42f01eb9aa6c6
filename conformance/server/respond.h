// The reference server as a pure function. Whoever holds the state applies what comes out; the sockets are elsewhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "conformance/http_message.h"
#include "conformance/server/state.h"

namespace keyturn {

// `next` is absent when the request changed nothing: a refused one never has it (AM-ROT-020).
struct Handled {
    HttpResponse response;
    std::optional<ServerState> next;
};

inline constexpr std::size_t most_body_bytes = 8u << 20;  // a longer one is refused unread (AM-HTTP-005)

// Answers any request: never fails, never waits. `now_msec` is the server's clock. The response has Content-Type; the
// socket part adds Content-Length. Linear in the request and the group it is about.
Handled respond(const ServerState& state, const HttpRequest& request, std::uint64_t now_msec);

// A rule the server holds requests to, by the name `serve --without` takes.
struct ServerRule {
    std::string_view name;
    std::string_view requirement;
};

// Every rule that can be left out: those of the transport and of adding, then the membership rules, then those of the
// operations around. The limit on a group's size can't: no source states one, so a server without it is as right.
std::span<const ServerRule> server_rules();

}  // namespace keyturn
