#include "conformance/server/in_process_transport.h"

#include <gtest/gtest.h>

#include "conformance/parallel_exchange.h"

namespace keyturn {
namespace {

HttpRequest set_up_of(const std::string& user) {
    return {"POST",
            "/_keyturn/state",
            {{"Content-Type", "application/json"}},
            R"({"action":"set-up","given":{"users":{")" + user + R"(":{}}}})"};
}

TEST(InProcessTransport, AcceptedRequestChangesTheStateAndARefusedOneDoesNot) {
    InProcessTransport server(0);
    EXPECT_EQ((**server.exchange(set_up_of("1111"))).status, 200);
    EXPECT_TRUE(server.state().users->contains("1111"));
    EXPECT_EQ((**server.exchange({"GET", "/nothing", {}, ""})).status, 404);
    EXPECT_EQ(server.state().users->size(), 1u);
}

TEST(InProcessTransport, LeavesOutTheRulesItIsToldTo) {
    EXPECT_TRUE(InProcessTransport(0).state().keeps("group_exists"));
    EXPECT_FALSE(InProcessTransport(0, {"group_exists"}).state().keeps("group_exists"));
}

TEST(InProcessTransport, ConnectionsShareOneStateAndLoseNoUpdate) {
    InProcessTransport server(0);
    std::vector<HttpRequest> requests;
    for (int i = 0; i < 64; ++i) requests.push_back(set_up_of(std::to_string(1000 + i)));
    for (const Received& received : exchange_at_once(requests, [&] { return server.connect(); }))
        EXPECT_EQ((**received).status, 200);
    EXPECT_EQ(server.state().users->size(), 64u);
}

}  // namespace
}  // namespace keyturn
