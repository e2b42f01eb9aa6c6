#include "tools/recorder.h"

#include <fmt/format.h>

#include "conformance/shown_text.h"
#include "tools/credentials.h"

namespace keyturn {

Recorder::Recorder(CaseFolder folder, std::string path)
    : path_(std::move(path)), folder_(std::move(folder)), redactor_(SecretBook(folder_.secret_names())) {}

std::expected<std::unique_ptr<Recorder>, std::string> Recorder::open(const std::string& folder,
                                                                     const std::vector<std::string>& secret_variables) {
    const auto secrets = read_named_secrets(secret_variables);
    if (!secrets) return std::unexpected(secrets.error());
    auto opened = CaseFolder::open(folder);
    if (!opened) return std::unexpected(opened.error());
    std::unique_ptr<Recorder> recorder(new Recorder(*std::move(opened), folder));
    for (const auto& [name, value] : *secrets) recorder->redactor_.name(name, value);
    return recorder;
}

void Recorder::record(const RecordedExchange& exchange) {
    const std::lock_guard lock(mutex_);
    const auto written = folder_.write([&](std::size_t number) {
        auto made = recorded_case(number, exchange, redactor_);
        if (const JsonValue* secrets = made ? made->document.find("secrets") : nullptr)
            for (const JsonMember& secret : secrets->members) secrets_[secret.key] = secret.value.text;
        return made;
    });
    ++(written ? recorded_ : missed_);
    if (written)
        fmt::print(stderr, "{} {}\n", exchange.response.status, *written);
    else
        fmt::print(stderr, "not recorded: {}\n", written.error());
}

void Recorder::miss(const std::string& what) {
    const std::lock_guard lock(mutex_);
    ++missed_;
    fmt::print(stderr, "not recorded: {}\n", shown_place(what));
}

std::string Recorder::how_to_replay() const {
    std::string text = fmt::format("{} recorded, {} not\n", recorded_, missed_);
    if (recorded_ == 0) return text;
    for (const auto& [name, what] : secrets_) text += fmt::format("  {}  {}\n", name, what);
    return text + fmt::format("to replay{}: keyturn conform --cases {} --endpoint URL\n",
                              secrets_.empty() ? "" : ", with these in the environment", path_);
}

}  // namespace keyturn
