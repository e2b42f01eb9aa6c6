#include "conformance/parallel_exchange.h"

#include <barrier>

#include "conformance/transport_test_support.h"

namespace keyturn {
namespace {

// Answers with the request's target, once as many others as the barrier counts have been asked too.
class MeetingTransport final : public Transport {
  public:
    explicit MeetingTransport(std::barrier<>& all_asked) : all_asked_(all_asked) {}

    Received exchange(const HttpRequest& request) override {
        all_asked_.arrive_and_wait();
        return answer(200, request.target);
    }

  private:
    std::barrier<>& all_asked_;
};

TEST(ParallelExchange, RequestsAreUnderWayAtTheSameTimeAndAnsweredInTheirOrder) {
    constexpr int count = 8;
    std::barrier<> all_asked(count);
    std::vector<HttpRequest> requests(count);
    for (int i = 0; i < count; ++i) requests[static_cast<std::size_t>(i)].target = "/" + std::to_string(i);
    int connections = 0;
    const auto received = exchange_at_once(requests, [&] {
        ++connections;
        return std::make_unique<MeetingTransport>(all_asked);
    });
    EXPECT_EQ(connections, count);
    ASSERT_EQ(received.size(), requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) EXPECT_EQ((**received[i]).body, requests[i].target);
}

TEST(ParallelExchange, RequestWithoutAConnectionIsUnsendable) {
    bool first = true;
    const auto received = exchange_at_once(std::vector<HttpRequest>(2), [&]() -> std::unique_ptr<Transport> {
        if (!std::exchange(first, false)) return nullptr;
        return std::make_unique<ScriptedTransport>(std::vector{answer(200)});
    });
    EXPECT_TRUE(received[0].has_value());
    ASSERT_FALSE(received[1].has_value());
    EXPECT_EQ(received[1].error().kind, SilenceKind::unsendable);
    EXPECT_EQ(received[1].error().reason, "no further connection to the server could be opened");
}

}  // namespace
}  // namespace keyturn
