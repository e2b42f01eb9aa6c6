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
    std::string endpoint;                        // "" starts the reference server
    std::string endpoint_option = "--endpoint";  // that names it, for messages
    std::string state;                           // "", "none", "api" or the URL of a state hook
    std::vector<std::string> users;              // "ID=REAL_ID:TOKEN_ENV"
    std::string profile = "guide";
    std::vector<std::string> policy_off;
    std::string bearer_env;
    std::vector<std::string> headers;      // "Name: value"
    std::vector<std::string> headers_env;  // "Name: VARIABLE"
    std::string cacert;
    std::string cert, key;  // files of the client's certificate and its key; "" for none
    std::string proxy;      // URL; "" for none
    bool insecure = false;
    double timeout_s = 30;         // of one exchange, connecting included
    double connect_timeout_s = 5;  // of name, TCP, proxy and TLS
    double first_byte_timeout_s = 15;
    double case_timeout_s = 120;  // of all exchanges of one case together
    double run_timeout_s = 3600;
    double max_wait_s = 60;    // for a server that refuses for load, in the whole run
    std::string rate;          // "N/s"; "" for as fast as the server answers
    std::string shard;         // "I/N"; "" for the whole
    std::uint32_t jobs = 1;    // cases at once
    std::uint32_t repeat = 1;  // how often each case is replayed
    std::optional<std::uint64_t> seed, now_msec;
    std::string yes_send_to;
    std::string out;
    std::string baseline;  // file of known failures; "" for none
    bool baseline_update = false;
    bool strict = false, learn = false, list = false, dry_run = false, json = false, coverage = false;
};

// The whole run. Returns the exit status.
int conform(const ConformOptions& options);

}  // namespace keyturn
