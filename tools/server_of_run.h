// The server that a run of cases asks: who asks it, how its states come about, and a way to it for each worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/api_state.h"
#include "conformance/left_behind.h"
#include "conformance/server_under_test.h"
#include "conformance/shared_users.h"
#include "tools/bounded_load.h"
#include "tools/clock_and_seed.h"
#include "tools/conform_options.h"
#include "tools/server_connection.h"

namespace keyturn {

// One worker's connections, and the time that its case has.
class WayToServer {
  public:
    WayToServer(const WayToServer&) = delete;
    WayToServer& operator=(const WayToServer&) = delete;

    const ServerUnderTest& server() const { return *subject_; }
    void begin_case() { limit_.begin(); }

  private:
    friend class ServerOfRun;
    explicit WayToServer(std::chrono::microseconds time_of_case) : limit_(time_of_case) {}

    CaseLimit limit_;
    std::unique_ptr<Transport> first_;
    std::optional<ApiState> api_;  // for --state api
    std::optional<ServerUnderTest> subject_;
};

class ServerOfRun {
  public:
    struct Asked {
        std::string endpoint;
        const ConformOptions& options;
        const Accounts& accounts;
        std::uint64_t seed;
        Clock clock;
        Secrets secrets;
    };

    // Asks for the server's state hook. What is asked, and the load, must outlive it.
    static std::expected<std::unique_ptr<ServerOfRun>, NoHook> open(Asked asked, BoundedLoad& load);

    // One for a thread; they must not outlive this. The error is a sentence.
    std::expected<std::unique_ptr<WayToServer>, std::string> way();

    // Why not more than one case can be under way at a time; "" when nothing forbids it.
    std::string why_one_at_a_time() const;

    const LeftBehind& left_behind() const { return left_; }

  private:
    ServerOfRun(Asked asked, BoundedLoad& load) : asked_(std::move(asked)), load_(load) {}

    std::expected<void, std::string> read_credentials();
    std::expected<std::unique_ptr<Transport>, std::string> connect_within(CaseLimit& limit) const;
    StateWay state_way(WayToServer& way);
    ServerUnderTest subject_over(WayToServer& way);

    Asked asked_;
    BoundedLoad& load_;
    std::vector<HeaderLine> headers_;
    std::string bearer_;
    StateHook hook_;
    LeftBehind left_;
    SharedUsers users_;
};

}  // namespace keyturn
