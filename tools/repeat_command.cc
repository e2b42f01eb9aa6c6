#include "tools/repeat_command.h"

#include <fmt/format.h>

#include <tuple>

namespace keyturn {
namespace {

class Command {
  public:
    explicit Command(std::string_view case_id) : text_("keyturn conform " + shell_word(case_id)) {}

    void add(std::string_view option) { text_ += fmt::format(" {}", option); }
    void add(std::string_view option, std::string_view value) {
        if (!value.empty()) text_ += fmt::format(" {} {}", option, shell_word(value));
    }
    std::string text() && { return std::move(text_); }

  private:
    std::string text_;
};

}  // namespace

std::string shell_word(std::string_view text) {
    constexpr std::string_view harmless = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,";
    if (!text.empty() && text.find_first_not_of(harmless) == std::string_view::npos) return std::string(text);
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

std::string repeat_command(std::string_view case_id, const ConformOptions& options, std::uint64_t seed) {
    const ConformOptions usual;
    Command command(case_id);
    command.add("--endpoint", options.endpoint);
    command.add("--cases", options.cases);
    command.add("--data", options.data);
    command.add("--state", options.state);
    for (const std::string& user : options.users) command.add("--user", user);
    if (options.profile != usual.profile) command.add("--profile", options.profile);
    for (const std::string& id : options.policy_off) command.add("--policy-off", id);
    command.add("--bearer-env", options.bearer_env);
    for (const std::string& header : options.headers) command.add("--header", header);
    for (const std::string& header : options.headers_env) command.add("--header-env", header);
    command.add("--cacert", options.cacert);
    command.add("--cert", options.cert);
    command.add("--key", options.key);
    command.add("--proxy", options.proxy);
    command.add("--yes-send-to", options.yes_send_to);
    if (options.insecure) command.add("--insecure");
    for (const auto& [option, value, usual_value] : {
             std::tuple("--timeout", options.timeout_s, usual.timeout_s),
             {"--connect-timeout", options.connect_timeout_s, usual.connect_timeout_s},
             {"--first-byte-timeout", options.first_byte_timeout_s, usual.first_byte_timeout_s},
             {"--case-timeout", options.case_timeout_s, usual.case_timeout_s},
             {"--max-wait", options.max_wait_s, usual.max_wait_s},
         })
        if (value != usual_value) command.add(option, fmt::format("{}", value));
    command.add("--rate", options.rate);
    if (options.repeat != usual.repeat) command.add("--repeat", std::to_string(options.repeat));
    command.add("--seed", std::to_string(seed));
    if (options.now_msec) command.add("--now", std::to_string(*options.now_msec));
    return std::move(command).text();
}

}  // namespace keyturn
