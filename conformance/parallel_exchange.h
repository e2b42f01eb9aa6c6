// Sends requests at the same time, each over a connection of its own (design, section 4, "parallel").
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "conformance/http_message.h"
#include "conformance/transport.h"

namespace keyturn {

// Opens one more way to the server under test; nullptr when that can't be done.
using Connect = std::function<std::unique_ptr<Transport>()>;

// One of the ways in which a transport exchanges.
using HowToExchange = Received (Transport::*)(const HttpRequest&);

// What each request came to, in their order. All connections are opened and all threads stand ready before the first
// byte is sent. A request without a connection is unsendable.
std::vector<Received> exchange_at_once(const std::vector<HttpRequest>& requests, const Connect& connect,
                                       HowToExchange how = &Transport::exchange);

}  // namespace keyturn
