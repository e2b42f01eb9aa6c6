#include "conformance/parallel_exchange.h"

#include <latch>
#include <thread>

namespace keyturn {
namespace {

Received exchange_over(Transport* transport, const HttpRequest& request, HowToExchange how) {
    if (transport) return (transport->*how)(request);
    return std::unexpected(Silence{SilenceKind::unsendable, "no further connection to the server could be opened"});
}

}  // namespace

std::vector<Received> exchange_at_once(const std::vector<HttpRequest>& requests, const Connect& connect,
                                       HowToExchange how) {
    std::vector<std::unique_ptr<Transport>> transports;
    for (std::size_t i = 0; i < requests.size(); ++i) transports.push_back(connect());

    std::vector<Received> received(requests.size(), Reply());
    std::latch all_ready(static_cast<std::ptrdiff_t>(requests.size()));
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < requests.size(); ++i)
        threads.emplace_back([&, i] {
            all_ready.arrive_and_wait();
            received[i] = exchange_over(transports[i].get(), requests[i], how);
        });
    for (std::thread& thread : threads) thread.join();
    return received;
}

}  // namespace keyturn
