// A server that answers what a test tells it to, and remembers what it was asked.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "conformance/transport.h"

namespace keyturn {

inline Received answer(int status, std::string body = "{}", std::string media_type = "application/json") {
    return Reply(HttpResponse{status, "", {{"Content-Type", std::move(media_type)}}, std::move(body)});
}

inline Received problem(int status) {
    return answer(status, R"({"type":"about:blank","title":"t","detail":"d"})", "application/problem+json");
}

inline Received broken(std::string reason) { return Reply(std::unexpected(std::move(reason))); }

inline Received silent(SilenceKind kind, std::string reason) {
    return std::unexpected(Silence{kind, std::move(reason)});
}

// Gives the answers of a script, one after the other; after its end a test fails.
class ScriptedTransport final : public Transport {
  public:
    explicit ScriptedTransport(std::vector<Received> script) : script_(std::move(script)) {}

    Received exchange(const HttpRequest& request) override {
        requests.push_back(request);
        if (requests.size() <= script_.size()) return script_[requests.size() - 1];
        ADD_FAILURE() << "not in the script: " << request.method << " " << request.target;
        return silent(SilenceKind::closed, "the script ends here");
    }

    bool played_out() const { return requests.size() == script_.size(); }

    std::vector<HttpRequest> requests;

  private:
    std::vector<Received> script_;
};

}  // namespace keyturn
