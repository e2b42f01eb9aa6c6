// A folder that recorded cases are written to. A file appears under its name whole or not at all, and none is ever
// written over: several may record into one folder.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <string>

#include "conformance/interchange/recording.h"
#include "conformance/placeholders.h"

namespace keyturn {

class CaseFolder {
  public:
    // Makes the folder where it is not there. Numbers go on behind the cases that are in it, and the names of their
    // secrets are taken. The error is a sentence.
    static std::expected<CaseFolder, std::string> open(const std::string& path);

    const SecretNames& secret_names() const { return secret_names_; }  // of the cases that were there

    // Writes what is made for the next number; its path, or why it was not written.
    std::expected<std::string, std::string> write(
        const std::function<std::expected<RecordedCase, std::string>(std::size_t number)>& make);

  private:
    explicit CaseFolder(std::string path) : path_(std::move(path)) {}

    void look_at_cases();
    void sweep() const;

    std::string path_;
    std::size_t next_number_ = 1;
    SecretNames secret_names_;
};

}  // namespace keyturn
