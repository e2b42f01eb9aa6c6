// What `keyturn conform` was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keyturn {

struct ConformOptions {
    std::vector<std::string> selectors;
    std::string data, cases;
    std::string endpoint;  // "" starts the reference server
    std::string state;     // "", "none" or the URL of a state hook
    std::string profile = "guide";
    std::vector<std::string> policy_off;
    std::string bearer_env;
    std::vector<std::string> headers;  // "Name: value"
    std::string cacert;
    bool insecure = false;
    double timeout_s = 30;
    std::uint32_t repeat = 1;  // how often each case is replayed
    std::optional<std::uint64_t> seed, now_msec;
    std::string yes_send_to;
    std::string out;
    std::string baseline;  // file of known failures; "" for none
    bool baseline_update = false;
    bool strict = false, learn = false, list = false, dry_run = false, json = false;
};

// The whole run. Returns the exit status.
int conform(const ConformOptions& options);

}  // namespace keyturn
